import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { idTokens } from '../../../test/http/test-identity.ts';

const idToken = idTokens.operator;

describe('the operator routes', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('show the keys', async () => {
    const response = await api.call('/operator/encryption-keys', { idToken });
    expect(await response.json()).toMatchObject({
      currentVersion: 1,
      keys: [{ version: 1, state: 'current' }],
    });
  });

  it('start a rotation in the name of the operator, and say where to follow it', async () => {
    const response = await api.call('/operator/key-rotations', { method: 'POST', idToken });
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('https://api.example/operator/key-rotations/v1');
    expect(await response.json()).toMatchObject({ id: 'v1', startedBy: 'user-operator' });
  });

  it.each(['v1', 'current'])('show the rotation %s', async (id) => {
    const response = await api.call(`/operator/key-rotations/${id}`, { idToken });
    expect([response.status, await response.json()]).toMatchObject([200, { targetVersion: 1 }]);
  });

  it.each(['v2', 'v0', '1', 'v01', 'V1', 'v1x', 'v9999999999', 'previous'])(
    'know no rotation %s',
    async (id) => {
      const response = await api.call(`/operator/key-rotations/${id}`, { idToken });
      expect(await readProblem(response)).toMatchObject({ status: 404, code: 'key_rotation_not_found' });
    },
  );

  it('request a sweep, and list it', async () => {
    const requested = await api.call('/operator/sweeps', { method: 'POST', idToken });
    expect(requested.status).toBe(202);
    const sweep = await requested.json();
    expect(sweep).toMatchObject({ status: 'queued', startedBy: 'user-operator' });
    const list = await api.call('/operator/sweeps', { idToken });
    expect(await list.json()).toEqual({ items: [sweep] });
  });

  it('show the providers’ errors that the tables of reasons lack', async () => {
    const response = await api.call('/operator/unlisted-errors', { idToken });
    expect([response.status, await response.json()]).toEqual([200, { items: [], complete: true }]);
  });

  it('count the work that waits', async () => {
    const response = await api.call('/operator/queues', { idToken });
    const { items } = (await response.json()) as { items: { queue: string; waiting: number }[] };
    expect([response.status, items.map(({ queue, waiting }) => [queue, waiting])]).toEqual([
      200,
      ['refreshes', 'webhooks', 'notifications', 'mails'].map((queue) => [queue, 0]),
    ]);
  });

  it('say when client secrets end, and tell none', async () => {
    const response = await api.call('/operator/client-secrets', { idToken });
    expect([response.status, await response.json()]).toEqual([
      200,
      { items: [{ server: 'google', endsOn: [], worksUntil: null, daysLeft: null }] },
    ]);
  });

  it('name the operator in the log', async () => {
    await api.call('/operator/sweeps', { idToken });
    await expect
      .poll(() => api.lines.findLast(({ route }) => route === '/operator/sweeps'))
      .toMatchObject({ userId: 'user-operator', organizationId: null });
  });
});
