import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { integrations, type StoredError } from '../integrations/integration-document.ts';
import { selectFields } from '../typed-collection.ts';

/** Connections that are counted at most; each costs a read. */
const maxConnections = 1_000;

/** Errors of providers that the tables of reasons lack, one for each connection that shows it now. */
export interface UnlistedErrors {
  errors: (Pick<StoredError, 'providerError' | 'subtype' | 'providerCodes' | 'reason'> & {
    provider: IntegrationProvider;
  })[];
  /** False when there are more. */
  complete: boolean;
}

export type UnlistedErrorsRepository = ReturnType<typeof createUnlistedErrorsRepository>;

/**
 * What providers say that the tables of reasons lack, of all organizations. Nothing is counted when it happens: the
 * connections that show it are found by an index, which holds no other.
 */
export function createUnlistedErrorsRepository({ firestore }: { firestore: () => Firestore }) {
  return {
    async find(): Promise<UnlistedErrors> {
      const unlisted = integrations(firestore())
        .where('lastError.isUnlisted', '==', true)
        .limit(maxConnections + 1);
      const { docs } = await selectFields(unlisted, 'provider', 'lastError').get();
      const errors = docs.slice(0, maxConnections).flatMap((document) => {
        const { provider, lastError } = document.data();
        if (!lastError) {
          return [];
        }
        const { providerError, subtype, providerCodes, reason } = lastError;
        return [{ provider, providerError, subtype, providerCodes, reason }];
      });
      return { errors, complete: docs.length <= maxConnections };
    },
  };
}
