import { isoInstantOf } from '../../lib/instant.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import type { OAuthCredentials } from '../../repositories/integration.repository.ts';
import {
  requiredActionOf,
  type StoredIntegration,
} from '../../repositories/integrations/integration-document.ts';
import type { ValidToken, ValidTokenOptions } from '../service-types.ts';
import { remainingValidityMs } from './refresh-policy.ts';

/** A token, and whether this attempt is what renewed it. */
export interface RefreshResult {
  token: ValidToken;
  refreshed: boolean;
  /** Version of the credentials that this attempt brought. */
  credentialVersion?: number;
}

/** Options of one attempt. */
export interface RefreshAttempt extends Omit<ValidTokenOptions, 'actor'> {
  /** Somebody asked for this very refresh: it is made whatever the token's age. Default: false. */
  whateverAge?: boolean;
  /** Recorded with the renewed credentials, when somebody asked for the refresh. */
  event?: AuditRecord;
  /**
   * Nobody waits for the token: renew it since it is due, give up at once when another instance holds the lease, and
   * report a failure even while the current token lives. Default: false.
   */
  background?: boolean;
  /** A place among the sweep's calls; a caller who waits for the token takes one of its own. */
  place?: ProviderPlace;
}

/** One of the places of those who ask a provider at the same time. */
export interface ProviderPlace {
  /**
   * Waits for it, under a lease that was taken already; the second time it is there.
   * @throws when nobody should ask this provider any more. The lease is given back then.
   */
  enter: () => Promise<void>;
  /** Gives it back when the provider has answered, in whatever way: what is left to do is to store it. */
  leave: () => void;
}

/** The token of an integration as it was read. */
export function tokenOf(
  stored: StoredIntegration,
  { accessToken }: OAuthCredentials,
  degraded: boolean,
): ValidToken {
  const expiresAt = isoInstantOf(stored.expiresAt?.toMillis() ?? 0);
  const { scopes, missingScopes } = stored;
  return {
    accessToken,
    expiresAt,
    scopes,
    degraded,
    missingScopes,
    requiredAction: requiredActionOf(stored),
  };
}

/**
 * The previous token while it lives.
 * @throws the error otherwise, and when only a new token is wanted.
 */
export function degradedOr(
  nowMs: number,
  stored: StoredIntegration,
  credentials: OAuthCredentials,
  { forceRefresh, background }: RefreshAttempt,
  error: unknown,
): RefreshResult {
  if (forceRefresh || background || remainingValidityMs(nowMs, stored) <= 0) {
    throw error;
  }
  return { token: tokenOf(stored, credentials, true), refreshed: false };
}

/** An integration as log lines name it. */
export function nameOf({ organizationId, id, provider }: StoredIntegration) {
  return { organizationId, integrationId: id, provider };
}
