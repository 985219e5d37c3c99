import { accessClaimsSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import type { Auth } from 'firebase-admin/auth';
import { AppError } from '../../errors/app-error.ts';

/** The custom claims that make a person a member: what the API and the security rules believe. */
export interface MemberClaims {
  /**
   * Gives a person a role in an organization.
   * @param options.endsSessions whether they lose something by it and must sign in again.
   * @throws {AppError} identity_unavailable: do it again.
   */
  give(
    userId: string,
    membership: { organizationId: string; role: Role },
    options: { endsSessions: boolean },
  ): Promise<void>;
  /**
   * Takes the membership of this organization, if it is still the one that they have, and ends their sessions.
   * @throws {AppError} identity_unavailable: do it again.
   */
  take(userId: string, organizationId: string): Promise<void>;
}

/** Claims by Firebase Auth. What is none of ours stays as it is. */
export function createMemberClaims({
  auth,
}: {
  auth: () => Pick<Auth, 'getUser' | 'setCustomUserClaims' | 'revokeRefreshTokens'>;
}): MemberClaims {
  async function change(
    userId: string,
    decide: (claims: Readonly<Record<string, unknown>>) => { claims: object; endsSessions: boolean } | null,
  ): Promise<void> {
    try {
      const { customClaims = {} } = await auth().getUser(userId);
      const decided = decide(customClaims);
      if (!decided) {
        return;
      }
      await auth().setCustomUserClaims(userId, decided.claims);
      if (decided.endsSessions) {
        await auth().revokeRefreshTokens(userId);
      }
    } catch (cause) {
      // Whose account is gone has nothing to lose.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'auth/user-not-found')) {
        throw new AppError('identity_unavailable', { cause });
      }
    }
  }

  return {
    give: (userId, membership, { endsSessions }) =>
      change(userId, (claims) => ({
        claims: { ...claims, ...accessClaimsSchema.parse(membership) },
        endsSessions,
      })),
    take: (userId, organizationId) =>
      change(userId, ({ organizationId: present, role: _role, ...others }) =>
        present === organizationId ? { claims: others, endsSessions: true } : null,
      ),
  };
}
