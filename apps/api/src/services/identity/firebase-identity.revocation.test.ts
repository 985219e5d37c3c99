import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StoredUser, startIdentityToolkit } from '../../../test/cli/identity-toolkit.ts';
import { minuteMs } from '../../lib/duration.ts';
import { createFirebaseIdentity } from './firebase-identity.ts';
import type { Identity } from './identity.ts';

const projectId = 'demo-revocation';
const owner = { organizationId: 'org-1', role: 'owner' };

describe('an ID token that is still good by itself', () => {
  const users: StoredUser[] = [];
  let app: App;
  let server: Awaited<ReturnType<typeof startIdentityToolkit>>;
  let isOut = false;
  let lookups = 0;
  let nowMs = 0;
  let identity: Identity;
  const authenticate = (idToken: string) => identity.authenticate(idToken, null);

  beforeAll(async () => {
    server = await startIdentityToolkit(users);
    process.env['FIREBASE_AUTH_EMULATOR_HOST'] = server.host;
    app = initializeApp({ projectId }, projectId);
  });
  afterAll(async () => {
    await server.close();
    await deleteApp(app);
  });
  beforeEach(() => {
    users.length = 0;
    isOut = false;
    lookups = 0;
    nowMs = Date.now();
    const auth = getAuth(app);
    const metered = {
      verifyIdToken: (idToken: string) => auth.verifyIdToken(idToken),
      getUser: (userId: string) => {
        lookups += 1;
        return isOut ? Promise.reject(new Error('connection reset')) : auth.getUser(userId);
      },
    };
    identity = createFirebaseIdentity({ auth: () => metered, clock: () => nowMs });
  });

  function signIn(claims: object = owner, issuedSecondsAgo = 600) {
    const user: StoredUser = {
      localId: 'ada',
      email: 'ada@example.com',
      emailVerified: true,
      customAttributes: JSON.stringify(claims),
    };
    users.splice(0, users.length, user);
    return { user, idToken: idTokenOf(claims, issuedSecondsAgo) };
  }

  function idTokenOf(claims: object, issuedSecondsAgo: number): string {
    const issuedAt = Math.floor(Date.now() / 1000) - issuedSecondsAgo;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claimsOfToken = {
      iss: `https://securetoken.google.com/${projectId}`,
      aud: projectId,
      sub: 'ada',
      auth_time: issuedAt,
      iat: issuedAt,
      exp: issuedAt + 3_600,
      firebase: { identities: {}, sign_in_provider: 'password' },
      ...claims,
    };
    return `${part({ alg: 'none', typ: 'JWT' })}.${part(claimsOfToken)}.`;
  }

  const minute = () => {
    nowMs += minuteMs;
  };
  const nowSeconds = () => String(Math.floor(Date.now() / 1000));

  it.each<[string, (user: StoredUser) => void]>([
    ['a sign-out', (user) => Object.assign(user, { validSince: nowSeconds() })],
    ['a suspension', (user) => Object.assign(user, { disabled: true })],
    ['the deletion of the account', () => users.splice(0)],
  ])('is refused within a minute of %s', async (_what, change) => {
    const { user, idToken } = signIn();
    await expect(authenticate(idToken)).resolves.toMatchObject({ membership: owner });
    change(user);
    minute();
    await expect(authenticate(idToken)).rejects.toMatchObject({ code: 'id_token_revoked' });
  });

  it('says within a minute that the organization of the token is not the first one any more', async () => {
    const { user, idToken } = signIn();
    await expect(authenticate(idToken)).resolves.not.toHaveProperty('hasMoved');
    user.customAttributes = JSON.stringify({ ...owner, organizationId: 'org-2' });
    minute();
    await expect(authenticate(idToken)).resolves.toMatchObject({ hasMoved: true });
  });

  it.each([
    ['a demotion', owner, { ...owner, role: 'member' }],
    ['a service caller losing its role', { ...owner, role: 'service' }, { organizationId: 'org-1' }],
    ['an operator losing the right', { platformOperator: true }, {}],
    ['a promotion', { ...owner, role: 'member' }, owner],
  ])('carries what the account may do now within a minute of %s', async (_what, before, after) => {
    const { user, idToken } = signIn(before);
    await authenticate(idToken);
    user.customAttributes = JSON.stringify(after);
    minute();
    await expect(authenticate(idToken)).resolves.toMatchObject({
      userId: 'ada',
      membership: 'role' in after ? after : null,
      isOperator: false,
    });
  });

  it('costs one look-up a minute, however many requests come at once', async () => {
    const { idToken } = signIn();
    await Promise.all(Array.from({ length: 20 }, () => authenticate(idToken)));
    nowMs += 59_999;
    await authenticate(idToken);
    expect(lookups).toBe(1);
    nowMs += 1;
    await authenticate(idToken);
    expect(lookups).toBe(2);
  });

  it('costs one look-up when many requests come at once with a token that was just issued', async () => {
    const { idToken } = signIn(owner, 0);
    await Promise.all(Array.from({ length: 20 }, () => authenticate(idToken)));
    await authenticate(idToken);
    expect(lookups).toBe(1);
  });

  it.each([
    ['after', false],
    ['while', true],
  ])(
    'of the same second as another works at once for a role that was granted %s that one was looked up',
    async (_when, atOnce) => {
      const { user, idToken } = signIn({}, 0);
      const before = authenticate(idToken);
      if (!atOnce) {
        await before;
      }
      user.customAttributes = JSON.stringify(owner);
      const newer = idTokenOf(owner, 0);
      await expect(authenticate(newer)).resolves.toMatchObject({ membership: owner });
      await authenticate(newer);
      await before;
      // Two tokens of one second, in turn, are looked up once each in these seconds, and once a minute then.
      nowMs += 10_000;
      const known = lookups;
      for (const token of [idToken, newer, idToken, newer]) {
        await authenticate(token);
      }
      expect(lookups - known).toBeLessThanOrEqual(1);
    },
  );

  it('is newer than the last look-up: a role that was just granted works at once', async () => {
    const { user, idToken } = signIn({});
    await expect(authenticate(idToken)).resolves.toMatchObject({ membership: null });
    user.customAttributes = JSON.stringify(owner);
    const newer = idTokenOf(owner, 5);
    await expect(authenticate(newer)).resolves.toMatchObject({ membership: owner });
    await authenticate(newer);
    expect(lookups).toBe(2);
  });

  it('is served for five minutes of an outage of Firebase Auth, and then refused until it answers', async () => {
    const { idToken } = signIn({ ...owner, role: 'service' });
    await authenticate(idToken);
    isOut = true;
    nowMs += 299_999;
    await expect(authenticate(idToken)).resolves.toMatchObject({ userId: 'ada' });
    nowMs += 1;
    await expect(authenticate(idToken)).rejects.toMatchObject({ code: 'identity_unavailable' });
    isOut = false;
    await expect(authenticate(idToken)).resolves.toMatchObject({ userId: 'ada' });
  });

  it('of somebody who was never looked up is not believed while Firebase Auth is out', async () => {
    const { idToken } = signIn();
    isOut = true;
    await expect(authenticate(idToken)).rejects.toMatchObject({ code: 'identity_unavailable' });
  });
});
