import { appendFileSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';

/** Tells the person at the terminal what happens. */
export interface Narrator {
  /** A line with the time since the start before it. */
  readonly progress: (sentence: string, style?: Style) => void;
  /** A line as it is; on a terminal, a long one goes on in the next line. */
  readonly line: (text?: string, style?: Style) => void;
  /** Writes everything that was and will be printed to a new file. */
  readonly keepIn: (file: string) => void;
}

/** Colour and weight on a terminal, for what must be seen. Without one, and with NO_COLOR, text is plain. */
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

const widestLine = 80;
const ownerOnly = 0o600;

/** Makes a narrator whose clock starts now. */
export function createNarrator(): Narrator {
  const startedAtMs = performance.now();
  let untilKept: string[] = [];
  let keptIn: string | undefined;
  const write = (text: string, style: Style | undefined): void => {
    for (const part of process.stdout.isTTY ? wrap(text, lineWidth()) : [text]) {
      process.stdout.write(`${style ? styleText(style, part, { stream: process.stdout }) : part}\n`);
    }
    if (keptIn === undefined) {
      untilKept.push(`${text}\n`);
    } else {
      appendFileSync(keptIn, `${text}\n`);
    }
  };
  return {
    line: (text = '', style) => write(text, style),
    progress: (sentence, style) =>
      write(`[${seconds(performance.now() - startedAtMs).padStart(6)}] ${sentence}`, style),
    keepIn(file) {
      writeFileSync(file, untilKept.join(''), { mode: ownerOnly });
      keptIn = file;
      untilKept = [];
    },
  };
}

/** A duration as people read it: `1.2 s`. */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

function lineWidth(): number {
  return Math.min(widestLine, process.stdout.columns || widestLine);
}

/**
 * Breaks a long line at its spaces. What follows is indented as the beginning is, and two further. A word that is longer
 * than a line, such as an address, stays whole, so that it can be copied.
 */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) {
    return [text];
  }
  const indent = `${/^(\[.*?\] |\s*)/.exec(text)?.[0].replaceAll(/\S/g, ' ')}  `;
  const lines: string[] = [];
  let current = '';
  for (const [word = ''] of text.matchAll(/\s*\S+/g)) {
    if (current.trim() !== '' && current.length + word.length > width) {
      lines.push(current);
      current = `${indent}${word.trimStart()}`;
    } else {
      current += word;
    }
  }
  return [...lines, current];
}
