import { createReadStream } from 'node:fs';

const newlineByte = 0x0a;
const chunkBytes = 1024 * 1024;

/**
 * Reads a file line by line, ended by `\n` alone: node:readline would also break at U+2028 and U+2029,
 * which JSON leaves as they are inside strings. A last line without newline is given, too.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(newlineByte); end !== -1; end = data.indexOf(newlineByte)) {
      yield data.toString('utf8', 0, end);
      data = data.subarray(end + 1);
    }
    rest = data;
  }
  if (rest.length > 0) {
    yield rest.toString('utf8');
  }
}
