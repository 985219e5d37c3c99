import { ProviderError } from '../../providers/provider-error.ts';

/** How a call to a provider is repeated. */
export interface RetryPolicy {
  /** Calls in all. */
  attempts: number;
  /** Longest pause before the second call, in milliseconds; it doubles with each. */
  baseDelayMs: number;
  /** No call starts later than this after the first, in milliseconds. */
  budgetMs: number;
}

/** The side effects that waiting needs. */
export interface Pacing {
  clock: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1). */
  random: () => number;
}

/**
 * Calls a provider, and again after an outage, with full jitter and honouring Retry-After. Repeating a refresh quickly
 * is also the best chance when only the answer was lost: providers that rotate strictly allow for it, if at all, only
 * shortly after the first use.
 * @throws {ProviderError} the last one.
 */
export async function callProvider<T>(
  call: () => Promise<T>,
  policy: RetryPolicy,
  pacing: Pacing,
): Promise<T> {
  const startedAtMs = pacing.clock();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (
        !(error instanceof ProviderError) ||
        error.failure !== 'unavailable' ||
        attempt >= policy.attempts
      ) {
        throw error;
      }
      const delayMs = Math.max(
        error.retryAfterMs ?? 0,
        pacing.random() * policy.baseDelayMs * 2 ** (attempt - 1),
      );
      if (pacing.clock() + delayMs - startedAtMs > policy.budgetMs) {
        throw error;
      }
      await pacing.sleep(delayMs);
    }
  }
}
