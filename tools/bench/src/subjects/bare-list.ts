import type { Firestore } from 'firebase-admin/firestore';

/** The fields that our own list reads, without the modules that a bare server would not have. A test compares them. */
export const fields = [
  'organizationId',
  'provider',
  'accountId',
  'accountEmail',
  'status',
  'scopes',
  'missingScopes',
  'refreshable',
  'expiresAt',
  'grantExpiry',
  'connectedBy',
  'lastUsedAt',
  'lastUsedBy',
  'lastRefreshedAt',
  'refreshCount',
  'consecutiveFailures',
  'lastError',
  'createdAt',
  'updatedAt',
];

const pageSize = 20;

/** The first page of an organization's integrations, by the query that the API makes, as it comes. */
export async function bareList(firestore: Firestore, organizationId: string): Promise<object> {
  const { docs } = await firestore
    .collection('integrations')
    .where('organizationId', '==', organizationId)
    .select(...fields)
    .orderBy('createdAt', 'desc')
    .orderBy('__name__', 'desc')
    .limit(pageSize + 1)
    .get();
  return {
    items: docs.slice(0, pageSize).map((document) => ({ id: document.id, ...document.data() })),
    more: docs.length > pageSize,
  };
}
