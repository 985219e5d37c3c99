import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Keyring } from '../../lib/keyring.ts';
import type { Logger } from '../../lib/logger.ts';
import { type ApiKeyDocument, apiKeys } from '../api-keys/api-key.document.ts';
import { createReadApiKey } from '../api-keys/api-key.reader.ts';
import { openMissingApiKey } from '../api-keys/api-key.seal.ts';

export interface ApiKeyLookupRepositoryDependencies {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  logger: Logger;
}

export type ApiKeyLookupRepository = ReturnType<typeof createApiKeyLookupRepository>;

/** API keys by id, before it is known whose they are. For authentication only, and apart from what routes reach. */
export function createApiKeyLookupRepository({
  firestore,
  keyring,
  logger,
}: ApiKeyLookupRepositoryDependencies) {
  const read = createReadApiKey({ logger });
  const referenceTo = (id: string) => apiKeys(firestore()).doc(id);
  return {
    /** One read. Null for an unknown key, and for a record that this service did not write: that one is logged. */
    async find(id: string): Promise<ApiKeyDocument | null> {
      const keys = await keyring();
      const snapshot = await referenceTo(id).get();
      return snapshot.exists ? read(snapshot, keys) : openMissingApiKey(id, keys);
    },

    /** Notes a use; fails for a key that was removed meanwhile, which it does not bring back. */
    async noteUse(id: string, atMs: number): Promise<void> {
      await referenceTo(id).update({ lastUsedAt: Timestamp.fromMillis(atMs) });
    },
  };
}
