import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore, Query } from 'firebase-admin/firestore';
import { apiKeysCollection } from '../api-key.document.ts';
import { auditEventsCollection } from '../audit-event.document.ts';
import { employeeFacetsCollection, facetsReference } from '../employee.facets.ts';
import { employeesCollection } from '../employee.document.ts';
import { importsCollection } from '../employee-import.document.ts';
import { importChunksCollection } from '../import-file.repository.ts';
import { importFaultsCollection } from '../import-faults.repository.ts';
import { syncPartsCollection, syncSessionsCollection } from '../employee-sync.repository.ts';
import { idempotencyKeysCollection } from '../idempotency-key.repository.ts';
import { integrationsCollection } from '../integration.document.ts';
import { mailCollection, noticesCollection } from '../notice.document.ts';
import { oauthStatesCollection } from '../oauth-state.repository.ts';
import { organizationsCollection } from '../organization-settings.repository.ts';

/**
 * Where data of an organization lies apart from its connections, in the order in which it is deleted. Every document
 * there names its organization. The audit trail comes last: it tells of everything before it. Rate limits are not here:
 * they hold digests and numbers, are not indexed by organization, and a TTL removes them within hours.
 */
export const organizationCollections = [
  apiKeysCollection,
  oauthStatesCollection,
  idempotencyKeysCollection,
  syncSessionsCollection,
  syncPartsCollection,
  importsCollection,
  importChunksCollection,
  importFaultsCollection,
  employeesCollection,
  noticesCollection,
  mailCollection,
  auditEventsCollection,
] as const;

/** One of {@link organizationCollections}. */
export type OrganizationCollection = (typeof organizationCollections)[number];

/** Documents that are read and deleted at once; a commit holds up to 500 writes. */
const pageSize = 400;

export type OrganizationDataRepository = ReturnType<typeof createOrganizationDataRepository>;

/**
 * Everything that is stored of one organization, to be counted and deleted. It is for the command that deletes an
 * organization and for nothing else: no route is given it.
 */
export function createOrganizationDataRepository({ firestore }: { firestore: () => Firestore }) {
  function documentsOf(organizationId: string, collection: string): Query {
    return firestore().collection(collection).where('organizationId', '==', organizationId);
  }

  /** Documents whose id is derived from the organization's. */
  const ownDocuments = (organizationId: string) => [
    facetsReference(firestore(), organizationId),
    firestore().collection(organizationsCollection).doc(organizationId),
  ];

  return {
    /** How many documents there are, by collection; one index read for each 1,000 of them. */
    async count(organizationId: string): Promise<Record<string, number>> {
      const collections = [integrationsCollection, ...organizationCollections];
      const counts = await Promise.all(
        collections.map(async (collection): Promise<[string, number]> => {
          const counted = await documentsOf(organizationId, collection).count().get();
          return [collection, counted.data().count];
        }),
      );
      const own = await firestore().getAll(...ownDocuments(organizationId));
      return Object.fromEntries([
        ...counts,
        ...[employeeFacetsCollection, organizationsCollection].map((name, index): [string, number] => [
          name,
          own[index]?.exists ? 1 : 0,
        ]),
      ]);
    },

    /** The next integrations, without their credentials. */
    async nextIntegrations(organizationId: string): Promise<{ id: string; provider: IntegrationProvider }[]> {
      const { docs } = await documentsOf(organizationId, integrationsCollection)
        .select('provider')
        .limit(pageSize)
        .get();
      return docs.map((document) => ({
        id: document.id,
        provider: document.get('provider') as IntegrationProvider,
      }));
    },

    /** Deletes the next documents of a collection. @returns how many; 0 when none is left. */
    async deleteNext(organizationId: string, collection: OrganizationCollection): Promise<number> {
      const { docs } = await documentsOf(organizationId, collection).select().limit(pageSize).get();
      const batch = firestore().batch();
      for (const { ref } of docs) batch.delete(ref);
      if (docs.length > 0) await batch.commit();
      return docs.length;
    },

    /** Deletes the counters and the organization itself. */
    async deleteOwnDocuments(organizationId: string): Promise<void> {
      const batch = firestore().batch();
      for (const reference of ownDocuments(organizationId)) batch.delete(reference);
      await batch.commit();
    },
  };
}
