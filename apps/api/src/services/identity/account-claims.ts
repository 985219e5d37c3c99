import type { Auth } from 'firebase-admin/auth';
import { AppError } from '../../errors/app-error.ts';
import type { Claims } from './membership-claims.ts';

/** The custom claims of accounts. Every method throws identity_unavailable when Firebase Auth does not answer. */
export interface AccountClaims {
  /** Null for an account that is gone. */
  read(userId: string): Promise<Claims | null>;
  write(userId: string, claims: Claims): Promise<void>;
  /** Has the person sign in again everywhere. */
  endSessions(userId: string): Promise<void>;
}

/** Claims by Firebase Auth. */
export function createAccountClaims({
  auth,
}: {
  auth: () => Pick<Auth, 'getUser' | 'setCustomUserClaims' | 'revokeRefreshTokens'>;
}): AccountClaims {
  async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer | null> {
    try {
      return await call();
    } catch (cause) {
      // Whose account is gone has nothing to lose.
      if (cause instanceof Error && 'code' in cause && cause.code === 'auth/user-not-found') {
        return null;
      }
      throw new AppError('identity_unavailable', { cause });
    }
  }

  return {
    read: (userId) => ask(async () => (await auth().getUser(userId)).customClaims ?? {}),
    write: async (userId, claims) => {
      await ask(() => auth().setCustomUserClaims(userId, claims));
    },
    endSessions: async (userId) => {
      await ask(() => auth().revokeRefreshTokens(userId));
    },
  };
}
