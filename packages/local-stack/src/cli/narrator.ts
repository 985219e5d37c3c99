import { appendFileSync, writeFileSync } from 'node:fs';

/** Tells the person at the terminal what happens. */
export interface Narrator {
  /** A line with the time since the start before it. */
  readonly progress: (sentence: string) => void;
  /** A line as it is. */
  readonly line: (text?: string) => void;
  /** Keeps everything that was told and will be told in a file, which is made anew. */
  readonly keepIn: (file: string) => void;
}

const OWNER_ONLY = 0o600;

/** Makes a narrator whose clock starts now. */
export function createNarrator(): Narrator {
  const startedAtMs = performance.now();
  let untilKept: string[] = [];
  let keptIn: string | undefined;
  const line = (text = ''): void => {
    process.stdout.write(`${text}\n`);
    if (keptIn === undefined) untilKept.push(`${text}\n`);
    else appendFileSync(keptIn, `${text}\n`);
  };
  return {
    line,
    progress: (sentence) => line(`[${seconds(performance.now() - startedAtMs).padStart(6)}] ${sentence}`),
    keepIn(file) {
      writeFileSync(file, untilKept.join(''), { mode: OWNER_ONLY });
      keptIn = file;
      untilKept = [];
    },
  };
}

/** A duration as people read it: `1.2 s`. */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
