/**
 * Time limits of the refresh protocol, in milliseconds. The lease must outlast the provider calls that are made under it,
 * and a whole refresh must fit into one minute, the timeout of the functions.
 */
export interface RefreshTiming {
  /** Default 30 s: the provider budget, one provider timeout and a margin. */
  leaseTtlMs: number;
  /**
   * No provider call starts later than this after the first. Default 10 s: with a timeout of 10 s they end by 20 s, two
   * thirds of the lease. The first third is left for acquiring the lease.
   */
  providerBudgetMs: number;
  /**
   * How long a caller, and a lease that the sweep holds, wait for a permit to call the provider. Default 2 s: a caller who
   * needs that token waits this much longer at most.
   */
  permitTimeoutMs: number;
  /** How long a caller waits for a refresh by another instance. Default 35 s: longer than a lease. */
  waitTimeoutMs: number;
  /**
   * How long a commit is retried through an outage of Firestore before it is put on a queue. Default 15 s, which leaves
   * time for the queue within the function's timeout.
   */
  commitTimeoutMs: number;
  /**
   * How long one call to Firestore may take. Default 8 s: the client itself retries some failures for up to ten minutes,
   * longer than any caller waits.
   */
  firestoreTimeoutMs: number;
}

export const defaultTiming: RefreshTiming = {
  leaseTtlMs: 30_000,
  providerBudgetMs: 10_000,
  permitTimeoutMs: 2_000,
  waitTimeoutMs: 35_000,
  commitTimeoutMs: 15_000,
  firestoreTimeoutMs: 8_000,
};
