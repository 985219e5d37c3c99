import { type ProbeRequest, rulesProbeRoot } from '@klayim/local-firestore';
import {
  type AccessCase,
  collections,
  documentData,
  documentId,
  foreign,
  otherOrganization,
  own,
} from './access-cases.ts';

type Query = Extract<ProbeRequest, { list: object }>['list'];
type Filter = NonNullable<Query['where']>;

/** What the database holds: a document of each organization in every collection. */
export const seed = Object.fromEntries(
  collections.flatMap((collection) =>
    [own, foreign].map((organizationId) => [
      `${collection}/${documentId(organizationId)}`,
      documentData(organizationId),
    ]),
  ),
);

const newest: Query = {
  orderBy: [{ field: { fieldPath: 'createdAt' }, direction: 'DESCENDING' }],
  limit: { value: 20 },
};

/** A case of the table as the rules are asked it, without a client. */
export function probeRequest({ collection, operation, organizationId }: AccessCase): ProbeRequest {
  const path = `${collection}/${documentId(organizationId)}`;
  const data = documentData(organizationId);
  switch (operation) {
    case 'get':
      return { get: path };
    case 'get what is missing':
      return { get: `${path}-missing` };
    case 'create':
      return { set: `${path}-new`, data };
    case 'set':
      return { set: path, data };
    case 'update':
      return { set: path, data: { role: 'changed' }, fields: ['role'] };
    case 'move to the other organization':
      return {
        set: path,
        data: { organizationId: otherOrganization(organizationId) },
        fields: ['organizationId'],
      };
    case 'delete':
      return { delete: path };
    default:
      return listRequest(collection, operation, organizationId);
  }
}

function listRequest(collection: string, operation: string, organizationId: string): ProbeRequest {
  const where = filter(collection, operation, organizationId);
  const names = collection.split('/');
  const collectionId = names.at(-1) ?? '';
  const isGroup = operation.startsWith('collection group');
  const below = names.slice(0, -1).join('/');
  return {
    list: {
      from: [{ collectionId, allDescendants: isGroup }],
      ...(where ? { where } : {}),
      ...(operation === 'list newest of organization' ? newest : {}),
    },
    ...(isGroup || below === '' ? {} : { below }),
  };
}

function filter(collection: string, operation: string, organizationId: string): Filter | undefined {
  const byOrganization = equals('organizationId', { stringValue: organizationId });
  const byRole = equals('role', { stringValue: 'engineer' });
  switch (operation) {
    case 'list everything':
    case 'count everything':
    case 'collection group':
      return undefined;
    case 'list by role':
      return byRole;
    case 'list by either organization':
      return {
        compositeFilter: {
          op: 'OR',
          filters: [own, foreign].map((stringValue) => equals('organizationId', { stringValue })),
        },
      };
    case 'list by document id':
      return equals('__name__', {
        referenceValue: `${rulesProbeRoot}/${collection}/${documentId(organizationId)}`,
      });
    default:
      return byOrganization;
  }
}

function equals(fieldPath: string, value: NonNullable<Filter['fieldFilter']>['value']): Filter {
  return { fieldFilter: { field: { fieldPath }, op: 'EQUAL', value: value ?? null } };
}
