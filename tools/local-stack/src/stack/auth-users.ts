import { accessClaimsSchema, operatorClaimsSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { StackError } from '../stack-error.ts';

/** One of the users that the stack creates. */
export interface StackUser {
  readonly uid: string;
  readonly email: string;
  readonly organizationId: string;
  readonly role: Role;
}

/** The organization that the demonstration works in, so that it touches nothing of what a person made. */
export const demoOrganization = 'demo';

/** The organizations that the stack creates: one to try things in, one that must not see it, and the demonstration's. */
export const stackOrganizations = [
  { id: 'northwind', name: 'Northwind Traders', roles: ['owner', 'administrator', 'member', 'service'] },
  { id: 'fabrikam', name: 'Fabrikam', roles: ['owner'] },
  { id: demoOrganization, name: 'Demonstration', roles: ['owner', 'administrator', 'member', 'service'] },
] as const satisfies readonly { id: string; name: string; roles: readonly Role[] }[];

/** The users, one for each role of each organization. */
export const stackUsers: readonly StackUser[] = stackOrganizations.flatMap(({ id, roles }) =>
  roles.map((role) => ({ uid: `${id}-${role}`, email: `${role}@${id}.example`, organizationId: id, role })),
);

/** Who runs the platform: of no organization. */
export const stackOperator = { uid: 'operator', email: 'operator@klayim.example' } as const;

/** Password of every user. It opens nothing but the Auth emulator of this machine. */
export const developmentPassword = 'development-only';

/** The emulator takes any web API key. */
const webApiKey = 'local';

/** Users and sign-in at the Auth emulator, through the REST API that it shares with the real service. */
export interface AuthUsers {
  /** Creates all users: the emulator loses them when it stops. */
  readonly createAll: () => Promise<void>;
  /** @returns an ID token, good for an hour. */
  readonly signIn: (email: string) => Promise<string>;
}

/** Makes the client of an Auth emulator at `http://host:port`. */
export function createAuthUsers(authUrl: string, projectId: string): AuthUsers {
  const api = `${authUrl}/identitytoolkit.googleapis.com/v1`;
  return {
    async createAll() {
      await post(`${api}/projects/${projectId}/accounts:batchCreate`, {
        allowOverwrite: true,
        users: [
          ...stackUsers.map(({ organizationId, role, ...user }) =>
            accountOf(user, accessClaimsSchema.parse({ organizationId, role })),
          ),
          accountOf(stackOperator, operatorClaimsSchema.parse({ platformOperator: true })),
        ],
      });
    },

    async signIn(email) {
      const answer = await post(`${api}/accounts:signInWithPassword?key=${webApiKey}`, {
        email,
        password: developmentPassword,
        returnSecureToken: true,
      });
      const { idToken } = answer;
      if (typeof idToken !== 'string') {
        throw new StackError(`The Auth emulator gave ${email} no ID token.`);
      }
      return idToken;
    },
  };
}

function accountOf({ uid, email }: Pick<StackUser, 'uid' | 'email'>, claims: object) {
  return {
    localId: uid,
    email,
    emailVerified: true,
    rawPassword: developmentPassword,
    customAttributes: JSON.stringify(claims),
  };
}

async function post(url: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    // The emulator's word for an administrator's credential.
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  const faults = answer['error'];
  if (!response.ok || (Array.isArray(faults) && faults.length > 0)) {
    throw new StackError(`The Auth emulator refused ${new URL(url).pathname}: ${JSON.stringify(faults)}`);
  }
  return answer;
}
