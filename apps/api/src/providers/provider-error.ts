/**
 * What a provider's failure means for a connection:
 * - `grant_rejected`: the grant may be dead (`invalid_grant`, `interaction_required`, `consent_required`);
 * - `misconfigured`: our application is at fault (`invalid_client`, `unauthorized_client`);
 * - `unavailable`: an outage (timeout, reset, 429, 5xx, a malformed answer).
 */
export type ProviderFailure = 'grant_rejected' | 'misconfigured' | 'unavailable';

/** A provider did not do what was asked. The message names the fault and holds nothing of the exchange. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly failure: ProviderFailure;
  /** The OAuth error code, or a short word of ours such as `timeout`. */
  readonly reason: string;
  /** From Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    failure: ProviderFailure,
    reason: string,
    details: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(`${failure}: ${reason}`, 'cause' in details ? { cause: details.cause } : {});
    this.failure = failure;
    this.reason = reason;
    this.retryAfterMs = details.retryAfterMs;
  }
}
