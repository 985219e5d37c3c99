import { type Firestore, type Query, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { apiKeys, sealVersionPath } from '../api-keys/api-key.document.ts';
import { keyVersionPath } from '../integrations/integration-credentials.ts';
import { integrations } from '../integrations/integration-document.ts';
import { oauthStates } from '../oauth/oauth-state.repository.ts';
import { encryptionCanaries } from '../platform/encryption-canary.repository.ts';
import { selectFields } from '../typed-collection.ts';
import { webhookEndpoints, webhookKeyVersionPath } from '../webhooks/webhook-endpoint.document.ts';

/** What one key version is needed for. */
export interface KeyUsage {
  /** Integrations whose credentials are encrypted under it. */
  credentials: number;
  /** API keys whose records are authenticated with it. */
  apiKeys: number;
  /** Webhook endpoints whose secrets are encrypted under it. */
  webhookEndpoints: number;
  /** Authorizations under way whose verifier is; each is gone within ten minutes. */
  authorizations: number;
}

export interface KeyUsageRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

/** A collection, and where its documents hold the version of their key. */
interface VersionedRecords {
  all: () => Query;
  path: string;
}

export type KeyUsageRepository = ReturnType<typeof createKeyUsageRepository>;

/** Which encryption keys the data of all organizations needs: versions and numbers, and nothing of any record. */
export function createKeyUsageRepository({ firestore, clock }: KeyUsageRepositoryDependencies) {
  const credentials: VersionedRecords = { all: () => integrations(firestore()), path: keyVersionPath };
  const seals: VersionedRecords = { all: () => apiKeys(firestore()), path: sealVersionPath };
  const webhookSecrets: VersionedRecords = {
    all: () => webhookEndpoints(firestore()),
    path: webhookKeyVersionPath,
  };
  const kept = [credentials, seals, webhookSecrets];

  async function findVersionsOf({ all, path }: VersionedRecords): Promise<number[]> {
    const versions: number[] = [];
    for (let last = 0; ; ) {
      const next = all().where(path, '>', last).orderBy(path);
      const { docs } = await next.select(path).limit(1).get();
      if (!docs[0]) {
        return versions;
      }
      last = docs[0].get(path) as number;
      versions.push(last);
    }
  }

  async function count(
    { all, path }: VersionedRecords,
    comparison: '==' | '<',
    version: number,
  ): Promise<number> {
    const found = all().where(path, comparison, version);
    return (await found.count().get()).data().count;
  }

  return {
    /** Every key version that stored credentials, API keys or webhook secrets need, ascending. It reads one document of each kind for each. */
    async findVersionsInUse(): Promise<number[]> {
      const versions = await Promise.all(kept.map(findVersionsOf));
      return [...new Set(versions.flat())].sort((one, other) => one - other);
    },

    /** Counted in the database: no document is read. */
    async countUsage(version: number): Promise<KeyUsage> {
      const authorizations = oauthStates(firestore())
        .where('sealed.keyVersion', '==', version)
        .where('expiresAt', '>', Timestamp.fromMillis(clock()));
      const [ofCredentials, ofApiKeys, ofWebhooks, open] = await Promise.all([
        count(credentials, '==', version),
        count(seals, '==', version),
        count(webhookSecrets, '==', version),
        authorizations.count().get(),
      ]);
      return {
        credentials: ofCredentials,
        apiKeys: ofApiKeys,
        webhookEndpoints: ofWebhooks,
        authorizations: open.data().count,
      };
    },

    /** How many records, credentials, API keys and webhook secrets, need an older key than this. Counted in the database. */
    async countOlderThan(version: number): Promise<number> {
      const counts = await Promise.all(kept.map((records) => count(records, '<', version)));
      return counts.reduce((sum, each) => sum + each, 0);
    },

    /** When each key version that was ever in a keyring was seen there first, in milliseconds since the epoch. */
    async findFirstUses(): Promise<ReadonlyMap<number, number>> {
      const { docs } = await selectFields(encryptionCanaries(firestore()), 'createdAt').get();
      return new Map(docs.map((canary) => [Number(canary.id.slice(1)), canary.data().createdAt.toMillis()]));
    },
  };
}
