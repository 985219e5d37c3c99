import type { Firestore } from 'firebase-admin/firestore';
import { selectFields } from '../typed-collection.ts';
import { type IntegrationDocument, integrations } from './integration-document.ts';

const trendFields = [
  'provider',
  'accountEmail',
  'status',
  'refreshable',
  'expiresAt',
  'grantExpiry',
  'consecutiveFailures',
  'recentRefreshes',
  'refreshCounts',
] as const satisfies (keyof IntegrationDocument)[];

/** What a connection tells of the last weeks and the next. */
export type ConnectionTrend = Pick<IntegrationDocument, (typeof trendFields)[number]> & { id: string };

export type IntegrationTrendsRepository = ReturnType<typeof createIntegrationTrendsRepository>;

/** What connections have counted of themselves. */
export function createIntegrationTrendsRepository({ firestore }: { firestore: () => Firestore }) {
  return {
    /** Those that changed last, and every refresh is a change. One read each. */
    async findLatest(organizationId: string, limit: number): Promise<ConnectionTrend[]> {
      const latest = integrations(firestore())
        .where('organizationId', '==', organizationId)
        .orderBy('updatedAt', 'desc')
        .limit(limit);
      const { docs } = await selectFields(latest, ...trendFields).get();
      return docs.map((document) => ({ ...document.data(), id: document.id }));
    },
  };
}
