import { maxExchangeMs } from '../../providers/token-call.ts';

/**
 * Time limits of the refresh protocol, in milliseconds. A caller's deadline and that of an exchange with a provider have
 * nothing to do with each other: docs/adr/0029-two-deadlines.md.
 */
export interface RefreshTiming {
  /**
   * Default 8 s. A crash delays others by no more than that. It is renewed each third of it while an answer is awaited.
   */
  leaseTtlMs: number;
  /** Default 10 s. A caller has an answer by then: a token that is valid, or an error that asks it to come back. */
  callerTimeoutMs: number;
  /** How long one request to a provider may take. Default {@link maxExchangeMs}, which the providers hang up after. */
  exchangeTimeoutMs: number;
  /** No request to the provider starts later than this after the first. Default 10 s. */
  providerBudgetMs: number;
  /**
   * How long a caller, and a lease that the sweep holds, wait for a permit to call the provider. Default 2 s: a caller who
   * needs that token waits this much longer at most.
   */
  permitTimeoutMs: number;
  /** How long a commit is retried through an outage of Firestore. Default 15 s. */
  commitTimeoutMs: number;
  /**
   * After this much of it the commit is offered to a queue, whose instance may reach Firestore where this one cannot.
   * Default 4 s: before the lease ends and another instance uses the old refresh token.
   */
  deferAfterMs: number;
  /**
   * How long one call to Firestore may take. Default 8 s: the client itself retries some failures for up to ten minutes,
   * longer than any caller waits.
   */
  firestoreTimeoutMs: number;
}

export const defaultTiming: RefreshTiming = {
  leaseTtlMs: 8_000,
  callerTimeoutMs: 10_000,
  exchangeTimeoutMs: maxExchangeMs,
  providerBudgetMs: 10_000,
  permitTimeoutMs: 2_000,
  commitTimeoutMs: 15_000,
  deferAfterMs: 4_000,
  firestoreTimeoutMs: 8_000,
};
