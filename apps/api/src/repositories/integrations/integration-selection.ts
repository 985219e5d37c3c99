import type { IntegrationListQuery } from '@klayim/shared/types';
import type { Query } from 'firebase-admin/firestore';
import type { PageOrder } from '../pagination.ts';
import type { IntegrationDocument } from './integration-document.ts';

/** Which connections, and in what order; newest first by default. See `integrationListQuerySchema`. */
export type IntegrationSelection = Partial<Omit<IntegrationListQuery, 'limit' | 'cursor'>>;

/** Sorts after every text that begins with the one before it. */
const lastCharacter = '\u{10ffff}';

/** The connections of an organization that fit. Each filter has its index with each order; Firestore merges them. */
export function selectIntegrations(
  all: Query<IntegrationDocument>,
  organizationId: string,
  { provider, status, requiredAction, accountPrefix }: IntegrationSelection,
): Query<IntegrationDocument> {
  let query = all.where('organizationId', '==', organizationId);
  for (const [field, value] of Object.entries({ provider, status, requiredAction })) {
    if (value !== undefined) {
      query = query.where(field, '==', value);
    }
  }
  if (accountPrefix === undefined) {
    return query;
  }
  const prefix = accountPrefix.toLowerCase();
  return query.where('accountEmail', '>=', prefix).where('accountEmail', '<', `${prefix}${lastCharacter}`);
}

const orders: Readonly<Record<NonNullable<IntegrationListQuery['sort']>, PageOrder>> = {
  createdAt: { field: 'createdAt', direction: 'desc' },
  expiresAt: { field: 'expiresAt', direction: 'asc' },
  lastUsedAt: { field: 'lastUsedAt', direction: 'desc' },
  account: { field: 'accountEmail', direction: 'asc' },
};

/** The order that is asked for, or that the filters imply. */
export function integrationOrderOf({ sort, accountPrefix }: IntegrationSelection): PageOrder {
  return orders[sort ?? (accountPrefix === undefined ? 'createdAt' : 'account')];
}
