import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemOf, type RunningApi, startApi } from '../http/testing/api-server.ts';
import { idTokenOf, organizationId } from '../http/testing/memory-identity.ts';
import { integrationOf } from '../http/testing/memory-services.ts';

const owner = idTokenOf('owner');
const importBody = {
  provider: 'google',
  accountId: '42',
  accountEmail: 'ada@example.com',
  scopes: ['openid'],
  accessToken: 'an-access-token',
  expiresAt: '2026-11-23T10:15:00.000Z',
};

describe('the integrations routes', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
    api.services.integrations.set('own', integrationOf(organizationId, 'own'));
  });
  afterEach(() => api.close());

  it('list a page by filters', async () => {
    const response = await api.call('/integrations?provider=google&limit=1', { idToken: owner });
    expect(await response.json()).toEqual({
      items: [integrationOf(organizationId, 'own')],
      nextCursor: null,
    });
    const other = await api.call('/integrations?provider=microsoft', { idToken: owner });
    expect(await other.json()).toEqual({ items: [], nextCursor: null });
  });

  it('pass on what the service says of a cursor', async () => {
    const response = await api.call('/integrations?cursor=abc', { idToken: owner });
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('do not take "providers" for an id', async () => {
    const response = await api.call('/integrations/providers', { idToken: owner });
    expect(await response.json()).toMatchObject({
      items: [{ provider: 'google' }, { provider: 'microsoft' }],
    });
    const removal = await api.call('/integrations/providers', { method: 'DELETE', idToken: owner });
    expect(await problemOf(removal)).toMatchObject({ status: 405 });
  });

  it('import an account once', async () => {
    const response = await api.call('/integrations', { idToken: owner, json: importBody });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('https://api.example/integrations/google-42');
    expect(await response.json()).toMatchObject({ id: 'google-42', organizationId });
    const again = await api.call('/integrations', { idToken: owner, json: importBody });
    expect(await problemOf(again)).toMatchObject({ status: 409, code: 'already_connected' });
  });

  it('refresh, disconnect and delete one', async () => {
    const post = (action: string) =>
      api.call(`/integrations/own/${action}`, { method: 'POST', idToken: owner });
    expect(await (await post('refresh')).json()).toMatchObject({ id: 'own', refreshCount: 1 });
    expect(await (await post('disconnect')).json()).toMatchObject({
      integration: { status: 'disconnected' },
      revocation: 'revoked',
    });
    const removal = await api.call('/integrations/own', { method: 'DELETE', idToken: owner });
    expect(removal.status).toBe(204);
    expect(await removal.text()).toBe('');
    expect(await problemOf(await api.call('/integrations/own', { idToken: owner }))).toMatchObject({
      code: 'integration_not_found',
    });
  });

  it('give a token with or without options', async () => {
    const idToken = idTokenOf('service');
    for (const options of [{ method: 'POST' }, { json: {} }, { json: { forceRefresh: true } }]) {
      const response = await api.call('/integrations/own/token', { idToken, ...options });
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toEqual({
        accessToken: 'an-access-token',
        tokenType: 'Bearer',
        expiresAt: '2026-11-23T10:15:00.000Z',
        scopes: ['openid'],
        degraded: false,
      });
    }
  });

  it.each([
    ['a sign', 'a!b'],
    ['129 letters', 'a'.repeat(129)],
    ['a slash', 'a%2Fb'],
    ['a null byte', '%00'],
  ])('answer a malformed id with %s as an unknown one', async (_what, id) => {
    const unknown = await problemOf(await api.call('/integrations/unknown', { idToken: owner }));
    const malformed = await problemOf(await api.call(`/integrations/${id}`, { idToken: owner }));
    expect({ ...malformed, requestId: '' }).toEqual({ ...unknown, requestId: '' });
  });
});
