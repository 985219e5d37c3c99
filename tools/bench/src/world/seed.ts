import { hourMs } from '@klayim/api/src/lib/duration.ts';
import { encrypt } from '@klayim/api/src/lib/encryption.ts';
import { readKeyring } from '@klayim/api/src/lib/keyring.ts';
import type { IntegrationReference } from '@klayim/api/src/repositories/cross-tenant/due-integrations.repository.ts';
import { credentialsContextOf } from '@klayim/api/src/repositories/integrations/integration-credentials.ts';
import {
  type IntegrationDocument,
  integrationIdOf,
  integrationsCollection,
  refreshShardOf,
} from '@klayim/api/src/repositories/integrations/integration-document.ts';
import type { IntegrationProvider } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { encryptionKey } from './environment.ts';
import { grantedScopes, sampleCredentials } from './sample-credentials.ts';

const documentsOfCommit = 400;
const keyring = readKeyring({ ENCRYPTION_KEY: encryptionKey });

/** Which integrations to store. */
export interface Seed {
  organizationId: string;
  count: number;
  provider?: IntegrationProvider;
  /** How many of them, the first ones, have tokens that expired an hour ago. Default: none. */
  due?: number;
  /** Whether they hold credentials of 2 KB. Default: true. */
  withCredentials?: boolean;
}

/** Stores connected integrations as the service would have, and gives their names. */
export async function seedIntegrations(firestore: Firestore, seed: Seed): Promise<IntegrationReference[]> {
  const { organizationId, count, provider = 'google_calendar', due = 0, withCredentials = true } = seed;
  const nowMs = Date.now();
  const references: IntegrationReference[] = [];
  let batch = firestore.batch();
  for (let index = 0; index < count; index += 1) {
    const accountId = `account-${index}`;
    const integrationId = integrationIdOf(organizationId, provider, accountId);
    const expiresAtMs = nowMs + (index < due ? -hourMs : hourMs);
    // One second apart: lists are sorted by it.
    const createdAtMs = nowMs - index * 1000;
    const account = { organizationId, integrationId, provider, accountId };
    const document = connected({ ...account, expiresAtMs, nowMs, createdAtMs });
    const stored = withCredentials ? document : { ...document, credentials: null };
    batch.set(firestore.collection(integrationsCollection).doc(integrationId), stored);
    references.push({ organizationId, integrationId, provider });
    if ((index + 1) % documentsOfCommit === 0 || index + 1 === count) {
      await batch.commit();
      batch = firestore.batch();
    }
  }
  return references;
}

function connected({
  organizationId,
  integrationId,
  provider,
  accountId,
  expiresAtMs,
  nowMs,
  createdAtMs,
}: IntegrationReference & {
  accountId: string;
  expiresAtMs: number;
  nowMs: number;
  createdAtMs: number;
}): IntegrationDocument {
  const at = Timestamp.fromMillis(nowMs);
  const createdAt = Timestamp.fromMillis(createdAtMs);
  const owner = { organizationId, id: integrationId, provider, accountId, credentialVersion: 1, createdAt };
  const context = credentialsContextOf(owner);
  return {
    organizationId,
    provider,
    accountId,
    accountEmail: `${accountId}@northwind.example`,
    status: 'connected',
    scopes: grantedScopes,
    missingScopes: [],
    refreshable: true,
    credentials: encrypt(JSON.stringify(sampleCredentials()), keyring, context),
    credentialVersion: 1,
    expiresAt: Timestamp.fromMillis(expiresAtMs),
    refreshDueAt: Timestamp.fromMillis(expiresAtMs - hourMs / 6),
    refreshShard: refreshShardOf(integrationId),
    refreshLease: null,
    connectedBy: null,
    lastUsedAt: at,
    lastUsedBy: null,
    lastRefreshedAt: Timestamp.fromMillis(expiresAtMs - hourMs),
    refreshCount: 0,
    consecutiveFailures: 0,
    lastError: null,
    requiredAction: 'none',
    retryNotBefore: null,
    lastCommitId: null,
    authorizedAt: null,
    createdAt,
    updatedAt: at,
  };
}
