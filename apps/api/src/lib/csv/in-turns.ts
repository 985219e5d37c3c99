import { setImmediate } from 'node:timers/promises';

/** Bytes that are worked on before others get a turn: even rows of one letter take a few hundredths of a second then. */
const bytesOfATurn = 8_192;

/**
 * The same bytes in small pieces, and a turn of the event loop after each. What reads a file works in microtasks as long as
 * there are bytes at hand: an instance could serve no other request until it has parsed a whole large chunk.
 */
export async function* inTurns(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += bytesOfATurn) {
      yield chunk.subarray(start, start + bytesOfATurn);
      await setImmediate();
    }
  }
}
