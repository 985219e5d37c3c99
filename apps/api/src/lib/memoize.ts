import type { Clock } from './clock.ts';

/** Calls `make` at the first use and caches the result. An error is not cached: the next use tries again. */
export function memoize<T>(make: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: make() };
    return kept.value;
  };
}

/**
 * Calls `make` at most once in `ttlMs` milliseconds and returns its last result. Concurrent calls share one. A rejection is
 * not cached.
 */
export function memoizeFor<T>(ttlMs: number, clock: Clock, make: () => Promise<T>): () => Promise<T> {
  let attempt = memoizeAsync(make);
  let expiresAtMs: number | undefined;
  return async () => {
    if (expiresAtMs !== undefined && clock() >= expiresAtMs) {
      attempt = memoizeAsync(make);
      expiresAtMs = undefined;
    }
    const value = await attempt();
    expiresAtMs ??= clock() + ttlMs;
    return value;
  };
}

/** As {@link memoize} for promises: concurrent uses share one, and a rejection is not cached. */
export function memoizeAsync<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    if (kept) {
      return kept;
    }
    const attempt = make();
    kept = attempt;
    attempt.catch(() => {
      if (kept === attempt) {
        kept = undefined;
      }
    });
    return attempt;
  };
}
