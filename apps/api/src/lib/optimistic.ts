import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import { isContention } from './firestore-errors.ts';

const maximumAttempts = 40;
const longestPauseMs = 1_000;

/**
 * Repeats reading, deciding and writing until the write meets exactly what was read. The write must hold a precondition
 * for everything that was decided upon; then an answer that was lost on the way does no harm either: the next reading
 * shows that the write has happened. No lock is held between reading and writing, so that a crowd gets through one by one.
 * @throws {AppError} store_unavailable when others were faster forty times.
 */
export async function untilUncontended<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let round = 0; ; round += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isContention(error)) {
        throw error;
      }
      if (round + 1 === maximumAttempts) {
        throw new AppError('store_unavailable', { cause: error, retryAfterMs: 2_000 });
      }
      await sleep(Math.random() * Math.min(longestPauseMs, 10 * 2 ** round));
    }
  }
}
