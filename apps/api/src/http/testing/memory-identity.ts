import type { Role } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Caller, Identity } from '../../services/identity.ts';

/** Organization of every caller of {@link memoryIdentity}. */
export const organizationId = 'org-1';

/** ID tokens that {@link memoryIdentity} knows: one for each role, an expired one and one without an organization. */
export const idTokens = { expired: 'expired-token', stranger: 'stranger-token' } as const;

/** The ID token of the caller with this role. */
export function idTokenOf(role: Role): string {
  return `${role}-token`;
}

/** An identity that keeps its users in memory. */
export function memoryIdentity(): Identity {
  const roles: Role[] = ['owner', 'administrator', 'member', 'service'];
  const callers = new Map<string, Caller>(
    roles.map((role) => [idTokenOf(role), { userId: `user-${role}`, organizationId, role }]),
  );
  return {
    async authenticate(idToken) {
      if (idToken === idTokens.expired) throw new AppError('id_token_expired');
      if (idToken === idTokens.stranger) throw new AppError('organization_missing');
      const caller = callers.get(idToken);
      if (!caller) throw new AppError('id_token_invalid');
      return caller;
    },
    async stillHolds(userId, organization, allowed) {
      return [...callers.values()].some(
        (caller) =>
          caller.userId === userId && caller.organizationId === organization && allowed.includes(caller.role),
      );
    },
  };
}
