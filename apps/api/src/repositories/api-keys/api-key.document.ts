import type { ApiKey, ApiKeyScope } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

export const apiKeys = typedCollection<ApiKeyDocument>(collections.apiKeys);

/** `apiKeys/{id}` as stored: digests only, never a key. Read it with `openApiKey`. */
export interface ApiKeyDocument {
  organizationId: string;
  name: string;
  scopes: ApiKeyScope[];
  /** SHA-256 of the whole key, base64url. */
  secretHash: string;
  /** The key that was replaced, while it still works. */
  previous: { secretHash: string; expiresAt: Timestamp } | null;
  createdAt: Timestamp;
  createdBy: string;
  rotatedAt: Timestamp | null;
  expiresAt: Timestamp | null;
  /** HMAC over every field but `lastUsedAt`, base64url, and the version of the master key that it was made with. */
  seal: { mac: string; keyVersion: number };
  lastUsedAt: Timestamp | null;
}

/** What a seal authenticates. */
export type ApiKeyFacts = Omit<ApiKeyDocument, 'seal' | 'lastUsedAt'>;

/** Where the key version of a seal is stored. */
export const sealVersionPath = 'seal.keyVersion';

/** What the API shows of a key. A replaced key that no longer works is not mentioned. */
export function toApiKey(id: string, document: ApiKeyDocument, nowMs: number): ApiKey {
  const { previous } = document;
  return {
    id,
    name: document.name,
    scopes: document.scopes,
    createdAt: toIsoTimestamp(document.createdAt),
    createdBy: document.createdBy,
    rotatedAt: document.rotatedAt && toIsoTimestamp(document.rotatedAt),
    expiresAt: document.expiresAt && toIsoTimestamp(document.expiresAt),
    previousExpiresAt:
      previous && previous.expiresAt.toMillis() > nowMs ? toIsoTimestamp(previous.expiresAt) : null,
    lastUsedAt: document.lastUsedAt && toIsoTimestamp(document.lastUsedAt),
  };
}
