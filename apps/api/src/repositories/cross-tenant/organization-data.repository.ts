import type { IntegrationProvider } from '@klayim/shared/types';
import type { Firestore } from 'firebase-admin/firestore';
import { type CollectionName, collections } from '../collections.ts';
import { employeeFacets, facetsReference } from '../employees/employee-facets.ts';
import { integrations } from '../integrations/integration-document.ts';
import { organizations } from '../organizations/organization-settings.repository.ts';
import { selectFields, typedCollection } from '../typed-collection.ts';

/**
 * Where data of an organization lies apart from its connections, in the order in which it is deleted. Every document
 * there names its organization. Rate limits are not here: they hold digests and numbers, and a TTL removes them within
 * hours.
 */
export const organizationCollections: readonly CollectionName[] = Object.values(collections)
  .filter(({ erasure }) => erasure === 'query')
  .map(({ name }) => name);

/** Documents that are read and deleted at once; a commit holds up to 500 writes. */
const pageSize = 400;

export type OrganizationDataRepository = ReturnType<typeof createOrganizationDataRepository>;

/**
 * Everything that is stored of one organization, to be counted and deleted. It is for the command that deletes an
 * organization and for nothing else: no route is given it.
 */
export function createOrganizationDataRepository({ firestore }: { firestore: () => Firestore }) {
  function documentsOf(organizationId: string, name: CollectionName) {
    return typedCollection<{ organizationId: string }>({ name })(firestore()).where(
      'organizationId',
      '==',
      organizationId,
    );
  }

  /** Documents whose id is derived from the organization's. */
  const ownDocuments = (organizationId: string) => [
    facetsReference(firestore(), organizationId),
    organizations(firestore()).doc(organizationId),
  ];

  return {
    /** How many documents there are, by collection; one index read for each 1,000 of them. */
    async count(organizationId: string): Promise<Record<string, number>> {
      const counted: CollectionName[] = ['integrations', ...organizationCollections];
      const counts = await Promise.all(
        counted.map(async (collection): Promise<[string, number]> => {
          const { count } = (await documentsOf(organizationId, collection).count().get()).data();
          return [collection, count];
        }),
      );
      const own = await firestore().getAll(...ownDocuments(organizationId));
      return Object.fromEntries([
        ...counts,
        ...[employeeFacets.id, organizations.id].map((name, index): [string, number] => [
          name,
          own[index]?.exists ? 1 : 0,
        ]),
      ]);
    },

    /** The next integrations, without their credentials. */
    async nextIntegrations(organizationId: string): Promise<{ id: string; provider: IntegrationProvider }[]> {
      const query = integrations(firestore()).where('organizationId', '==', organizationId).limit(pageSize);
      const { docs } = await selectFields(query, 'provider').get();
      return docs.map((document) => ({ ...document.data(), id: document.id }));
    },

    /** Deletes the next documents of a collection. @returns how many; 0 when none is left. */
    async deleteNext(organizationId: string, collection: CollectionName): Promise<number> {
      const { docs } = await documentsOf(organizationId, collection).select().limit(pageSize).get();
      const batch = firestore().batch();
      for (const { ref } of docs) {
        batch.delete(ref);
      }
      if (docs.length > 0) {
        await batch.commit();
      }
      return docs.length;
    },

    /** Deletes the counters and the organization itself. */
    async deleteOwnDocuments(organizationId: string): Promise<void> {
      const batch = firestore().batch();
      for (const reference of ownDocuments(organizationId)) {
        batch.delete(reference);
      }
      await batch.commit();
    },
  };
}
