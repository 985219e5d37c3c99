import { FieldPath, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { apiKeys, sealVersionPath } from '../api-keys/api-key.document.ts';
import { openApiKey, sealApiKey } from '../api-keys/api-key.seal.ts';
import type { Reencryption, RotationPlace } from './credential-rotation.repository.ts';

/** An API key whose seal was made with an older key. Nothing of it was authenticated yet. */
export interface StaleApiKey {
  id: string;
  keyVersion: number;
  snapshot: QueryDocumentSnapshot;
}

export interface ApiKeyRotationRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
}

export type ApiKeyRotationRepository = ReturnType<typeof createApiKeyRotationRepository>;

/** API keys of all organizations, as far as sealing them with another master key needs. */
export function createApiKeyRotationRepository({ firestore, keyring }: ApiKeyRotationRepositoryDependencies) {
  return {
    /** The next API keys that are sealed with an older key than `version`, at most `limit`. */
    async findOlderThan(version: number, after: RotationPlace | null, limit: number): Promise<StaleApiKey[]> {
      const older = apiKeys(firestore())
        .where(sealVersionPath, '<', version)
        .orderBy(sealVersionPath)
        .orderBy(FieldPath.documentId())
        .limit(limit);
      const page = await (after ? older.startAfter(after.keyVersion, after.id) : older).get();
      return page.docs.map((snapshot) => ({
        id: snapshot.id,
        keyVersion: snapshot.get(sealVersionPath) as number,
        snapshot,
      }));
    },

    /**
     * Seals the same record with the current key, if it is authentic: a compare-and-set on the version that was read, so
     * that whatever else writes to it wins.
     * @throws {AppError} as `openApiKey`
     */
    async reseal({ id, snapshot }: StaleApiKey): Promise<Reencryption> {
      const keys = await keyring();
      const seal = sealApiKey(id, openApiKey(id, snapshot.data(), keys), keys);
      try {
        await snapshot.ref.update({ seal }, { lastUpdateTime: snapshot.updateTime });
        return 'rotated';
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
        return 'overtaken';
      }
    },
  };
}
