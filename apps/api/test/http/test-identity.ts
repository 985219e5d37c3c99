import { roleSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { memoizeAsync } from '../../src/lib/memoize.ts';
import { type AccountClaims, createAccountClaims } from '../../src/services/identity/account-claims.ts';
import { createFirebaseIdentity } from '../../src/services/identity/firebase-identity.ts';
import type { Identity } from '../../src/services/identity/identity.ts';
import { type StoredUser, startIdentityToolkit } from '../cli/identity-toolkit.ts';

/** Organization of every caller with a role. */
export const organizationId = 'org-1';

/** The project whose users these are. */
export const authProjectId = 'demo-identity';

const users: StoredUser[] = [];

/**
 * Makes a user with these claims, and gives an ID token as the Auth emulator makes them: complete but for its signature.
 * For a user who is there already it gives another token, `issuedLaterBy` seconds after the first, or of
 * somebody who signed in again just now.
 */
export function signUp(
  userId: string,
  claims: object,
  { endsInSeconds = 3_600, issuedLaterBy = 0, signedInAgain = false } = {},
): string {
  const email = `${userId}@example.com`;
  if (!users.some(({ localId }) => localId === userId)) {
    users.push({ localId: userId, email, emailVerified: true, customAttributes: JSON.stringify(claims) });
  }
  const nowSeconds = Math.floor(Date.now() / 1000);
  const payload = {
    iss: `https://securetoken.google.com/${authProjectId}`,
    aud: authProjectId,
    sub: userId,
    user_id: userId,
    auth_time: signedInAgain ? nowSeconds : nowSeconds - 7_200,
    iat: signedInAgain ? nowSeconds : nowSeconds - 7_200 + issuedLaterBy,
    exp: nowSeconds + endsInSeconds,
    firebase: { identities: {}, sign_in_provider: 'password' },
    ...claims,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`;
}

/**
 * ID tokens that {@link testIdentity} knows besides one for each role: an expired one, one without any claim, and one
 * of an operator without an organization.
 */
export const idTokens = {
  expired: signUp('user-late', { organizationId, role: 'owner' }, { endsInSeconds: -60 }),
  stranger: signUp('user-stranger', {}),
  operator: signUp('user-operator', { platformOperator: true }),
} as const;

const tokenByRole = new Map(
  roleSchema.options.map((role) => [role, signUp(`user-${role}`, { organizationId, role })]),
);

/** The ID token of the caller with this role. */
export function idTokenOf(role: Role): string {
  return tokenByRole.get(role) ?? '';
}

const startToolkit = memoizeAsync(() => startIdentityToolkit(users));

/**
 * Starts the users' service at the first use; it ends with the process. The Admin SDK reads the variable at each call,
 * and suites that share a process have it removed after each of them.
 * @returns host and port.
 */
export async function startTestIdentity(): Promise<string> {
  const { host } = await startToolkit();
  process.env['FIREBASE_AUTH_EMULATOR_HOST'] = host;
  return host;
}

const createIdentity = memoizeAsync(async () => {
  const auth = getAuth(initializeApp({ projectId: authProjectId }, authProjectId));
  return {
    identity: createFirebaseIdentity({ auth: () => auth, clock: Date.now }),
    claims: createAccountClaims({ auth: () => auth }),
  };
});

async function started() {
  await startTestIdentity();
  return createIdentity();
}

/** Custom claims of those users, by the Admin SDK. */
export function testAccountClaims(): AccountClaims {
  return {
    read: async (userId) => (await started()).claims.read(userId),
    write: async (...change) => (await started()).claims.write(...change),
    endSessions: async (userId) => (await started()).claims.endSessions(userId),
  };
}

/** Callers by their ID tokens, verified by the Admin SDK against users on loopback. */
export function testIdentity(): Identity {
  return {
    authenticate: async (...token) => (await started()).identity.authenticate(...token),
    stillHolds: async (...question) => (await started()).identity.stillHolds(...question),
  };
}
