import type { AuditActor } from '@klayim/shared/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, startApi } from '../../test/http/api-server.ts';
import { idTokenOf, organizationId } from '../../test/http/test-identity.ts';

describe('the actor of a request', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  async function identifyActor(headers: Record<string, string> = {}): Promise<AuditActor | undefined> {
    const idToken = idTokenOf('owner');
    const response = await api.call('/integrations/google_calendar/authorize', {
      method: 'POST',
      idToken,
      headers,
    });
    const { items } = await api.services.auditService.listEvents(organizationId, { limit: 1 });
    expect(items).toMatchObject([{ type: 'authorization.started', actor: { type: 'user', role: 'owner' } }]);
    expect(items[0]?.actor).toMatchObject({
      userId: 'user-owner',
      requestId: response.headers.get('x-request-id'),
    });
    return items[0]?.actor;
  }

  it.each<[string, Record<string, string>, string | null]>([
    ['without a proxy', {}, '127.0.0.1'],
    ['as the proxy saw it', { 'x-forwarded-for': '203.0.113.7' }, '203.0.113.7'],
    ['and not as the caller claims', { 'x-forwarded-for': '10.0.0.1, 203.0.113.7' }, '203.0.113.7'],
    ['in version 6', { 'x-forwarded-for': '2001:db8::7' }, '2001:db8::7'],
    ['in version 4 inside of 6', { 'x-forwarded-for': '::FFFF:203.0.113.7' }, '203.0.113.7'],
    ['unknown, rather than a text', { 'x-forwarded-for': 'unknown' }, null],
    ['unknown, rather than a part of one', { 'x-forwarded-for': '203.0.113.7, <script>' }, null],
  ])('has its address %s', async (_how, headers, ipAddress) => {
    await expect(identifyActor(headers)).resolves.toHaveProperty('ipAddress', ipAddress);
  });

  it('reads the address from no other header', async () => {
    const headers = {
      forwarded: 'for=203.0.113.7',
      'x-real-ip': '203.0.113.7',
      'fastly-client-ip': '203.0.113.7',
    };
    await expect(identifyActor(headers)).resolves.toHaveProperty('ipAddress', '127.0.0.1');
  });
});
