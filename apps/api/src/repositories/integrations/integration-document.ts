import { createHash } from 'node:crypto';
import type {
  EncryptedCredentials,
  Integration,
  IntegrationError,
  IntegrationProvider,
  IntegrationStatus,
  RequiredAction,
} from '@klayim/shared/types';
import type { DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { instantOf, optionalInstantOf } from '../../lib/instant.ts';
import { collections } from '../collections.ts';

export const integrationsCollection = collections.integrations.name;

/** How many parts the index that the sweep reads is spread over: an ever-growing one takes about 500 writes a second. */
export const refreshShardCount = 16;

/** Who may refresh an integration, and until when. */
export interface RefreshLease {
  /** A random id of one attempt, never reused. */
  ownerId: string;
  expiresAt: Timestamp;
}

/** Why the last refresh failed, as stored. */
export type StoredError = Omit<IntegrationError, 'at'> & { at: Timestamp };

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
  /** When the sweep looks at it next; null when it has nothing to do there. */
  refreshDueAt: Timestamp | null;
  refreshShard: number;
  refreshLease: RefreshLease | null;
  lastUsedAt: Timestamp | null;
  /** When the current credentials were issued. */
  lastRefreshedAt: Timestamp | null;
  refreshCount: number;
  consecutiveFailures: number;
  lastError: StoredError | null;
  /** From the provider's Retry-After: nobody asks it for this integration before then. */
  retryNotBefore: Timestamp | null;
  /** Id of the last commit of a refresh: a repetition recognizes by it that it was stored. */
  lastCommitId: string | null;
  /** Version of the last event that it was the subject of; absent before the first. */
  eventVersion?: number;
  createdAt: Timestamp;
  updatedAt: Timestamp;
}

/** A document together with what Firestore says of this reading of it. */
export interface StoredIntegration extends IntegrationDocument {
  id: string;
  /** Firestore's time of the last write: the version that a precondition names. */
  version: Timestamp;
  /** Firestore's time of this reading, in milliseconds: what leases are judged by. */
  readAtMs: number;
  /** The instance's time just before it asked for this reading: no more than that can have passed of a lease since. */
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
  'lastUsedAt',
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
  snapshot: DocumentSnapshot,
  organizationId: string,
  askedAtMs: number,
): StoredIntegration | null {
  if (snapshot.get('organizationId') !== organizationId || !snapshot.updateTime) {
    return null;
  }
  const document = snapshot.data() as IntegrationDocument;
  const readAtMs = snapshot.readTime.toMillis();
  return { ...document, id: snapshot.id, version: snapshot.updateTime, readAtMs, askedAtMs };
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
    expiresAt: optionalInstantOf(stored.expiresAt),
    lastUsedAt: optionalInstantOf(stored.lastUsedAt),
    lastRefreshedAt: optionalInstantOf(stored.lastRefreshedAt),
    refreshCount: stored.refreshCount,
    consecutiveFailures: stored.consecutiveFailures,
    lastError: stored.lastError && { ...stored.lastError, at: instantOf(stored.lastError.at) },
    createdAt: instantOf(stored.createdAt),
    updatedAt: instantOf(stored.updatedAt),
  };
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
