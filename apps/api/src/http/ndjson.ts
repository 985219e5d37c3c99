/** JSON documents, one a line. @see https://github.com/ndjson/ndjson-spec */
export const ndjsonMediaType = 'application/x-ndjson';

/** About how much is sent at a time, in characters: a chunk for each line would cost more than the line. */
const chunkCharacters = 16_384;

/** Items as lines of JSON, each as `check` gives it, in chunks: not more than one chunk is in memory. */
export async function* ndjsonOf(
  items: AsyncIterable<unknown>,
  check: (item: unknown) => unknown,
): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for await (const item of items) {
    chunk += `${JSON.stringify(check(item))}\n`;
    if (chunk.length < chunkCharacters) {
      continue;
    }
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') {
    yield chunk;
  }
}
