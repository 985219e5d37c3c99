import { accessClaimsSchema, operatorClaimsSchema, roleSchema } from '@klayim/shared/schemas';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { AppError } from '../errors/app-error.ts';
import { getFirebaseApp } from '../lib/firestore.ts';
import type { Identity, Principal } from './identity.ts';

/** Callers by their Firebase ID tokens, verified by the Admin SDK. */
export function createFirebaseIdentity({ auth }: { auth: () => Auth }): Identity {
  return {
    async authenticate(idToken) {
      const token = await auth()
        .verifyIdToken(idToken)
        .catch((error: unknown) => {
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
export const firebaseIdentity = createFirebaseIdentity({ auth: () => getAuth(getFirebaseApp()) });
