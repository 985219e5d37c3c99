import { describe, expect, it } from 'vitest';
import { createOAuthStateRepository, type PendingAuthorization } from './oauth-state.repository.ts';
import { newTestKeyring } from './testing/sample-integration.ts';
import { useTestFirestore } from './testing/test-firestore.ts';

describe('the OAuth state', () => {
  const { firestore, secondClient } = useTestFirestore();
  const keyring = newTestKeyring();
  let nowMs = Date.now();
  const dependencies = { keyring: () => Promise.resolve(keyring), clock: () => nowMs };
  const states = createOAuthStateRepository({ firestore, ...dependencies });
  const elsewhere = createOAuthStateRepository({ firestore: secondClient, ...dependencies });

  const pending = (): PendingAuthorization => ({
    id: 'authorization-1',
    organizationId: 'northwind',
    userId: 'user-1',
    startedBy: { type: 'system', name: 'test' },
    provider: 'google',
    scopes: ['openid'],
    returnUrl: null,
    integrationId: null,
    nonce: 'nonce',
    codeVerifier: 'verifier-in-clear',
    expiresAt: new Date(nowMs + 600_000).toISOString(),
  });
  async function started(state: string) {
    await states.create(state, `key-of-${state}`, pending());
    return state;
  }

  it('gives back what was pending, once', async () => {
    const state = await started('once');
    await expect(states.consume(state, 'key-of-once', 'google')).resolves.toEqual(pending());
    await expect(states.consume(state, 'key-of-once', 'google')).rejects.toMatchObject({
      code: 'oauth_state_unknown',
    });
  });

  it('goes to one of many who come at the same time', async () => {
    const state = await started('race');
    const tries = Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? states : elsewhere).consume(state, 'key-of-race', 'google'),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([undefined, '', 'key-of-another', 'key-of-foreign '])(
    'is not for a browser with the key %j, and not used up by it',
    async (key) => {
      const state = await started(`foreign-${key}`);
      await expect(states.consume(state, key, 'google')).rejects.toMatchObject({
        code: 'oauth_state_foreign',
      });
      await expect(states.consume(state, `key-of-${state}`, 'google')).resolves.toMatchObject({
        userId: 'user-1',
      });
    },
  );

  it('is for its own provider only', async () => {
    const state = await started('provider');
    await expect(states.consume(state, 'key-of-provider', 'microsoft')).rejects.toMatchObject({
      code: 'oauth_state_unknown',
    });
  });

  it('ends after its ten minutes', async () => {
    const state = await started('late');
    nowMs += 600_000;
    await expect(states.consume(state, 'key-of-late', 'google')).rejects.toMatchObject({
      code: 'oauth_state_unknown',
    });
  });

  it('leaves neither the state, the browser key nor the verifier in the database', async () => {
    await started('secret-state');
    const { docs } = await firestore().collection('oauthStates').get();
    const dump = JSON.stringify(docs.map((document) => [document.id, document.data()]));
    for (const secret of ['secret-state', 'key-of-', 'verifier-in-clear']) expect(dump).not.toContain(secret);
  });
});
