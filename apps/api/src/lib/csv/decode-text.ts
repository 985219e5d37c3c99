import { TextDecoder } from 'node:util';
import { AppError } from '../../errors/app-error.ts';
import { foreignFormat, signatureBytes } from './file-signature.ts';
import { inTurns } from './in-turns.ts';

/** Encodings that a text can be declared to be in. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const marks: readonly { encoding: TextEncoding; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/**
 * Decodes a text in small pieces, by its byte order mark, otherwise as `declared` or UTF-8, with a turn of the event loop
 * after each. Every end of a line becomes a `\n`.
 * @throws {AppError} import_unreadable when it is no text in that encoding, with the line where that shows.
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  declared?: TextEncoding,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let line = 1;
  // Held back until it is known whether a `\n` follows.
  let heldBack = '';
  const normalize = (text: string, isLast: boolean): string => {
    const whole = heldBack + text;
    heldBack = !isLast && whole.endsWith('\r') ? '\r' : '';
    const complete = heldBack === '' ? whole : whole.slice(0, -1);
    return complete.includes('\r') ? complete.replaceAll(/\r\n?/g, '\n') : complete;
  };
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder?.decode(bytes, { stream: bytes !== undefined }) ?? '';
    } catch (cause) {
      throw unreadable(
        `Line ${line} or one soon after it is not in the encoding ${decoder?.encoding}. Save the file as UTF-8, or name its encoding: "windows-1252" for most older ones.`,
        cause,
      );
    }
  };

  const open = (start: Uint8Array) => {
    decoder = new TextDecoder(encodingOf(start, declared), { fatal: true });
  };
  for await (const chunk of afterFullStart(inTurns(chunks), open)) {
    const text = normalize(decode(chunk), false);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      line += 1;
    }
    if (text !== '') {
      yield text;
    }
  }
  const rest = normalize(decode(), true);
  if (rest !== '') {
    yield rest;
  }
}

/** The same bytes, after `open` has seen enough of them to recognise a file by. */
async function* afterFullStart(
  chunks: AsyncIterable<Uint8Array>,
  open: (start: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let first: Uint8Array[] | undefined = [];
  for await (const chunk of chunks) {
    if (chunk.length === 0) {
      continue;
    }
    if (!first) {
      yield chunk;
      continue;
    }
    first.push(chunk);
    const start = Buffer.concat(first);
    if (start.length < signatureBytes) {
      continue;
    }
    open(start);
    yield* first;
    first = undefined;
  }
  if (!first || first.length === 0) {
    return;
  }
  open(Buffer.concat(first));
  yield* first;
}

/** @throws {AppError} import_unreadable for what is recognised as no text at all. */
function encodingOf(start: Uint8Array, declared: TextEncoding | undefined): TextEncoding {
  const startsWith = (bytes: readonly number[]) => bytes.every((byte, index) => start[index] === byte);
  const foreign = foreignFormat(start);
  if (foreign !== undefined) {
    throw unreadable(foreign);
  }
  const mark = marks.find(({ bytes }) => startsWith(bytes));
  if (mark && declared !== undefined && declared !== mark.encoding) {
    throw unreadable(`The file says by its byte order mark that it is ${mark.encoding}, not ${declared}.`);
  }
  const encoding = mark?.encoding ?? declared ?? 'utf-8';
  if (!encoding.startsWith('utf-16') && start.subarray(0, 1_000).includes(0)) {
    throw unreadable(
      'The file holds NUL bytes. If it is UTF-16 without a byte order mark, name its encoding: "utf-16le" or "utf-16be".',
    );
  }
  return encoding;
}

function unreadable(detail: string, cause?: unknown): AppError {
  return new AppError('import_unreadable', { detail, cause });
}
