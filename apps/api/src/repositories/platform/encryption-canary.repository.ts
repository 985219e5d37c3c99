import type { EncryptedValue } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { decrypt, encrypt } from '../../lib/encryption.ts';
import { isAlreadyExists } from '../../lib/firestore-errors.ts';
import { type Keyring, type MasterKey, readKeyring } from '../../lib/keyring.ts';
import { memoizeAsync } from '../../lib/memoize.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

const canaryText = 'klayim encryption canary';
const contextOf = (version: number) => ({
  organizationId: '',
  recordId: `v${version}`,
  field: 'canary',
});

/** `encryptionCanaries/{id}` as stored. */
export interface CanaryDocument {
  canary: EncryptedValue;
  createdAt: Timestamp;
}

export const encryptionCanaries = typedCollection<CanaryDocument>(collections.encryptionCanaries);

/**
 * Proves that the keys fit the data: for each key there is a stored text that only this key can read. The first
 * process to use a key stores it.
 * @throws {AppError} encryption_key_mismatch when a key cannot read its own canary.
 */
export async function verifyCanaries(firestore: Firestore, keyring: Keyring, clock: Clock): Promise<void> {
  const keys = [...keyring.byVersion.values()];
  const collection = encryptionCanaries(firestore);
  const snapshots = await firestore.getAll(...keys.map(({ version }) => collection.doc(`v${version}`)));
  for (const [index, key] of keys.entries()) {
    let snapshot = snapshots[index];
    if (!snapshot) {
      throw new Error('Firestore gave fewer documents than were asked for');
    }
    if (!snapshot.exists) {
      try {
        await snapshot.ref.create({
          canary: encrypt(canaryText, onlyKey(key), contextOf(key.version)),
          createdAt: Timestamp.fromMillis(clock()),
        });
        continue;
      } catch (error) {
        if (!isAlreadyExists(error)) {
          throw error;
        }
        snapshot = await snapshot.ref.get();
      }
    }
    assertReadable(snapshot.get('canary'), key);
  }
}

function assertReadable(canary: EncryptedValue, key: MasterKey): void {
  try {
    decrypt(canary, onlyKey(key), contextOf(key.version));
  } catch (cause) {
    if (!isAppError(cause)) {
      throw cause;
    }
    const detail = `Encryption key version ${key.version} is not the key that this database was written with.`;
    throw new AppError('encryption_key_mismatch', { detail, cause });
  }
}

function onlyKey(key: MasterKey): Keyring {
  return { current: key, byVersion: new Map([[key.version, key]]) };
}

/**
 * Makes a keyring of the environment's keys that is checked against the database once, before its first use.
 * @throws {AppError} (the keyring) configuration_invalid, encryption_key_mismatch
 */
export function createVerifiedKeyring({
  firestore,
  clock,
  environment,
}: {
  firestore: () => Firestore;
  clock: Clock;
  environment: Readonly<Record<string, string | undefined>>;
}): () => Promise<Keyring> {
  return memoizeAsync(async () => {
    const keyring = readKeyring(environment);
    await verifyCanaries(firestore(), keyring, clock);
    return keyring;
  });
}
