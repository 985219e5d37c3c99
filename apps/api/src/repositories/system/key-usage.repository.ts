import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { encryptionCanariesCollection } from '../encryption-canary.repository.ts';
import { keyVersionPath } from '../integration.credentials.ts';
import { integrationsCollection } from '../integration.document.ts';
import { oauthStatesCollection } from '../oauth-state.repository.ts';

/** What one key version is needed for. */
export interface KeyUsage {
  /** Integrations whose credentials are encrypted under it. */
  credentials: number;
  /** Authorizations under way whose verifier is; each is gone within ten minutes. */
  authorizations: number;
}

export interface KeyUsageRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type KeyUsageRepository = ReturnType<typeof createKeyUsageRepository>;

/** Which encryption keys the data of all organizations needs: versions and numbers, and nothing of any record. */
export function createKeyUsageRepository({ firestore, clock }: KeyUsageRepositoryDependencies) {
  const integrations = () => firestore().collection(integrationsCollection);

  return {
    /** Every key version that stored credentials need, ascending. It reads one document for each. */
    async findVersionsInUse(): Promise<number[]> {
      const versions: number[] = [];
      for (let last = 0; ; ) {
        const { docs } = await integrations()
          .where(keyVersionPath, '>', last)
          .orderBy(keyVersionPath)
          .select(keyVersionPath)
          .limit(1)
          .get();
        if (!docs[0]) return versions;
        last = docs[0].get(keyVersionPath) as number;
        versions.push(last);
      }
    },

    /** Counted in the database: no document is read. */
    async countUsage(version: number): Promise<KeyUsage> {
      const authorizations = firestore()
        .collection(oauthStatesCollection)
        .where('sealed.keyVersion', '==', version)
        .where('expiresAt', '>', Timestamp.fromMillis(clock()));
      const [credentials, open] = await Promise.all([
        integrations().where(keyVersionPath, '==', version).count().get(),
        authorizations.count().get(),
      ]);
      return { credentials: credentials.data().count, authorizations: open.data().count };
    },

    /** How many integrations have credentials under an older key than this. Counted in the database. */
    async countOlderThan(version: number): Promise<number> {
      return (await integrations().where(keyVersionPath, '<', version).count().get()).data().count;
    },

    /** When each key version that was ever in a keyring was seen there first, in milliseconds since the epoch. */
    async findFirstUses(): Promise<ReadonlyMap<number, number>> {
      const { docs } = await firestore().collection(encryptionCanariesCollection).select('createdAt').get();
      return new Map(
        docs.map((canary) => [Number(canary.id.slice(1)), (canary.get('createdAt') as Timestamp).toMillis()]),
      );
    },
  };
}
