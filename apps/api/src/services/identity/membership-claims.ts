import { accessClaimsSchema, operatorClaimsSchema, otherOrganizationsSchema } from '@klayim/shared/schemas';
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
 * The memberships in an account's claims. The first is what requests and security rules take that name no organization;
 * a claim without its form counts as none.
 */
export function membershipsIn(claims: Claims): Membership[] {
  const first = firstMembershipIn(claims);
  const { data: others = {} } = otherOrganizationsSchema.safeParse(claims['otherOrganizations']);
  return [
    ...(first ? [first] : []),
    ...Object.entries(others)
      .filter(([organizationId]) => organizationId !== first?.organizationId)
      .map(([organizationId, role]) => ({ organizationId, role })),
  ];
}

/** The membership that counts where a request names no organization; null when there is none. */
export function firstMembershipIn(claims: Claims): Membership | null {
  return accessClaimsSchema.safeParse(claims).data ?? null;
}

/** The claims with this membership: added behind those that are there, or with its new role. */
export function withMembership(claims: Claims, membership: Membership): Claims {
  const present = membershipsIn(claims);
  const isNew = present.every(({ organizationId }) => organizationId !== membership.organizationId);
  return withMemberships(
    claims,
    isNew
      ? [...present, membership]
      : present.map((each) => (each.organizationId === membership.organizationId ? membership : each)),
  );
}

/** The claims without this organization: when it was the first, the next one takes its place. */
export function withoutMembership(claims: Claims, organizationId: string): Claims {
  return withMemberships(
    claims,
    membershipsIn(claims).filter((each) => each.organizationId !== organizationId),
  );
}

/** Whether an account holds this organization, too, whatever roles it is given in all of them. */
export function hasRoomFor(claims: Claims, organizationId: string): boolean {
  const all = membershipsIn(claims).map((each) => each.organizationId);
  if (all.includes(organizationId)) {
    return true;
  }
  const widest = withMemberships(
    { ...claims, ...operatorClaimsSchema.parse({ platformOperator: true }) },
    [...all, organizationId].map((id) => ({ organizationId: id, role: longestRole })),
  );
  return Buffer.byteLength(JSON.stringify(widest)) <= maxClaimsBytes;
}

function withMemberships(claims: Claims, [first, ...others]: readonly Membership[]): Claims {
  const { organizationId: _first, role: _role, otherOrganizations: _others, ...ofOthers } = claims;
  return {
    ...ofOthers,
    ...(first && accessClaimsSchema.parse(first)),
    ...(others.length > 0 && {
      otherOrganizations: Object.fromEntries(
        others.map(({ organizationId, role }) => [organizationId, role]),
      ),
    }),
  };
}
