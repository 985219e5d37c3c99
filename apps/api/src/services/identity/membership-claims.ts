import { accessClaimsSchema, operatorClaimsSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';

/** Custom claims of an account, those of other systems included. */
export type Claims = Readonly<Record<string, unknown>>;

/** A role in one organization. */
export interface Membership {
  organizationId: string;
  role: Role;
}

/** What Firebase Auth stores of one account's custom claims, in bytes of JSON. */
const maxClaimsBytes = 1_000;

/** The longest role, for claims that must still fit after every change of a role. */
const longestRole: Role = 'administrator';

/**
 * The memberships in an account's claims: the first, which is what requests and security rules take that name no organization,
 * and the others. A claim without its form counts as none.
 */
export function membershipsIn(claims: Claims): Membership[] {
  const first = firstMembershipIn(claims);
  return [...(first ? [first] : []), ...otherMembershipsIn(claims)];
}

/** The membership that counts where a request names no organization; null when there is none. */
export function firstMembershipIn(claims: Claims): Membership | null {
  return accessClaimsSchema.safeParse(claims).data ?? null;
}

/** The role in one organization; null in one that is not among them. */
export function roleIn(memberships: readonly Membership[], organizationId: string): Role | null {
  return memberships.find((each) => each.organizationId === organizationId)?.role ?? null;
}

/** The claims with this membership: added to those that are there, or with its new role. */
export function withMembership(claims: Claims, membership: Membership): Claims {
  const first = firstMembershipIn(claims);
  const others = otherMembershipsIn(claims);
  if (first?.organizationId === membership.organizationId || (!first && others.length === 0)) {
    return withMemberships(claims, membership, others);
  }
  const isNew = roleIn(others, membership.organizationId) === null;
  return withMemberships(
    claims,
    first,
    isNew
      ? [...others, membership]
      : others.map((each) => (each.organizationId === membership.organizationId ? membership : each)),
  );
}

/** The claims without this organization. No other one takes the place of the first: a request for it must not go to another one. */
export function withoutMembership(claims: Claims, organizationId: string): Claims {
  const first = firstMembershipIn(claims);
  return withMemberships(
    claims,
    first?.organizationId === organizationId ? null : first,
    otherMembershipsIn(claims).filter((each) => each.organizationId !== organizationId),
  );
}

/** Whether an account holds this organization, too, whatever roles it is given in all of them. */
export function hasRoomFor(claims: Claims, organizationId: string): boolean {
  const all = membershipsIn(claims).map((each) => each.organizationId);
  if (all.includes(organizationId)) {
    return true;
  }
  const [first = organizationId, ...others] = [...all, organizationId];
  const widest = (id: string): Membership => ({ organizationId: id, role: longestRole });
  const claimsThen = withMemberships(
    { ...claims, ...operatorClaimsSchema.parse({ platformOperator: true }) },
    widest(first),
    others.map(widest),
  );
  return Buffer.byteLength(JSON.stringify(claimsThen)) <= maxClaimsBytes;
}

function otherMembershipsIn(claims: Claims): Membership[] {
  const { otherOrganizations: stored } = claims;
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    return [];
  }
  const first = firstMembershipIn(claims);
  return Object.entries(stored).flatMap(([organizationId, role]) => {
    const { data } = accessClaimsSchema.safeParse({ organizationId, role });
    return data && data.organizationId !== first?.organizationId ? [data] : [];
  });
}

function withMemberships(claims: Claims, first: Membership | null, others: readonly Membership[]): Claims {
  const { organizationId: _first, role: _role, otherOrganizations: _others, ...ofOtherSystems } = claims;
  return {
    ...ofOtherSystems,
    ...(first && accessClaimsSchema.parse(first)),
    ...(others.length > 0 && {
      otherOrganizations: Object.fromEntries(
        others.map(({ organizationId, role }) => [organizationId, role]),
      ),
    }),
  };
}
