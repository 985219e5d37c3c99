import { createKlayimClient, KlayimError } from '@klayim/client';
import type { Role } from '@klayim/shared/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors/app-error.ts';
import { auditEventExample } from '../routes/examples/audit-event.example.ts';
import { checkResponse, type RunningApi, startApi } from './testing/api-server.ts';
import { memoryAuditService } from './testing/memory-audit.ts';
import { idTokenOf, idTokens, organizationId } from './testing/memory-identity.ts';
import { integrationOf } from './testing/memory-services.ts';

describe('the typed client on the API', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
    for (const id of ['one', 'two', 'three'])
      api.services.integrations.set(id, integrationOf(organizationId, id));
  });
  afterEach(() => api.close());

  /** Every answer is held against the OpenAPI document before the client gets it. */
  const clientOf = (role: Role, options = {}) =>
    createKlayimClient({
      baseUrl: api.url,
      token: () => idTokenOf(role),
      fetch: async (target, init) => {
        const response = await fetch(target, init);
        await checkResponse()(init?.method ?? 'GET', new URL(String(target)).pathname, response);
        return response;
      },
      ...options,
    });

  it('reads, changes and deletes', async () => {
    const owner = clientOf('owner');
    const { items } = await owner.call('listIntegrations', { query: { limit: 2 } });
    expect(items.map(({ id }) => id)).toEqual(['one', 'two']);
    await expect(owner.call('getIntegration', { path: { id: 'one' } })).resolves.toMatchObject({ id: 'one' });
    await expect(owner.call('disconnectIntegration', { path: { id: 'one' } })).resolves.toMatchObject({
      revocation: 'revoked',
    });
    await owner.call('deleteIntegration', { path: { id: 'one' } });
    await expect(owner.call('getIntegration', { path: { id: 'one' } })).rejects.toMatchObject({
      code: 'integration_not_found',
      status: 404,
    });
  });

  it('creates, gets tokens and starts authorizations', async () => {
    const { status, headers } = await clientOf('owner').callFully('importIntegration', {
      body: {
        provider: 'google',
        accountId: 'four',
        accountEmail: 'ada@example.com',
        scopes: ['openid'],
        accessToken: 'an-access-token',
        expiresAt: '2026-11-23T11:15:00.000Z',
      },
    });
    expect([status, headers.get('location')]).toEqual([201, 'https://api.example/integrations/google-four']);
    const token = await clientOf('service').call('getAccessToken', { path: { id: 'one' } });
    expect(token.accessToken).toBe('an-access-token');
    const started = await clientOf('owner').call('startAuthorization', { path: { provider: 'google' } });
    expect(started.authorizationUrl).toBe('https://provider.example/authorize');
  });

  it('exports the trail line by line', async () => {
    const seen: unknown[] = [];
    for await (const event of clientOf('administrator').lines('exportAuditEvents')) seen.push(event);
    expect(seen).toEqual([{ ...auditEventExample, organizationId }]);
  });

  it('throws what the API refuses, with the request id of its logs', async () => {
    const error = await clientOf('member')
      .call('refreshIntegration', { path: { id: 'one' } })
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof KlayimError)) throw error;
    expect(error).toMatchObject({ code: 'insufficient_role', status: 403 });
    await expect.poll(() => api.lines.find(({ requestId }) => requestId === error.requestId)).toBeDefined();
  });

  it('gets over an outage and an expired token', async () => {
    let outages = 2;
    const trail = memoryAuditService();
    const unsteady = await startApi({
      auditService: {
        ...trail,
        listEvents: async (...request) => {
          outages -= 1;
          if (outages >= 0) throw new AppError('store_unavailable');
          return trail.listEvents(...request);
        },
      },
    });
    const client = clientOf('owner', {
      baseUrl: unsteady.url,
      baseDelayMs: 1,
      token: ({ forceRefresh }: { forceRefresh: boolean }) =>
        forceRefresh ? idTokenOf('owner') : idTokens.expired,
    });
    const page = await client.call('listAuditEvents');
    await unsteady.close();
    expect(page.items).toHaveLength(1);
    const codes = unsteady.lines.flatMap(({ message, code }) => (message === 'request' ? [code] : []));
    expect(codes).toEqual(['id_token_expired', 'store_unavailable', 'store_unavailable', null]);
  });
});
