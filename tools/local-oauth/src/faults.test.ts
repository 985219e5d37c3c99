import { describe, expect, it } from 'vitest';
import { type Fault, faultNames } from './faults.ts';
import type { AuthorizationServer } from './server.ts';
import { connect, refresh, startServer, testClient } from './test-client.ts';

const signs: Readonly<Record<Fault, string>> = {
  '500': '500 application/json server_error',
  '503-retry-after': '503 application/json temporarily_unavailable retry-after=1',
  '429': '429 application/json rate_limit_exceeded',
  timeout: 'TimeoutError',
  reset: 'TypeError',
  html: '200 text/html <!doctype html>',
  empty: '200 application/json',
  invalid_client: '401 application/json invalid_client',
  invalid_grant: '400 application/json invalid_grant',
  unauthorized_client: '400 application/json unauthorized_client',
  invalid_scope: '400 application/json invalid_scope',
  invalid_request: '400 application/json invalid_request',
  admin_policy_enforced: '400 application/json admin_policy_enforced',
  access_denied: '403 application/json access_denied',
  org_internal: '403 application/json org_internal',
  consent_required: '400 application/json invalid_grant',
  interaction_required: '400 application/json interaction_required',
  invalid_resource: '400 application/json invalid_resource',
  single_tenant: '400 application/json invalid_request',
  unknown_user: '400 application/json invalid_request',
  invalid_rapt: '400 application/json invalid_grant',
  'fewer-scopes': '200 application/json',
  huge: '200 application/json more than 1 MB',
  redirect: '307 application/json to /_control/redirect-trap',
  'wrong-content-type': '200 text/plain',
};

/** What a client notices of one refresh, as text. It gives up soon when no answer is what it waits for. */
async function observe(
  server: AuthorizationServer,
  refreshToken: string,
  fault: Fault | null = null,
): Promise<string> {
  try {
    const response = await fetch(server.endpoints.token, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(fault === 'timeout' ? 1_000 : 20_000),
      body: new URLSearchParams({
        client_id: testClient.clientId,
        client_secret: testClient.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    });
    const text = await response.text();
    const retryAfter = response.headers.get('retry-after');
    const location = response.headers.get('location');
    const parts = [
      String(response.status),
      response.headers.get('content-type') ?? '',
      /"error":"(\w+)"/.exec(text)?.[1] ?? '',
      /^<!doctype html>/.exec(text)?.[0] ?? '',
      text.length > 1_000_000 ? 'more than 1 MB' : '',
      retryAfter === null ? '' : `retry-after=${retryAfter}`,
      location === null ? '' : `to ${location}`,
    ];
    return parts.filter((part) => part !== '').join(' ');
  } catch (error) {
    return error instanceof Error ? error.name : 'not an Error';
  }
}

describe.each(faultNames)('the fault %s', (fault) => {
  it('reaches the client once and changes nothing on the server', async () => {
    const server = await startServer('google');
    const tokens = await connect(server);
    server.control.failNext(1, fault);
    expect(await observe(server, String(tokens['refresh_token']), fault)).toBe(signs[fault]);
    expect(server.control.pendingFaults()).toBe(0);
    expect(server.control.tokenRequests().at(-1)).toMatchObject({
      grantType: 'refresh_token',
      outcome: fault,
      fault,
    });
    expect((await refresh(server, tokens)).status).toBe(200);
  });

  it('after processing, reaches the client when the rotation has really happened', async () => {
    const server = await startServer('microsoft');
    const tokens = await connect(server);
    server.control.failNext(1, fault, { afterProcessing: true });
    expect(await observe(server, String(tokens['refresh_token']), fault)).toBe(signs[fault]);
    expect(server.control.tokenRequests().at(-1)).toMatchObject({
      grantType: 'refresh_token',
      outcome: 'ok',
      fault,
    });
    expect((await refresh(server, tokens)).body['error']).toBe('invalid_grant');
  });
});

describe('planned faults', () => {
  it('happen in order, each as often as was asked for', async () => {
    const server = await startServer('google');
    const tokens = await connect(server);
    server.control.failNext(2, '500');
    server.control.failNext(1, '429', { retryAfterSeconds: 7 });
    const seen: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      seen.push(await observe(server, String(tokens['refresh_token'])));
    }
    expect(seen).toEqual([signs['500'], signs['500'], `${signs['429']} retry-after=7`]);
  });

  it('are refused unless their number is a positive integer', async () => {
    const server = await startServer('google');
    expect(() => server.control.failNext(0, '500')).toThrow(RangeError);
    expect(() => server.control.failNext(1.5, '500')).toThrow(RangeError);
  });

  it('count a client that follows the redirect with its secrets', async () => {
    const server = await startServer('google');
    server.control.failNext(1, 'redirect');
    await fetch(server.endpoints.token, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(server.control.redirectsFollowed()).toBe(1);
  });

  it('do not keep the server from stopping while a client waits for an answer', async () => {
    const server = await startServer('google');
    const tokens = await connect(server);
    server.control.failNext(1, 'timeout', { afterProcessing: true });
    const waiting = refresh(server, tokens);
    const rejected = expect(waiting).rejects.toThrow();
    await expect.poll(() => server.control.refreshCount()).toBe(1);
    await server.stop();
    await rejected;
  });
});
