import { collections as catalogue } from '@klayim/api/repositories/collections';
import { collectionsInRules } from './repository-files.ts';

/** The organization that most callers belong to, and another one. */
export const own = 'org-one';
export const foreign = 'org-two';

/** Somebody who calls: the claims of the token, or nobody. */
export interface Identity {
  readonly name: string;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

const roles = ['owner', 'administrator', 'member', 'service'] as const;

/** Every kind of caller, forged and malformed claims included. Only the first two manage an organization. */
export const identities: readonly Identity[] = [
  ...roles.map((role) => ({ name: role, claims: { organizationId: own, role } })),
  { name: 'nobody', claims: undefined },
  { name: 'signed in, without claims', claims: {} },
  { name: 'without a role', claims: { organizationId: own } },
  { name: 'without an organization', claims: { role: 'owner' } },
  { name: 'platform operator', claims: { platformOperator: true } },
  { name: 'operator with a role', claims: { platformOperator: true, organizationId: own, role: 'member' } },
  { name: 'of an unknown role', claims: { organizationId: own, role: 'superuser' } },
  { name: 'of a role in other case', claims: { organizationId: own, role: 'Owner' } },
  { name: 'with a list of roles', claims: { organizationId: own, role: ['owner'] } },
  { name: 'with a map for a role', claims: { organizationId: own, role: { owner: true } } },
  { name: 'with roles for an organization', claims: { organizationId: ['owner'], role: 'owner' } },
  { name: 'with a list of organizations', claims: { organizationId: [own, foreign], role: 'owner' } },
  { name: 'of every organization', claims: { organizationId: '*', role: 'owner' } },
  { name: 'of a null organization', claims: { organizationId: null, role: 'owner' } },
  { name: 'with claims one level too deep', claims: { claims: { organizationId: own, role: 'owner' } } },
  { name: 'whose user id is the organization', claims: { user_id: own, role: 'owner' } },
];

/** What a client can ask. Those of a list say what the query filters by. */
export const operations = [
  'get',
  'get what is missing',
  'list by organization',
  'list newest of organization',
  'list by either organization',
  'list by document id',
  'list by role',
  'list everything',
  'count by organization',
  'count everything',
  'collection group by organization',
  'collection group',
  'create',
  'set',
  'update',
  'move to the other organization',
  'delete',
] as const;

export type Operation = (typeof operations)[number];

/** One question and the answer that it must have. */
export interface AccessCase {
  readonly identity: Identity;
  readonly collection: string;
  readonly operation: Operation;
  readonly organizationId: typeof own | typeof foreign;
  readonly allowed: boolean;
}

/** What the table is for: who manages an organization reads its directory. Everything else is refused. */
const operationsOf: Readonly<Record<'get_and_list' | 'get', readonly Operation[]>> = {
  get_and_list: [
    'get',
    'list by organization',
    'list newest of organization',
    // The rules are asked about the document that is named, as for `get`.
    'list by document id',
    'count by organization',
  ],
  get: ['get'],
};
const openToManagers: Readonly<Record<string, readonly Operation[]>> = Object.fromEntries(
  Object.values(catalogue).flatMap(({ name, clientReads }) =>
    clientReads === null ? [] : [[name, operationsOf[clientReads]]],
  ),
);

/** Every collection of the code and of the rules, one that nobody has heard of, and those near to what is open. */
export const collections: readonly string[] = [
  ...new Set([
    ...Object.keys(catalogue),
    ...collectionsInRules(),
    'unheardOf',
    ...Object.keys(openToManagers).flatMap((name) => [`${name}/parent/notes`, `unheardOf/parent/${name}`]),
  ]),
].sort();

/** Whose the document is, or which organization is asked for. */
const organizations = [own, foreign] as const;

/** The whole table. */
export function accessCases(): AccessCase[] {
  return identities.flatMap((identity) =>
    collections.flatMap((collection) =>
      operations.flatMap((operation) =>
        organizations.map((organizationId) => {
          const isManager = identity.name === 'owner' || identity.name === 'administrator';
          const isOpen = openToManagers[collection]?.includes(operation) ?? false;
          const allowed = isManager && isOpen && organizationId === own;
          return { identity, collection, operation, organizationId, allowed };
        }),
      ),
    ),
  );
}

/** The id of the document of an organization in every collection. */
export function documentId(organizationId: string): string {
  return `of-${organizationId}`;
}

/** What stands in every document, close to what the collections really hold. */
export function documentData(organizationId: string) {
  return {
    organizationId,
    role: 'engineer',
    hourlyRateCents: 4200,
    userId: 'caller',
    createdAt: new Date(0),
  };
}

/** The other of the two organizations. */
export function otherOrganization(organizationId: string): string {
  return organizationId === own ? foreign : own;
}

/** The claims of the token that somebody sends; undefined for nobody. */
export function tokenOf({ claims }: Identity): object | undefined {
  return claims && { sub: 'caller', user_id: 'caller', ...claims };
}
