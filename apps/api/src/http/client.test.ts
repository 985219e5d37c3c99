import { createKlayimClient, KlayimError } from '@klayim/client';
import type { Role } from '@klayim/shared/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkResponse, type RunningApi, startApi } from '../../test/http/api-server.ts';
import { idTokenOf, idTokens, organizationId } from '../../test/http/test-identity.ts';
import { AppError } from '../errors/app-error.ts';

describe('the typed client on the API', () => {
  let api: RunningApi;
  let ids: string[] = [];
  beforeEach(async () => {
    api = await startApi();
    ids = [];
    for (const account of ['one', 'two', 'three']) {
      ids.unshift((await api.services.connect(organizationId, account)).id);
      // Lists are sorted by when a connection was made.
      api.services.advance(1);
    }
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
    const [id = '', second] = ids;
    expect(items.map((item) => item.id)).toEqual([id, second]);
    await expect(owner.call('getIntegration', { path: { id } })).resolves.toMatchObject({ id });
    // Nobody answers where grants are revoked.
    await expect(owner.call('disconnectIntegration', { path: { id } })).resolves.toMatchObject({
      revocation: 'local_only',
    });
    await owner.call('deleteIntegration', { path: { id } });
    await expect(owner.call('getIntegration', { path: { id } })).rejects.toMatchObject({
      code: 'integration_not_found',
      status: 404,
    });
  });

  it('creates, gets tokens and starts authorizations', async () => {
    const { status, headers, body } = await clientOf('owner').callFully('createEmployee', {
      body: {
        name: 'Ada Lovelace',
        email: 'ada@example.com',
        role: 'Engineer',
        department: 'Research',
        employmentStatus: 'fullTime',
        sourceType: 'manual',
      },
    });
    expect([status, headers.get('location')]).toEqual([201, `https://api.example/employees/${body.id}`]);
    const [id = ''] = ids;
    const token = await clientOf('service').call('getAccessToken', { path: { id } });
    expect(token).toMatchObject({ tokenType: 'Bearer', degraded: false });
    const started = await clientOf('owner').call('startAuthorization', {
      path: { provider: 'google_calendar' },
    });
    expect(started.authorizationUrl).toMatch(/^https:\/\/accounts\.google\.com\//);
  });

  it('exports the trail line by line', async () => {
    const seen: unknown[] = [];
    for await (const { subject } of clientOf('administrator').lines('exportAuditEvents')) {
      seen.push(subject.id);
    }
    expect(seen).toEqual(ids);
  });

  it('throws what the API refuses, with the request id of its logs', async () => {
    const error = await clientOf('member')
      .call('refreshIntegration', { path: { id: ids[0] ?? '' } })
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof KlayimError)) {
      throw error;
    }
    expect(error).toMatchObject({ code: 'insufficient_role', status: 403 });
    await expect.poll(() => api.lines.find(({ requestId }) => requestId === error.requestId)).toBeDefined();
  });

  it('recovers from an outage and an expired token', async () => {
    let outages = 2;
    const trail = api.services.auditService;
    const unsteady = await startApi({
      ...api.services.dependencies,
      auditService: {
        ...trail,
        listEvents: async (...request) => {
          outages -= 1;
          if (outages >= 0) {
            throw new AppError('store_unavailable');
          }
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
    expect(page.items).toHaveLength(3);
    const codes = api.lines.flatMap(({ message, code }) => (message === 'request' ? [code] : []));
    expect(codes).toEqual(['id_token_expired', 'store_unavailable', 'store_unavailable', null]);
  });
});
