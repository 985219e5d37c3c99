import type { RequiredAction } from '@klayim/shared/types';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import {
  requiredActionOf,
  type StoredIntegration,
} from '../../repositories/integrations/integration-document.ts';
import { type RefreshRequest, remainingValidityMs } from './decide.ts';

/** An access token that is valid now. */
export interface ValidToken {
  accessToken: string;
  /** ISO 8601. */
  expiresAt: string;
  scopes: string[];
  /** True when the provider could not be reached and this is the previous token. */
  degraded: boolean;
  /** Requested, and not granted to this token. */
  missingScopes: string[];
  /** What a person has to do, if anything. */
  requiredAction: RequiredAction;
}

/** A token, and whether this refresh renewed it. */
export interface RefreshResult {
  token: ValidToken;
  refreshed: boolean;
  /** Version of the credentials that this refresh stored. */
  credentialVersion?: number;
}

/** How an attempt under a lease ended. `retry`: something else changed the integration, read it again and decide again. */
export type AttemptResult = ({ kind: 'done' } & RefreshResult) | { kind: 'retry' };

/** The token of an integration as it was read. */
export function toValidToken(
  stored: StoredIntegration,
  { accessToken }: Pick<OAuthCredentials, 'accessToken'>,
  degraded: boolean,
): ValidToken {
  const { scopes, missingScopes } = stored;
  return {
    accessToken,
    expiresAt: isoTimestampOfMs(stored.expiresAt?.toMillis() ?? 0),
    scopes,
    degraded,
    missingScopes,
    requiredAction: requiredActionOf(stored),
  };
}

/**
 * Falls back to the previous token while it is valid.
 * @throws the error when it has expired, and when only a new token would do.
 */
export function fallBackOrThrow(
  nowMs: number,
  stored: StoredIntegration,
  credentials: OAuthCredentials,
  { forceRefresh, background }: Pick<RefreshRequest, 'forceRefresh' | 'background'>,
  error: unknown,
): Extract<AttemptResult, { kind: 'done' }> {
  if (forceRefresh || background || remainingValidityMs(nowMs, stored) <= 0) {
    throw error;
  }
  return { kind: 'done', token: toValidToken(stored, credentials, true), refreshed: false };
}

/** The fields that name an integration in log lines. */
export function logFields({ organizationId, id, provider }: StoredIntegration) {
  return { organizationId, integrationId: id, provider };
}
