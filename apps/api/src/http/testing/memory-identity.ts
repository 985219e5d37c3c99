import type { Role } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Identity, Principal } from '../../services/identity.ts';

/** Organization of every caller of {@link memoryIdentity}. */
export const organizationId = 'org-1';

/**
 * ID tokens that {@link memoryIdentity} knows besides one for each role: an expired one, one without any claim, and one
 * of an operator without an organization.
 */
export const idTokens = {
  expired: 'expired-token',
  stranger: 'stranger-token',
  operator: 'operator-token',
} as const;

/** The ID token of the caller with this role. */
export function idTokenOf(role: Role): string {
  return `${role}-token`;
}

/** An identity that keeps its users in memory. */
export function memoryIdentity(): Identity {
  const roles: Role[] = ['owner', 'administrator', 'member', 'service'];
  const principals = new Map<string, Principal>([
    ...roles.map((role): [string, Principal] => [
      idTokenOf(role),
      { userId: `user-${role}`, membership: { organizationId, role }, isOperator: false },
    ]),
    [idTokens.stranger, { userId: 'user-stranger', membership: null, isOperator: false }],
    [idTokens.operator, { userId: 'user-operator', membership: null, isOperator: true }],
  ]);
  return {
    async authenticate(idToken) {
      if (idToken === idTokens.expired) throw new AppError('id_token_expired');
      const principal = principals.get(idToken);
      if (!principal) throw new AppError('id_token_invalid');
      return principal;
    },
    async stillHolds(userId, organization, allowed) {
      return [...principals.values()].some(
        ({ userId: id, membership }) =>
          id === userId && membership?.organizationId === organization && allowed.includes(membership.role),
      );
    },
  };
}
