import type { Firestore } from 'firebase-admin/firestore';

/** The fields that a list shows; the same as in `integration.document.ts`, which a bare server would not have. */
const fields = [
  'organizationId',
  'provider',
  'accountId',
  'accountEmail',
  'status',
  'scopes',
  'missingScopes',
  'expiresAt',
  'lastUsedAt',
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
