import { type EventEmitter, once } from 'node:events';

type WritableCall = EventEmitter & { write(message: unknown): boolean; readonly cancelled: boolean };

/**
 * Writes a message to a streaming call and waits while the other side is slower.
 *
 * @returns false when the call is cancelled, so that nothing more need be written
 */
export async function writeMessage(call: WritableCall, message: unknown): Promise<boolean> {
  if (!call.cancelled && !call.write(message)) {
    const decided = new AbortController();
    const options = { signal: decided.signal };
    try {
      await Promise.race([once(call, 'drain', options), once(call, 'cancelled', options)]);
    } finally {
      decided.abort();
    }
  }
  return !call.cancelled;
}
