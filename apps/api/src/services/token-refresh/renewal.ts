import type { EncryptedCredentials } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import type {
  IdentifiedOutcome,
  RefreshBasis,
} from '../../repositories/integrations/refresh-lease.repository.ts';
import { refreshDueAtMs, spreadOf } from './refresh-policy.ts';

/** A new token that a provider has given, ready to be stored. Plain data but for the basis: it can be put on a queue. */
export interface Renewal {
  /** The same for all attempts to store it. */
  outcomeId: string;
  /** For this record alone, encrypted. */
  credentials: EncryptedCredentials;
  issuedAtMs: number;
  expiresAtMs: number;
  /** When the refresh that brought it had been due; null when the sweep had nothing to do there. */
  wasDueAtMs: number | null;
  /** How often the integration was refreshed, this time included. */
  refreshCount: number;
  scopes: string[];
  missingScopes: string[];
  /** Whether a caller asked for it, rather than the sweep. */
  used: boolean;
  /** What the trail says of it; nothing when nobody asked for it. */
  event?: AuditRecord | undefined;
}

/** A renewal that Firestore did not take, on its way to be stored later. */
export interface LateRenewal {
  basis: RefreshBasis;
  renewal: Renewal;
}

/** What storing a renewal changes. */
export function outcomeOf(renewal: Renewal, { credentialVersion }: RefreshBasis): IdentifiedOutcome {
  const issuedAt = Timestamp.fromMillis(renewal.issuedAtMs);
  return {
    outcomeId: renewal.outcomeId,
    happened: renewal.event,
    change: {
      status: 'connected',
      credentials: renewal.credentials,
      credentialVersion: credentialVersion + 1,
      expiresAt: Timestamp.fromMillis(renewal.expiresAtMs),
      refreshDueAt: Timestamp.fromMillis(
        refreshDueAtMs(
          renewal.issuedAtMs,
          renewal.expiresAtMs,
          spreadOf(renewal.outcomeId),
          renewal.wasDueAtMs,
        ),
      ),
      refreshCount: renewal.refreshCount,
      lastRefreshedAt: issuedAt,
      consecutiveFailures: 0,
      lastError: null,
      retryNotBefore: null,
      scopes: renewal.scopes,
      missingScopes: renewal.missingScopes,
      ...(renewal.used ? { lastUsedAt: issuedAt } : {}),
    },
  };
}
