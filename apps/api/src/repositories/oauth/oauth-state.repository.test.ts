import { describe, expect, it } from 'vitest';
import { newTestKeyring } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { PendingAuthorization } from './oauth-state.repository.ts';

describe('the OAuth state', () => {
  const { firestore, secondClient } = useTestFirestore();
  const keyring = newTestKeyring();
  let nowMs = Date.now();
  const dependencies = { keyring: () => Promise.resolve(keyring), clock: () => nowMs };
  const states = testRepositories({ firestore, ...dependencies }).oauthStateRepository;
  const elsewhere = testRepositories({ firestore: secondClient, ...dependencies }).oauthStateRepository;

  const pending = (): PendingAuthorization => ({
    id: 'authorization-1',
    organizationId: 'northwind',
    userId: 'user-1',
    startedBy: { type: 'system', name: 'test' },
    provider: 'google_calendar',
    server: 'google',
    scopes: ['openid'],
    returnUrl: null,
    integrationId: null,
    nonce: 'nonce-in-clear',
    codeVerifier: 'verifier-in-clear',
    expiresAt: new Date(nowMs + 10 * minuteMs).toISOString(),
  });
  async function started(state: string) {
    await states.create(state, `key-of-${state}`, pending());
    return state;
  }

  const taken = (state: string, binding = `key-of-${state}`, from = states) =>
    from.take(state, [binding], 'google');

  it('returns the pending authorization once, and then the outcome', async () => {
    const state = await started('once');
    const first = await taken(state);
    expect(first).toMatchObject({ status: 'pending', pending: pending() });
    await expect(taken(state)).rejects.toMatchObject({ code: 'authorization_in_progress' });
    if (first.status === 'pending') {
      await first.settle('how-it-ended');
    }
    const outcome = { status: 'settled', organizationId: 'northwind', outcome: 'how-it-ended' };
    await expect(taken(state)).resolves.toEqual(outcome);
  });

  it('goes to one of many callers at the same time', async () => {
    const state = await started('race');
    const tries = Array.from({ length: 10 }, (_, index) =>
      taken(state, 'key-of-race', index % 2 ? states : elsewhere),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([[[]], [['']], [['key-of-another']], [['key-of-', 'key-of-foreign']]])(
    'is not for a browser with the bindings %j, and not used up by it',
    async (bindings: string[]) => {
      const state = await started(`foreign-${JSON.stringify(bindings)}`);
      await expect(states.take(state, bindings, 'google')).rejects.toMatchObject({
        code: 'oauth_state_foreign',
      });
      await expect(taken(state)).resolves.toMatchObject({ pending: { userId: 'user-1' } });
    },
  );

  it('is for its own provider only', async () => {
    const state = await started('provider');
    await expect(states.take(state, ['key-of-provider'], 'microsoft')).rejects.toMatchObject({
      code: 'oauth_state_unknown',
    });
  });

  it('ends after its ten minutes, with its outcome', async () => {
    const state = await started('late');
    const finished = await started('finished');
    const first = await taken(finished);
    if (first.status === 'pending') {
      await first.settle('how-it-ended');
    }
    nowMs += 10 * minuteMs;
    for (const each of [state, finished]) {
      await expect(taken(each)).rejects.toMatchObject({ code: 'oauth_state_unknown' });
    }
  });

  it('leaves neither the state, the binding, the verifier, the nonce nor the outcome in the database', async () => {
    await started('secret-state');
    const first = await taken(await started('secret-settled'));
    if (first.status === 'pending') {
      await first.settle('secret-outcome');
    }
    const { docs } = await firestore().collection('oauthStates').get();
    const dump = JSON.stringify(docs.map((document) => [document.id, document.data()]));
    for (const secret of ['secret-', 'key-of-', 'verifier-in-clear', 'nonce-in-clear']) {
      expect(dump).not.toContain(secret);
    }
  });
});
