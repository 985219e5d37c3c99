import type { ConnectionReason } from '@klayim/shared/types';
import { type FoundReason, findOwnReason } from './reasons/reason-table.ts';

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
 * - `application`: our own registration at the provider is refused, not one connection;
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
  /** Why, by the table of the server that said so. Default: what the code means as a short word of ours. */
  found?: FoundReason;
}

/** A provider did not do what was asked. The message names the fault and holds nothing of the exchange. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly failure: ProviderFailure;
  /** The OAuth error code, or a short word of ours such as `timeout`. */
  readonly code: string;
  /** Why, in a word that stays the same whatever the provider says. */
  readonly reason: ConnectionReason;
  /** The provider's page about the reason; null without one. */
  readonly helpUrl: string | null;
  /** False when the provider used a word or number that no table of reasons has. */
  readonly isListed: boolean;
  readonly owner: FailureOwner;
  readonly facts: ProviderFacts;
  /** From Retry-After, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: ProviderFailure, code: string, details: ProviderErrorDetails = {}) {
    super(`${failure}: ${code}`, 'cause' in details ? { cause: details.cause } : {});
    this.failure = failure;
    this.code = code;
    this.reason = details.found?.reason ?? findOwnReason(code) ?? 'unknown';
    this.helpUrl = details.found?.helpUrl ?? null;
    this.isListed = details.found?.isListed ?? this.reason !== 'unknown';
    this.owner = details.owner ?? (failure === 'grant_rejected' ? 'connection' : 'unknown');
    this.facts = details.facts ?? noFacts;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The same failure with what else is known of its reason. */
export function withReason(error: ProviderError, found: FoundReason): ProviderError {
  return new ProviderError(error.failure, error.code, { ...error, found });
}

/** What was said, as messages show it: `invalid_grant, AADSTS50173`. */
export function describeFailure({ code, facts }: Pick<ProviderError, 'code' | 'facts'>): string {
  const numbers = facts.providerCodes.map((number) => `AADSTS${number}`);
  return [code, ...(facts.subtype === null ? [] : [facts.subtype]), ...numbers].join(', ');
}
