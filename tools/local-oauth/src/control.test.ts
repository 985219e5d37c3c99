import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { recordedRefusals } from './recorded-refusals.ts';
import type { AuthorizationServer } from './server.ts';
import {
  type Answer,
  authorize,
  connect,
  exchange,
  readAnswer,
  refresh,
  startServer,
} from './test-client.ts';

async function get(server: AuthorizationServer, name: string): Promise<Answer> {
  return readAnswer(await fetch(`${server.issuer}/_control/${name}`));
}

async function post(server: AuthorizationServer, name: string, body: unknown = {}): Promise<Answer> {
  const response = await fetch(`${server.issuer}/_control/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return readAnswer(response);
}

/** fetch does not let one choose the Host header. */
async function statusWithHost(url: string, host: string): Promise<number | undefined> {
  const sent = request(url, { headers: { host } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe('the control', () => {
  it('lists token requests with their outcome and account, and counts refreshes', async () => {
    const server = await startServer('google');
    const tokens = await connect(server);
    await refresh(server, tokens);
    await refresh(server, tokens);
    const requests = server.control.tokenRequests();
    expect(requests.map(({ grantType, outcome }) => `${grantType} ${outcome}`)).toEqual([
      'authorization_code ok',
      'refresh_token ok',
      'refresh_token invalid_grant',
    ]);
    expect(requests[1]?.account).toBe('ada@northwind.example');
    expect(Date.parse(requests[1]?.at ?? '')).toBeGreaterThan(0);
    expect(server.control.refreshCount()).toBe(2);
    expect(server.control.refreshCount('ok')).toBe(1);
  });

  it('delays the token endpoint by the latency that was set', async () => {
    const server = await startServer('google', { latencyMs: 40 });
    const startedAtMs = performance.now();
    const tokens = await connect(server);
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(39);
    server.control.setLatencyMs(150);
    const refreshedAtMs = performance.now();
    await refresh(server, tokens);
    expect(performance.now() - refreshedAtMs).toBeGreaterThanOrEqual(149);
  });

  it('knows every code and token that was issued, also those whose answer was lost', async () => {
    const server = await startServer('microsoft');
    const authorization = await authorize(server);
    const { body } = await exchange(server, authorization);
    server.control.failNext(1, 'html', { afterProcessing: true });
    await expect(refresh(server, body)).rejects.toThrow(SyntaxError);
    const secrets = server.control.issuedSecrets();
    const values = secrets.map(({ value }) => value);
    expect(values).toEqual(
      expect.arrayContaining([
        authorization.code,
        body['access_token'],
        body['refresh_token'],
        body['id_token'],
      ]),
    );
    expect(secrets.filter(({ kind }) => kind === 'refresh_token')).toHaveLength(2);
  });

  it('ends all grants of an account, as a person does at the provider', async () => {
    const server = await startServer('microsoft');
    const tokens = await connect(server);
    await connect(server);
    expect(server.control.revokeGrantOf('ada@northwind.example')).toBe(2);
    expect((await refresh(server, tokens)).body['error']).toBe('invalid_grant');
    expect(() => server.control.revokeGrantOf('nobody@x.example')).toThrow(RangeError);
  });

  it('returns to its starting values on reset, and still knows the secrets', async () => {
    const server = await startServer('google', { accessTokenLifetimeSeconds: 77 });
    const tokens = await connect(server);
    server.control.setAccessTokenLifetimeSeconds(5);
    server.control.failNext(3, '500');
    server.control.reset();
    expect(server.control.tokenRequests()).toEqual([]);
    expect(await refresh(server, tokens)).toMatchObject({ status: 200, body: { expires_in: 77 } });
    expect(server.control.issuedSecrets().map(({ value }) => value)).toContain(tokens['refresh_token']);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d as a lifetime', async (seconds) => {
    const server = await startServer('google');
    expect(() => server.control.setAccessTokenLifetimeSeconds(seconds)).toThrow(RangeError);
  });
});

describe('the control over HTTP', () => {
  it('does what the control in the process does', async () => {
    const server = await startServer('google');
    const tokens = await connect(server);
    expect(await post(server, 'access-token-lifetime', { seconds: 12 })).toEqual({ status: 200, body: {} });
    expect(await post(server, 'latency', { latencyMs: 1 })).toEqual({ status: 200, body: {} });
    expect(await post(server, 'grant-lifetime', { authorization_expires_in: 99 })).toMatchObject({
      status: 200,
    });
    expect((await refresh(server, tokens)).body).toMatchObject({
      expires_in: 12,
      authorization_expires_in: 99,
    });

    expect(await post(server, 'fail-next', { count: 2, fault: '429', retryAfterSeconds: 3 })).toEqual({
      status: 200,
      body: { pendingFaults: 2 },
    });
    expect((await refresh(server, tokens)).status).toBe(429);
    expect((await get(server, 'token-requests')).body).toMatchObject({
      refreshCount: 2,
      pendingFaults: 1,
      redirectsFollowed: 0,
      requests: server.control.tokenRequests(),
    });
    expect(await post(server, 'reset')).toMatchObject({ status: 200 });
    expect(server.control.pendingFaults()).toBe(0);
    expect((await get(server, 'issued-secrets')).body['secrets']).toEqual(server.control.issuedSecrets());
    expect((await post(server, 'revoke-grant', { account: 'ada@northwind.example' })).body).toEqual({
      revokedGrants: 1,
    });
  });

  it.each([
    ['fail-next', { fault: 'meteor' }],
    ['fail-next', { fault: '500', count: 'two' }],
    ['fail-next', { fault: '500', count: -1 }],
    ['fail-next', { fault: '500', afterProcessing: 'yes' }],
    ['latency', {}],
    ['latency', { latencyMs: -5 }],
    ['access-token-lifetime', { seconds: 0 }],
    ['grant-lifetime', { refresh_token_timeout: 'long' }],
    ['revoke-grant', { account: 'nobody@x.example' }],
    ['revoke-grant', []],
  ])('refuses %s with %j', async (name, body) => {
    const server = await startServer('google');
    const { status, body: answer } = await post(server, name, body);
    expect(status).toBe(400);
    expect(answer['error']).toEqual(expect.any(String));
    expect(server.control.pendingFaults()).toBe(0);
  });

  it('keeps browser pages, other content types, broken JSON and unknown names out', async () => {
    const { issuer } = await startServer('google');
    const secrets = `${issuer}/_control/issued-secrets`;
    expect((await fetch(secrets, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect(await statusWithHost(secrets, 'evil.example')).toBe(403);
    expect((await fetch(`${issuer}/_control/reset`, { method: 'POST', body: 'a=b' })).status).toBe(415);
    const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
    expect((await fetch(`${issuer}/_control/reset`, broken)).status).toBe(400);
    const large = { ...broken, body: `"${'a'.repeat(70_000)}"` };
    expect((await fetch(`${issuer}/_control/reset`, large)).status).toBe(413);
    expect((await fetch(`${issuer}/_control/nothing`)).status).toBe(404);
  });

  it('stops the server after answering', async () => {
    const server = await startServer('google');
    expect(await post(server, 'stop')).toEqual({ status: 200, body: {} });
    await server.stop();
    await expect(fetch(server.endpoints.discovery)).rejects.toThrow();
  });
});

describe.each(['google', 'microsoft'] as const)('%s', (profile) => {
  it('refuses the next token request for each reason as it is recorded, and changes nothing', async () => {
    const server = await startServer(profile);
    const tokens = await connect(server);
    for (const { reason, status, body } of recordedRefusals(profile)) {
      server.control.refuseNext(1, reason);
      expect(await refresh(server, tokens), reason).toEqual({ status, body });
    }
    expect((await refresh(server, tokens)).body).toHaveProperty('access_token');
  });

  it('names the reasons that it can refuse for when asked for another', async () => {
    const server = await startServer(profile);
    const { status, body } = await post(server, 'refuse-next', { reason: 'bad_mood' });
    expect(status).toBe(400);
    expect(String(body['error'])).toContain('client_rejected');
    expect(await post(server, 'refuse-next', { reason: 'revoked', count: 2 })).toMatchObject({
      status: 200,
      body: { pendingFaults: 2 },
    });
  });
});
