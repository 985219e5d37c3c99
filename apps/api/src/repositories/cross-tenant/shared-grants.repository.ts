import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { type IntegrationDocument, integrationsCollection } from '../integrations/integration-document.ts';
import { selectedFields } from '../typed-collection.ts';

/** The connection itself and one more answer the question, unless that one is dead. */
const holdersPerPage = 2;

export type SharedGrantsRepository = ReturnType<typeof createSharedGrantsRepository>;

/**
 * Whether an account's grant is in use elsewhere. A provider keeps one grant for an account and our application,
 * whatever organization it was given through, so this must look across organizations; it answers yes or no and nothing
 * else of them.
 */
export function createSharedGrantsRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  return {
    /**
     * Whether another connection than this one lives on the account's grant. Every stored connection was proven to be
     * the account's before it was stored; one whose grant is known to be dead, or that can never be refreshed again,
     * does not count.
     */
    async isShared(
      provider: IntegrationProvider,
      accountId: string,
      exceptIntegrationId: string | null,
    ): Promise<boolean> {
      let page = firestore()
        .collection(integrationsCollection)
        .where('provider', '==', provider)
        .where('accountId', '==', accountId)
        .where('status', 'in', ['connected', 'error'])
        .select('lastError', 'refreshable', 'expiresAt')
        .limit(holdersPerPage);
      for (;;) {
        const { docs } = await page.get();
        const others = docs.filter(({ id }) => id !== exceptIntegrationId);
        const holders = others.map((each) => selectedFields<IntegrationDocument, keyof Holder>(each));
        if (holders.some((holder) => holder && isAlive(holder, clock()))) {
          return true;
        }
        const last = docs.at(-1);
        if (last === undefined || docs.length < holdersPerPage) {
          return false;
        }
        page = page.startAfter(last);
      }
    },
  };
}

type Holder = Pick<IntegrationDocument, 'lastError' | 'refreshable' | 'expiresAt'>;

function isAlive({ lastError, refreshable, expiresAt }: Holder, nowMs: number): boolean {
  if (lastError?.code === 'reauthorization_required') {
    return false;
  }
  return refreshable || (expiresAt !== null && expiresAt.toMillis() > nowMs);
}
