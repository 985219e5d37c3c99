import type { IntegrationSummary } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { selectFields } from '../typed-collection.ts';
import { integrations } from './integration-document.ts';
import { selectIntegrations } from './integration-selection.ts';

type Count = IntegrationSummary['counts'][number];
type NextToEnd = IntegrationSummary['nextToEnd'][number];

/** Every state that `requiredActionOf` gives. */
const states: readonly Pick<Count, 'status' | 'requiredAction'>[] = [
  { status: 'connected', requiredAction: 'none' },
  { status: 'connected', requiredAction: 'reauthorize' },
  { status: 'connected', requiredAction: 'grant_scopes' },
  { status: 'error', requiredAction: 'none' },
  { status: 'error', requiredAction: 'reauthorize' },
  { status: 'disconnected', requiredAction: 'none' },
];

export type IntegrationCountsRepository = ReturnType<typeof createIntegrationCountsRepository>;

/** What there is of an organization's connections, counted in the database: see ADR 39. */
export function createIntegrationCountsRepository({ firestore }: { firestore: () => Firestore }) {
  const collection = () => integrations(firestore());

  return {
    /** One aggregation for each state and provider, all at once; Firestore bills each as one read for a thousand entries. */
    async count(organizationId: string, providers: readonly string[]): Promise<Count[]> {
      const kinds = providers.flatMap((provider) => states.map((state) => ({ provider, ...state })));
      const counts = await Promise.all(
        kinds.map(async (kind) => {
          const { count } = (
            await selectIntegrations(collection(), organizationId, kind).count().get()
          ).data();
          return { ...kind, count };
        }),
      );
      return counts.filter(({ count }) => count > 0);
    },

    /** How many there are, and for how many a person has to do something: two counts. */
    async countInNeed(organizationId: string): Promise<{ connections: number; connectionsInNeed: number }> {
      const all = selectIntegrations(collection(), organizationId, {});
      const inNeed = all.where('requiredAction', 'in', ['reauthorize', 'grant_scopes']);
      const [connections, connectionsInNeed] = await Promise.all(
        [all, inNeed].map(async (query) => (await query.count().get()).data().count),
      );
      return { connections: connections ?? 0, connectionsInNeed: connectionsInNeed ?? 0 };
    },

    /** Connections that end with their access token, the next one first. It reads as many documents as it finds. */
    async findNextToEnd(organizationId: string, limit: number): Promise<NextToEnd[]> {
      const next = selectIntegrations(collection(), organizationId, { status: 'connected' })
        .where('refreshable', '==', false)
        .orderBy('expiresAt', 'asc')
        .limit(limit);
      const { docs } = await selectFields(next, 'provider', 'accountEmail', 'expiresAt').get();
      return docs.flatMap((document) => {
        const { expiresAt, ...account } = document.data();
        return expiresAt
          ? { ...account, integrationId: document.id, expiresAt: toIsoTimestamp(expiresAt) }
          : [];
      });
    },
  };
}
