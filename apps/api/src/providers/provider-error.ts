/**
 * What a provider's failure means for a connection:
 * - `grant_rejected`: the grant may be dead, or an administrator forbids it; a person has to authorize again;
 * - `misconfigured`: the provider refuses our application, for this connection at least;
 * - `unavailable`: an outage (timeout, reset, 429, 5xx, a malformed answer).
 */
export type ProviderFailure = 'grant_rejected' | 'misconfigured' | 'unavailable';

/**
 * Who can have caused a failure:
 * - `connection`: this connection alone, by its token, its scopes or its administrator's rules;
 * - `application`: our own registration at the provider, and nobody else;
 * - `unknown`: either of them, or the provider itself. Only failures of several organizations tell which.
 */
export type FailureOwner = 'connection' | 'application' | 'unknown';

/** What a provider's answer says beside the error code: only values of a known form, never free text. */
export interface ProviderFacts {
  /** Microsoft's AADSTS numbers, five at most. */
  providerCodes: number[];
  /** Microsoft's `suberror`, or Google's `error_subtype`; null without one. */
  subtype: string | null;
}

export const noFacts: ProviderFacts = { providerCodes: [], subtype: null };

/** Details of a {@link ProviderError}. */
export interface ProviderErrorDetails {
  /** From Retry-After, in milliseconds. */
  retryAfterMs?: number | undefined;
  cause?: unknown;
  /** Default: `unknown`, but `connection` for a rejected grant. */
  owner?: FailureOwner;
  facts?: ProviderFacts;
  /** A sentence for the customer: what is wrong, and who can put it right. */
  advice?: string | undefined;
}

/** A provider did not do what was asked. The message names the fault and holds nothing of the exchange. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly failure: ProviderFailure;
  /** The OAuth error code, or a short word of ours such as `timeout`. */
  readonly reason: string;
  readonly owner: FailureOwner;
  readonly facts: ProviderFacts;
  readonly advice: string | undefined;
  /** From Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: ProviderFailure, reason: string, details: ProviderErrorDetails = {}) {
    super(`${failure}: ${reason}`, 'cause' in details ? { cause: details.cause } : {});
    this.failure = failure;
    this.reason = reason;
    this.owner = details.owner ?? (failure === 'grant_rejected' ? 'connection' : 'unknown');
    this.facts = details.facts ?? noFacts;
    this.advice = details.advice;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** A failure's reason with what else is known of it, as log lines and messages show it: `invalid_grant, AADSTS50173`. */
export function describeFailure({ reason, facts }: Pick<ProviderError, 'reason' | 'facts'>): string {
  const numbers = facts.providerCodes.map((number) => `AADSTS${number}`);
  return [reason, ...(facts.subtype === null ? [] : [facts.subtype]), ...numbers].join(', ');
}
