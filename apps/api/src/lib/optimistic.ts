import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import { type BackoffPolicy, createBackoff, retry } from './backoff.ts';
import { isContention } from './firestore-errors.ts';

const policy: BackoffPolicy = { initialDelayMs: 10, maxDelayMs: 1_000, jitter: 1, maxAttempts: 40 };

/**
 * Repeats an attempt (read, decide, write) until its write finds exactly what it read. The write needs a precondition on
 * everything that the decision used. Then a lost answer does no harm: the next read shows that the write was stored. No
 * lock is held between read and write, so that many concurrent callers succeed one after the other.
 * @throws {AppError} store_unavailable after forty attempts.
 */
export async function untilUncontended<Result>(attempt: () => Promise<Result>): Promise<Result> {
  const backoff = createBackoff(policy, {
    // Attempts are counted, not timed.
    clock: () => 0,
    sleep: (ms) => sleep(ms),
    random: Math.random,
  });
  try {
    return await retry(attempt, isContention, () => backoff.pause());
  } catch (error) {
    throw isContention(error)
      ? new AppError('store_unavailable', { cause: error, retryAfterMs: 2_000 })
      : error;
  }
}
