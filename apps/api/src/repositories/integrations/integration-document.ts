import { createHash } from 'node:crypto';
import type {
  ConnectionParty,
  EncryptedCredentials,
  GrantExpiryCause,
  Integration,
  IntegrationError,
  IntegrationProvider,
  IntegrationStatus,
  RequiredAction,
} from '@klayim/shared/types';
import type { QueryDocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import type { ReadDocument } from '../../lib/document-decoder.ts';
import { toIsoTimestamp, toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** Shards of the index that the sweep reads: Firestore limits a monotonically increasing index to about 500 writes/s. */
export const refreshShardCount = 16;

/** Who may refresh an integration, and until when. */
export interface RefreshLease {
  /** A random id of one attempt, never reused. */
  ownerId: string;
  expiresAt: Timestamp;
}

/** Why the last refresh failed, as stored. */
export type StoredError = Omit<IntegrationError, 'at'> & {
  at: Timestamp;
  /** True when the provider used a word or number that no table of reasons has: operators find these by an index. */
  isUnlisted?: true;
};

/** When a grant ends, as far as it is known, and who was warned of it. */
export interface StoredGrantExpiry {
  expiresAt: Timestamp;
  because: GrantExpiryCause;
  /** When this end became known: a grant that never had a week left is not warned of a week before. */
  knownSince: Timestamp;
  /** The last warning: so many days before the end; null before the first. */
  warnedDays: ExpiryWarning | null;
  /** From `refresh_token_timeout`, in milliseconds; null when the server's own idle limit holds. */
  timeoutMs: number | null;
}

/** Days before the end of a grant at which people are notified. */
export type ExpiryWarning = 7 | 1;

/** `integrations/{id}` as stored. */
export interface IntegrationDocument {
  organizationId: string;
  provider: IntegrationProvider;
  accountId: string;
  accountEmail: string;
  status: IntegrationStatus;
  scopes: string[];
  missingScopes: string[];
  /** Whether there is a refresh token among the credentials. */
  refreshable: boolean;
  credentials: EncryptedCredentials | null;
  /** +1 on every write of credentials, erasure included. */
  credentialVersion: number;
  expiresAt: Timestamp | null;
  /** Null or absent when nothing can be refreshed. */
  grantExpiry?: StoredGrantExpiry | null;
  /** When the sweep is due to refresh it; null when it never is. */
  refreshDueAt: Timestamp | null;
  refreshShard: number;
  refreshLease: RefreshLease | null;
  /** Who connected the account last. */
  connectedBy: ConnectionParty | null;
  lastUsedAt: Timestamp | null;
  /** Who had a token then; null when nobody has since the account was connected. */
  lastUsedBy: ConnectionParty | null;
  /** When a person last agreed at the provider; null for tokens that were imported. */
  authorizedAt: Timestamp | null;
  /** When the current credentials were issued. */
  lastRefreshedAt: Timestamp | null;
  refreshCount: number;
  consecutiveFailures: number;
  lastError: StoredError | null;
  /** As {@link requiredActionOf} says, so that lists can be filtered by it. The writers of connections keep it up to date. */
  requiredAction: RequiredAction;
  /** How the last refreshes ended, as `refresh-history.ts` writes them; absent before the first. Lists do not read it. */
  recentRefreshes?: string;
  /** How many refreshes there were by hour and day, as `refresh-counts.ts` writes them; absent before the first. */
  refreshCounts?: string;
  /** From the provider's Retry-After: no request for this integration before then. */
  retryNotBefore: Timestamp | null;
  /** Id of the last commit of a refresh: a repetition recognizes by it that it was stored. */
  lastCommitId: string | null;
  /** Version of the last event that it was the subject of; absent before the first. */
  eventVersion?: number;
  createdAt: Timestamp;
  updatedAt: Timestamp;
}

export const integrations = typedCollection<IntegrationDocument>(collections.integrations);

/** A document with Firestore's metadata of this read. */
export interface StoredIntegration extends IntegrationDocument {
  id: string;
  /** Firestore's time of the last write: the version that a precondition names. */
  version: Timestamp;
  /** Firestore's time of this read, in milliseconds: leases are compared with it. */
  readAtMs: number;
  /** The instance's time just before this read: an upper bound on how much of a lease has elapsed. */
  askedAtMs: number;
}

/** Everything but ciphertext and bookkeeping: what lists read. */
export const listedFields = [
  'organizationId',
  'provider',
  'accountId',
  'accountEmail',
  'status',
  'scopes',
  'missingScopes',
  'refreshable',
  'expiresAt',
  'grantExpiry',
  'connectedBy',
  'lastUsedAt',
  'lastUsedBy',
  'lastRefreshedAt',
  'refreshCount',
  'consecutiveFailures',
  'lastError',
  'createdAt',
  'updatedAt',
] as const satisfies (keyof IntegrationDocument)[];

/** A document as lists read it. */
export type ListedIntegration = Pick<IntegrationDocument, (typeof listedFields)[number]> & { id: string };

/**
 * One account of one organization is one document, whatever races: its id is derived from the three. The letter before
 * the digest keeps an id from looking like a command line's option.
 */
export function integrationIdOf(
  organizationId: string,
  provider: IntegrationProvider,
  accountId: string,
): string {
  const key = JSON.stringify([organizationId, provider, accountId]);
  return `i${createHash('sha256').update(key).digest('base64url')}`;
}

/** The shard of an integration: evenly spread, fixed for its life. */
export function refreshShardOf(integrationId: string): number {
  return createHash('sha256').update(integrationId).digest().readUInt16BE(0) % refreshShardCount;
}

/** Reads a snapshot; null when there is no such document or it is another organization's. */
export function readStoredIntegration(
  snapshot: ReadDocument<IntegrationDocument>,
  organizationId: string,
  askedAtMs: number,
): StoredIntegration | null {
  const stored = readAnyStoredIntegration(snapshot, askedAtMs);
  return stored?.organizationId === organizationId ? stored : null;
}

/** Reads a snapshot of whatever organization, for cross-tenant work; null when there is no such document. */
export function readAnyStoredIntegration(
  snapshot: ReadDocument<IntegrationDocument>,
  askedAtMs: number,
): StoredIntegration | null {
  const document = snapshot.data();
  if (!document || !snapshot.updateTime) {
    return null;
  }
  const readAtMs = snapshot.readTime.toMillis();
  return { ...document, id: snapshot.id, version: snapshot.updateTime, readAtMs, askedAtMs };
}

/** Reads a document of a list that selected `listedFields`. */
export function readListedIntegration(
  snapshot: QueryDocumentSnapshot<Omit<ListedIntegration, 'id'>>,
): ListedIntegration {
  return { ...snapshot.data(), id: snapshot.id };
}

/** What the API shows of an integration. */
export function toIntegration(stored: ListedIntegration): Integration {
  return {
    id: stored.id,
    organizationId: stored.organizationId,
    provider: stored.provider,
    accountId: stored.accountId,
    accountEmail: stored.accountEmail,
    status: stored.status,
    requiredAction: requiredActionOf(stored),
    scopes: stored.scopes,
    missingScopes: stored.missingScopes,
    refreshable: stored.refreshable,
    expiresAt: toOptionalIsoTimestamp(stored.expiresAt),
    grantExpiresAt: toOptionalIsoTimestamp(stored.grantExpiry?.expiresAt),
    grantExpiresBecause: stored.grantExpiry?.because ?? null,
    connectedBy: stored.connectedBy,
    lastUsedAt: toOptionalIsoTimestamp(stored.lastUsedAt),
    lastUsedBy: stored.lastUsedBy,
    lastRefreshedAt: toOptionalIsoTimestamp(stored.lastRefreshedAt),
    refreshCount: stored.refreshCount,
    consecutiveFailures: stored.consecutiveFailures,
    lastError: stored.lastError && toIntegrationError(stored.lastError),
    createdAt: toIsoTimestamp(stored.createdAt),
    updatedAt: toIsoTimestamp(stored.updatedAt),
  };
}

/** Why a connection needs authorization, when code of this codebase says so and no provider was asked. */
export function errorWithoutReason(message: string, at: Timestamp): StoredError {
  return {
    code: 'reauthorization_required',
    message,
    reason: null,
    actor: null,
    helpUrl: null,
    providerError: null,
    subtype: null,
    providerCodes: [],
    at,
  };
}

function toIntegrationError({ isUnlisted: _isUnlisted, at, ...error }: StoredError): IntegrationError {
  return { ...error, at: toIsoTimestamp(at) };
}

/**
 * What a person has to do. Without a refresh token the connection ends with its access token: said from the start. A
 * refused application needs the account's people too, while the connection still lives.
 */
export function requiredActionOf({
  status,
  lastError,
  missingScopes,
  refreshable,
}: Pick<IntegrationDocument, 'status' | 'lastError' | 'missingScopes' | 'refreshable'>): RequiredAction {
  if (status === 'error' && lastError?.code === 'reauthorization_required') {
    return 'reauthorize';
  }
  if (status === 'connected' && !refreshable) {
    return 'reauthorize';
  }
  if (status !== 'disconnected' && lastError?.code === 'application_refused') {
    return 'reauthorize';
  }
  return status === 'connected' && missingScopes.length > 0 ? 'grant_scopes' : 'none';
}

/** Whether a connection may live on its account's grant: it is not known to be dead, and can be used at all. */
export function holdsGrant(
  { lastError, refreshable, expiresAt }: Pick<IntegrationDocument, 'lastError' | 'refreshable' | 'expiresAt'>,
  nowMs: number,
): boolean {
  if (lastError?.code === 'reauthorization_required') {
    return false;
  }
  return refreshable || (expiresAt !== null && expiresAt.toMillis() > nowMs);
}
