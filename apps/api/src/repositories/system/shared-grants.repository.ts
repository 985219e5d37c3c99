import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { getDb } from '../../lib/firestore.ts';
import { integrationsCollection } from '../integration.document.ts';

export type SharedGrantsRepository = ReturnType<typeof createSharedGrantsRepository>;

/**
 * Whether an account's grant is in use elsewhere. A provider keeps one grant for an account and our application,
 * whatever organization it was given through, so this must look across organizations; it answers yes or no and nothing
 * else of them.
 */
export function createSharedGrantsRepository({ firestore }: { firestore: () => Firestore }) {
  return {
    /** Whether another integration than this one holds credentials of the account. Reads one document. */
    async isShared(
      provider: IntegrationProvider,
      accountId: string,
      exceptIntegrationId: string,
    ): Promise<boolean> {
      const { docs } = await firestore()
        .collection(integrationsCollection)
        .where('provider', '==', provider)
        .where('accountId', '==', accountId)
        .where('status', 'in', ['connected', 'error'])
        .select()
        .limit(2)
        .get();
      return docs.some(({ id }) => id !== exceptIntegrationId);
    },
  };
}

/** The process's view of shared grants. */
export const sharedGrantsRepository = createSharedGrantsRepository({ firestore: getDb });
