import { redact } from './redact.ts';
import { redactText } from './redact-text.ts';

/** As far as it is used, a stream that a process writes to. */
interface Output {
  write: (...call: never[]) => boolean;
}

/**
 * The net under the logger: whatever this process writes to its output, by `console`, by a library or by a crash that
 * Node reports, is searched for secrets. A line of JSON is read as one, so that ids stay what they are. A second call
 * for the same output changes nothing.
 */
export function guardOutput(...outputs: Output[]): void {
  for (const output of outputs) {
    if (guarded.has(output)) {
      continue;
    }
    guarded.add(output);
    const write = output.write.bind(output) as (...call: unknown[]) => boolean;
    output.write = (...[chunk, ...rest]: unknown[]) => write(isClean ? chunk : cleanChunk(chunk), ...rest);
  }
}

const guarded = new WeakSet<Output>();
let isClean = false;

/** Lets `write` write, at once, what is known to hold no secret: it is not searched again. */
export function writeClean(write: () => void): void {
  isClean = true;
  try {
    write();
  } finally {
    isClean = false;
  }
}

function cleanChunk(chunk: unknown): unknown {
  const text =
    typeof chunk === 'string'
      ? chunk
      : chunk instanceof Uint8Array
        ? new TextDecoder().decode(chunk)
        : undefined;
  if (text === undefined) {
    return chunk;
  }
  const clean = text.split('\n').map(cleanLine).join('\n');
  return clean === text ? chunk : clean;
}

function cleanLine(line: string): string {
  if (!line.startsWith('{')) {
    return redactText(line);
  }
  try {
    return JSON.stringify(redact(JSON.parse(line)));
  } catch {
    return redactText(line);
  }
}
