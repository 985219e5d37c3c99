import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { type ApiKeyDocument, apiKeysCollection } from '../api-key.document.ts';

export type ApiKeyLookupRepository = ReturnType<typeof createApiKeyLookupRepository>;

/** API keys by id, before it is known whose they are. For authentication only, and apart from what routes reach. */
export function createApiKeyLookupRepository({ firestore }: { firestore: () => Firestore }) {
  const referenceTo = (id: string) => firestore().collection(apiKeysCollection).doc(id);
  return {
    /** One read. */
    async find(id: string): Promise<ApiKeyDocument | null> {
      return ((await referenceTo(id).get()).data() as ApiKeyDocument | undefined) ?? null;
    },

    /** Notes a use; fails for a key that was removed meanwhile, which it does not bring back. */
    async noteUse(id: string, atMs: number): Promise<void> {
      await referenceTo(id).update({ lastUsedAt: Timestamp.fromMillis(atMs) });
    },
  };
}
