import { operatorClaimsSchema } from '@klayim/shared/schemas';
import type { Auth } from 'firebase-admin/auth';
import { AppError } from '../../errors/app-error.ts';
import type { ErrorCode } from '../../errors/error-codes.ts';
import type { Clock } from '../../lib/clock.ts';
import { createCurrentAccounts } from './current-accounts.ts';
import type { Identity, Principal } from './identity.ts';
import { firstMembershipIn, membershipsIn, roleIn } from './membership-claims.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

/**
 * Callers by their Firebase ID tokens. The Admin SDK verifies the signature; what the caller may do is what the account
 * says now, not what the token said up to an hour ago: a sign-out, a suspension or a change of role takes effect within
 * a minute. While Firebase Auth does not answer, callers that were looked up in the last five minutes are served, and
 * everybody else gets identity_unavailable.
 */
export function createFirebaseIdentity({
  auth,
  clock,
}: {
  auth: () => Pick<Auth, 'verifyIdToken' | 'getUser'>;
  clock: Clock;
}): Identity {
  const verified = createVerifiedTokens({ verify: (idToken) => auth().verifyIdToken(idToken), clock });
  const findAccount = createCurrentAccounts({ auth, clock });
  return {
    async authenticate(idToken) {
      const token = await verified(idToken).catch((error: unknown) => {
        throw new AppError(refusalCodes.get(codeOf(error)) ?? 'id_token_invalid', { cause: error });
      });
      const account = await findAccount(token);
      if (!account || account.isDisabled || token.auth_time * 1000 < account.validAfterMs) {
        throw new AppError('id_token_revoked', { detail: 'Sign in again.' });
      }
      const principal = principalOf(token.uid, account.claims);
      const before = firstMembershipIn(token)?.organizationId;
      const now = principal.membership?.organizationId;
      const hasMoved = before !== undefined && now !== undefined && before !== now;
      return { ...principal, profile: account.profile, ...(hasMoved && { hasMoved }) };
    },

    async stillHolds(userId, organizationId, roles) {
      try {
        const user = await auth().getUser(userId);
        const role = roleIn(membershipsIn(user.customClaims ?? {}), organizationId);
        return !user.disabled && role !== null && roles.includes(role);
      } catch (error) {
        if (codeOf(error) === 'auth/user-not-found') {
          return false;
        }
        throw error;
      }
    },
  };
}

/** What the Admin SDK's refusals mean; the emulator looks the user up while it verifies. Anything else is invalid. */
const refusalCodes: ReadonlyMap<unknown, ErrorCode> = new Map<unknown, ErrorCode>([
  ['auth/id-token-expired', 'id_token_expired'],
  ['auth/id-token-revoked', 'id_token_revoked'],
  ['auth/user-disabled', 'id_token_revoked'],
  ['auth/user-not-found', 'id_token_revoked'],
  // Google's public keys could not be fetched, or the emulator does not answer.
  ['auth/internal-error', 'identity_unavailable'],
  ['app/network-error', 'identity_unavailable'],
  ['app/network-timeout', 'identity_unavailable'],
]);

/** What claims make of a user. A claim without its form counts as none. */
export function principalOf(userId: string, claims: Readonly<Record<string, unknown>>): Principal {
  return {
    userId,
    membership: firstMembershipIn(claims),
    memberships: membershipsIn(claims),
    isOperator: operatorClaimsSchema.safeParse(claims).success,
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
