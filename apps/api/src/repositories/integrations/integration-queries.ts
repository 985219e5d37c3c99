import { documentIdSchema, integrationSchema } from '@klayim/shared/schemas';
import type { Integration, IntegrationProvider } from '@klayim/shared/types';
import type { QueryDocumentSnapshot } from 'firebase-admin/firestore';
import { compiled } from '../../lib/compiled-schema.ts';
import { createReadListed } from '../listed-documents.ts';
import { type Page, type PageOptions, readSortedPage } from '../pagination.ts';
import type { RepositoryDependencies } from '../repository-dependencies.ts';
import { selectFields } from '../typed-collection.ts';
import {
  integrations,
  type ListedIntegration,
  listedFields,
  readListedIntegration,
  readStoredIntegration,
  type StoredIntegration,
  toIntegration,
} from './integration-document.ts';
import { createIntegrationReader } from './integration-reader.ts';
import {
  type IntegrationSelection,
  integrationOrderOf,
  selectIntegrations,
} from './integration-selection.ts';

export type IntegrationQueriesDependencies = Pick<RepositoryDependencies, 'firestore' | 'clock' | 'logger'>;

/** Reading of connections, one organization at a time. */
export function createIntegrationQueries({ firestore, clock, logger }: IntegrationQueriesDependencies) {
  const readListed = createReadListed({ logger });
  const readSnapshot = createIntegrationReader({ firestore, clock });

  const listQuery = (organizationId: string, selection: IntegrationSelection) =>
    selectFields(selectIntegrations(integrations(firestore()), organizationId, selection), ...listedFields);

  return {
    /** One document read; callers of the same moment share it. */
    async findById(organizationId: string, id: string): Promise<StoredIntegration | null> {
      if (!documentIdSchema.safeParse(id).success) {
        return null;
      }
      const askedAtMs = clock();
      return readStoredIntegration(await readSnapshot(id), organizationId, askedAtMs);
    },

    /** Every integration of the organization, newest first, without ciphertext. */
    async findByOrganization(organizationId: string): Promise<Integration[]> {
      const { docs } = await listQuery(organizationId, {}).orderBy('createdAt', 'desc').get();
      return readListed(docs, toListed);
    },

    /** Every integration of the organization with one provider, newest first, without ciphertext. */
    async findByOrganizationAndProvider(
      organizationId: string,
      provider: IntegrationProvider,
    ): Promise<Integration[]> {
      const { docs } = await listQuery(organizationId, { provider }).orderBy('createdAt', 'desc').get();
      return readListed(docs, toListed);
    },

    /** One page, newest first unless another order is wanted, without ciphertext. @throws {AppError} invalid_cursor */
    async findPage(
      organizationId: string,
      { limit, cursor, ...selection }: IntegrationSelection & PageOptions,
    ): Promise<Page<Integration>> {
      const order = integrationOrderOf(selection);
      const page = await readSortedPage(listQuery(organizationId, selection), order, { limit, cursor });
      return { items: readListed(page.items, toListed), nextCursor: page.nextCursor };
    },
  };
}

/** @throws {Error} when the document is not an integration. */
function toListed(document: QueryDocumentSnapshot<Omit<ListedIntegration, 'id'>>): Integration {
  return compiled(integrationSchema).parse(toIntegration(readListedIntegration(document)));
}
