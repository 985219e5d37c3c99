import { randomBytes } from 'node:crypto';
import { deleteApp, getApps, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { afterAll, describe, expect, it } from 'vitest';
import { idTokenOf, organizationId, testIdentity } from '../../test/http/test-identity.ts';
import { createFirebaseIdentity } from '../services/identity/firebase-identity.ts';
import { firestoreDatabaseId, getAuthApp } from './firestore.ts';

afterAll(() => Promise.all(getApps().map((app) => deleteApp(app))));

describe('the database that FIRESTORE_DATABASE_ID names', () => {
  it('is (default) without it', () => {
    expect(firestoreDatabaseId({})).toBe('(default)');
    expect(firestoreDatabaseId({ FIRESTORE_DATABASE_ID: '' })).toBe('(default)');
  });

  it('shares no document with the other databases of the project', async () => {
    expect(process.env['FIRESTORE_EMULATOR_HOST']).toBeTruthy();
    const app = initializeApp({ projectId: `demo-${randomBytes(8).toString('hex')}` }, 'named');
    const named = getFirestore(app, firestoreDatabaseId({ FIRESTORE_DATABASE_ID: 'klayim' }));
    const shared = getFirestore(app);
    await Promise.all([
      named.doc('integrations/one').set({ from: 'klayim' }),
      shared.doc('integrations/one').set({ from: 'the application' }),
    ]);
    expect((await named.doc('integrations/one').get()).data()).toEqual({ from: 'klayim' });
    expect((await shared.doc('integrations/one').get()).data()).toEqual({ from: 'the application' });
    expect((await named.collectionGroup('integrations').get()).size).toBe(1);
  });
});

describe('users of the project that AUTH_PROJECT_ID names', () => {
  const token = idTokenOf('owner');

  it('are callers, and without it they are refused', async () => {
    // Starts the service that the Admin SDK verifies tokens by.
    await testIdentity().authenticate(token, null);
    const service = initializeApp({ projectId: 'demo-service' }, 'service');
    const callersOf = (environment: Record<string, string>) =>
      createFirebaseIdentity({ auth: () => getAuth(getAuthApp(service, environment)), clock: Date.now });
    await expect(
      callersOf({ AUTH_PROJECT_ID: 'demo-identity' }).authenticate(token, null),
    ).resolves.toMatchObject({
      membership: { organizationId, role: 'owner' },
    });
    await expect(callersOf({}).authenticate(token, null)).rejects.toMatchObject({ code: 'id_token_invalid' });
  });
});
