/** Calls `make` at the first use and keeps what it gave. A throw is not kept: the next use tries again. */
export function memoize<T>(make: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: make() };
    return kept.value;
  };
}

/** As {@link memoize} for promises: concurrent uses share one, and a rejection is not kept. */
export function memoizeAsync<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    if (kept) return kept;
    const attempt = make();
    kept = attempt;
    attempt.catch(() => {
      if (kept === attempt) kept = undefined;
    });
    return attempt;
  };
}
