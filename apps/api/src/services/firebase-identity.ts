import { accessClaimsSchema, operatorClaimsSchema, roleSchema } from '@klayim/shared/schemas';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { AppError } from '../errors/app-error.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { getAuthApp } from '../lib/firestore.ts';
import type { Identity, Principal } from './identity.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

/** Callers by their Firebase ID tokens, verified by the Admin SDK. */
export function createFirebaseIdentity({
  auth,
  clock = systemClock,
}: {
  auth: () => Auth;
  clock?: Clock;
}): Identity {
  const verify = (idToken: string) => auth().verifyIdToken(idToken);
  // The emulator signs nothing and looks its user up instead, each time.
  const verified = process.env['FIREBASE_AUTH_EMULATOR_HOST']
    ? verify
    : createVerifiedTokens({ verify, clock });
  return {
    async authenticate(idToken) {
      const token = await verified(idToken).catch((error: unknown) => {
        throw new AppError(
          codeOf(error) === 'auth/id-token-expired' ? 'id_token_expired' : 'id_token_invalid',
        );
      });
      return principalOf(token.uid, token);
    },

    async stillHolds(userId, organizationId, roles) {
      try {
        const user = await auth().getUser(userId);
        const role = roleSchema.safeParse(user.customClaims?.['role']);
        const sameOrganization = user.customClaims?.['organizationId'] === organizationId;
        return !user.disabled && sameOrganization && role.success && roles.includes(role.data);
      } catch (error) {
        if (codeOf(error) === 'auth/user-not-found') return false;
        throw error;
      }
    },
  };
}

/** What the claims of a verified token make of its bearer. A claim without its form counts as none. */
export function principalOf(userId: string, claims: Readonly<Record<string, unknown>>): Principal {
  const membership = accessClaimsSchema.safeParse(claims);
  return {
    userId,
    membership: membership.success ? membership.data : null,
    isOperator: operatorClaimsSchema.safeParse(claims).success,
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** The process's callers. */
export const firebaseIdentity = createFirebaseIdentity({ auth: () => getAuth(getAuthApp()) });
