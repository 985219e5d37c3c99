/**
 * Times of the refresh protocol, in milliseconds. The lease must outlast the provider calls that are made under it, and
 * all of one refresh must fit into an invocation of a minute.
 */
export interface RefreshTiming {
  /** Default 30 s: the provider budget, one provider timeout and a margin. */
  leaseTtlMs: number;
  /**
   * No provider call starts later than this after the first. Default 10 s: with a timeout of 10 s they end by 20 s, two
   * thirds of the lease. The first third is what taking the lease may cost.
   */
  providerBudgetMs: number;
  /**
   * How long a lease is held that waits for a place among those who ask a provider at once. Default 2 s: so much longer
   * does a caller wait, at most, who needs that very token.
   */
  placeTimeoutMs: number;
  /** How long who does not hold the lease waits for who does. Default 35 s: longer than a lease. */
  waitTimeoutMs: number;
  /**
   * How long a commit is retried through an outage of Firestore, before the renewal is handed to a queue. Default 15 s,
   * which leaves an invocation the time to do so.
   */
  commitTimeoutMs: number;
  /**
   * How long one call to Firestore may take. Default 8 s: the client itself repeats some failures for up to ten minutes,
   * longer than any caller waits.
   */
  firestoreTimeoutMs: number;
}

export const defaultTiming: RefreshTiming = {
  leaseTtlMs: 30_000,
  providerBudgetMs: 10_000,
  placeTimeoutMs: 2_000,
  waitTimeoutMs: 35_000,
  commitTimeoutMs: 15_000,
  firestoreTimeoutMs: 8_000,
};
