import type { Firestore } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { holdsGrant, integrations } from '../integrations/integration-document.ts';
import { selectFields } from '../typed-collection.ts';

/** The connection itself and one more answer the question, unless that one is dead. */
const holdersPerPage = 2;
/** A query has 30 combinations of values at most; there are two states that count. */
const maxProviders = 15;

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
     * @param providers those that share the grant's server, the connection's own first.
     */
    async isShared(
      providers: readonly string[],
      accountId: string,
      exceptIntegrationId: string | null,
    ): Promise<boolean> {
      const ofAccount = integrations(firestore())
        .where('provider', 'in', providers.slice(0, maxProviders))
        .where('accountId', '==', accountId)
        .where('status', 'in', ['connected', 'error'])
        .limit(holdersPerPage);
      let page = selectFields(ofAccount, 'lastError', 'refreshable', 'expiresAt');
      for (;;) {
        const { docs } = await page.get();
        const others = docs.filter(({ id }) => id !== exceptIntegrationId);
        if (others.some((each) => holdsGrant(each.data(), clock()))) {
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
