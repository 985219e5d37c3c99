import { describe, expect, it } from 'vitest';
import { principalOf } from './firebase-identity.ts';

describe('the claims of a token', () => {
  it.each([
    ['none', {}, null, false],
    [
      'of a member',
      { organizationId: 'northwind', role: 'owner' },
      { organizationId: 'northwind', role: 'owner' },
      false,
    ],
    ['of an operator', { platformOperator: true }, null, true],
    [
      'of a member who is an operator too',
      { organizationId: 'northwind', role: 'member', platformOperator: true },
      { organizationId: 'northwind', role: 'member' },
      true,
    ],
    ['with an operator claim in another form', { platformOperator: 'true' }, null, false],
    ['with an operator claim that says no', { platformOperator: false }, null, false],
    ['with a role that is none', { organizationId: 'northwind', role: 'platformOperator' }, null, false],
    ['without a role', { organizationId: 'northwind' }, null, false],
    ['with an id that Firestore reserves', { organizationId: '__x__', role: 'owner' }, null, false],
    ['with an organization that is a path', { organizationId: '../northwind', role: 'owner' }, null, false],
  ])('%s', (_name, claims, membership, isOperator) => {
    const memberships = membership ? [membership] : [];
    expect(principalOf('user', claims)).toEqual({ userId: 'user', membership, memberships, isOperator });
  });
});
