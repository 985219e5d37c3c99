import { FieldPath, type Firestore } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { credentialsContextOf, keyVersionPath } from '../integrations/integration-credentials.ts';
import {
  integrations,
  readAnyStoredIntegration,
  type StoredIntegration,
} from '../integrations/integration-document.ts';

/** A place in the order of what is to be moved: oldest key first, then by id of the record. */
export interface RotationPlace {
  keyVersion: number;
  id: string;
}

/** `leased`: a refresh is under way. `overtaken`: the document was written to since it was read. Both left as they were. */
export type Reencryption = 'rotated' | 'leased' | 'overtaken';

export interface CredentialRotationRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
}

export type CredentialRotationRepository = ReturnType<typeof createCredentialRotationRepository>;

/** Credentials of all organizations, as far as moving them to another key needs. They never leave it in clear. */
export function createCredentialRotationRepository({
  firestore,
  keyring,
  clock,
}: CredentialRotationRepositoryDependencies) {
  const collection = () => integrations(firestore());

  return {
    /** The next integrations with credentials under an older key than `version`, at most `limit`. */
    async findOlderThan(
      version: number,
      after: RotationPlace | null,
      limit: number,
    ): Promise<StoredIntegration[]> {
      const askedAtMs = clock();
      const older = collection()
        .where(keyVersionPath, '<', version)
        .orderBy(keyVersionPath)
        .orderBy(FieldPath.documentId())
        .limit(limit);
      const page = await (after ? older.startAfter(after.keyVersion, after.id) : older).get();
      return page.docs.flatMap((document) => readAnyStoredIntegration(document, askedAtMs) ?? []);
    },

    /**
     * Encrypts the same credentials under the current key: a compare-and-set on the version that was read, so that
     * whatever else writes to the document wins. `credentialVersion` and the lease stay as they are, for these are the
     * same credentials: see docs/adr on key rotation.
     * @throws {AppError} as `decrypt`
     */
    async reencrypt(stored: StoredIntegration): Promise<Reencryption> {
      const { id, refreshLease, readAtMs, version } = stored;
      if (!stored.credentials) {
        return 'overtaken';
      }
      if (refreshLease && refreshLease.expiresAt.toMillis() > readAtMs) {
        return 'leased';
      }
      const keys = await keyring();
      const context = credentialsContextOf(stored);
      const credentials = encrypt(decrypt(stored.credentials, keys, context), keys, context);
      try {
        await collection().doc(id).update({ credentials }, { lastUpdateTime: version });
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
