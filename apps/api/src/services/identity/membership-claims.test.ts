import { describe, expect, it } from 'vitest';
import { hasRoomFor, membershipsIn, withMembership, withoutMembership } from './membership-claims.ts';

const northwind = { organizationId: 'northwind', role: 'owner' } as const;
const fabrikam = { organizationId: 'fabrikam', role: 'member' } as const;
const both = { ...northwind, otherOrganizations: { fabrikam: 'member' } };

describe('the memberships in an account’s claims', () => {
  it('are the first and the others', () => {
    expect(membershipsIn(both)).toEqual([northwind, fabrikam]);
    expect(membershipsIn(northwind)).toEqual([northwind]);
    expect(membershipsIn({})).toEqual([]);
  });

  it.each([
    ['no object', 'fabrikam'],
    ['a list', [fabrikam]],
    ['of a role that is none', { acme: 'king' }],
    ['of an id that Firestore reserves', { __x__: 'owner' }],
    ['of a path', { '../x': 'owner' }],
  ])('count for nothing when the others are %s', (_what, otherOrganizations) => {
    expect(membershipsIn({ ...northwind, otherOrganizations })).toEqual([northwind]);
    // What stands beside it does count.
    if (typeof otherOrganizations === 'object' && !Array.isArray(otherOrganizations)) {
      const beside = { ...otherOrganizations, fabrikam: 'member' };
      expect(membershipsIn({ ...northwind, otherOrganizations: beside })).toEqual([northwind, fabrikam]);
    }
  });

  it('have one role in each organization: that of the first counts', () => {
    expect(membershipsIn({ ...northwind, otherOrganizations: { northwind: 'member' } })).toEqual([northwind]);
  });

  it('change without what other systems keep there', () => {
    const beta = { beta: true, platformOperator: true };
    expect(withMembership(beta, northwind)).toEqual({ ...beta, ...northwind });
    expect(withMembership({ ...beta, ...northwind }, fabrikam)).toEqual({ ...beta, ...both });
    expect(withMembership(both, { ...fabrikam, role: 'owner' })).toEqual({
      ...northwind,
      otherOrganizations: { fabrikam: 'owner' },
    });
    expect(withMembership(both, { ...northwind, role: 'member' })).toEqual({ ...both, role: 'member' });
    expect(withoutMembership({ ...beta, ...both }, 'fabrikam')).toEqual({ ...beta, ...northwind });
    expect(withoutMembership(northwind, 'northwind')).toEqual({});
    expect(withoutMembership(northwind, 'fabrikam')).toEqual(northwind);
  });

  it('have no first one when that is taken, until there is none at all', () => {
    const left = withoutMembership(both, 'northwind');
    expect(left).toEqual({ otherOrganizations: { fabrikam: 'member' } });
    expect(membershipsIn(left)).toEqual([fabrikam]);
    const joined = withMembership(left, northwind);
    expect(joined).toEqual({ otherOrganizations: { fabrikam: 'member', northwind: 'owner' } });
    expect(withMembership(withoutMembership(left, 'fabrikam'), northwind)).toEqual(northwind);
  });

  it('fit into 1,000 bytes, whatever roles are given in them later', () => {
    let claims = {};
    let count = 0;
    for (; hasRoomFor(claims, `organization-${count}`); count += 1) {
      claims = withMembership(claims, { organizationId: `organization-${count}`, role: 'member' });
    }
    expect(count).toBeGreaterThan(20);
    for (let index = 0; index < count; index += 1) {
      claims = withMembership(claims, { organizationId: `organization-${index}`, role: 'administrator' });
    }
    expect(JSON.stringify({ ...claims, platformOperator: true }).length).toBeLessThanOrEqual(1_000);
    // One that they belong to already needs no more.
    expect(hasRoomFor(claims, 'organization-0')).toBe(true);
  });
});
