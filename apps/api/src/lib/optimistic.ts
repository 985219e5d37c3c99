import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import { type BackoffPolicy, createBackoff } from './backoff.ts';
import { systemClock } from './clock.ts';
import { isContention } from './firestore-errors.ts';

const policy: BackoffPolicy = { initialDelayMs: 10, maxDelayMs: 1_000, jitter: 1, maxAttempts: 40 };

/**
 * Repeats reading, deciding and writing until the write meets exactly what was read. The write must hold a precondition
 * for everything that was decided upon; then an answer that was lost on the way does no harm either: the next reading
 * shows that the write has happened. No lock is held between reading and writing, so that a crowd gets through one by one.
 * @throws {AppError} store_unavailable when others were faster forty times.
 */
export async function untilUncontended<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const backoff = createBackoff(policy, {
    clock: systemClock,
    sleep: (ms) => sleep(ms),
    random: Math.random,
  });
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isContention(error)) {
        throw error;
      }
      if (!(await backoff.pause())) {
        throw new AppError('store_unavailable', { cause: error, retryAfterMs: 2_000 });
      }
    }
  }
}
