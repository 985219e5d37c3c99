import type { Clock } from './clock.ts';

/** The side effects that waiting needs. */
export interface Timers {
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** How long to pause between attempts, and when to give up. Times are milliseconds. */
export interface BackoffPolicy {
  /** Longest pause before the second attempt; it grows with each further one. */
  initialDelayMs: number;
  /** Default: no limit. */
  maxDelayMs?: number;
  /** By how much each pause is longer than the one before. Default: 2. */
  factor?: number;
  /** The share of a pause that is random: 1 is full jitter, 0.5 is equal jitter. */
  jitter: number;
  /** Attempts in all. Default: no limit. */
  maxAttempts?: number;
  /** No attempt starts later than this after the first. Default: no limit. */
  budgetMs?: number;
}

/** The pauses between repeated attempts, from the first attempt on. */
export function createBackoff(
  { initialDelayMs, maxDelayMs = Infinity, factor = 2, jitter, ...limits }: BackoffPolicy,
  { clock, sleep, random }: Timers,
) {
  const { maxAttempts = Infinity, budgetMs = Infinity } = limits;
  const startedAtMs = clock();
  let attempts = 1;
  let delayMs = initialDelayMs;

  return {
    /**
     * Pauses before the next attempt.
     * @param minPauseMs pause at least this long, as a Retry-After asks for. Default: 0.
     * @returns false, without a pause, when the attempts or the budget are used up.
     */
    async pause(minPauseMs = 0): Promise<boolean> {
      if (attempts >= maxAttempts) {
        return false;
      }
      const pauseMs = Math.max(minPauseMs, delayMs * (1 - jitter + jitter * random()));
      if (clock() + pauseMs - startedAtMs > budgetMs) {
        return false;
      }
      attempts += 1;
      delayMs = Math.min(delayMs * factor, maxDelayMs);
      await sleep(pauseMs);
      return true;
    },
  };
}

/**
 * Repeats an attempt while it fails by what `mayRetry` accepts.
 * @param pause before the next attempt; false when there is to be none, as {@link createBackoff} says it.
 * @throws what the last attempt throws, and at once what `mayRetry` refuses.
 */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  mayRetry: (error: unknown) => boolean,
  pause: () => boolean | Promise<boolean>,
): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayRetry(error) || !(await pause())) {
        throw error;
      }
    }
  }
}
