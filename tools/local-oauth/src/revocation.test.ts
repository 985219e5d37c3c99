import { describe, expect, it } from 'vitest';
import type { AuthorizationServer } from './server.ts';
import { type Answer, connect, readAnswer, refresh, startServer, userinfo } from './test-client.ts';

async function revoke(server: AuthorizationServer, token: unknown): Promise<Answer> {
  const body = new URLSearchParams({ token: String(token) });
  return readAnswer(await fetch(server.endpoints.revocation, { method: 'POST', body }));
}

describe('revocation at the server that stands in for Google', () => {
  it.each(['refresh_token', 'access_token'])(
    'of the %s ends every token of that account, and of no other',
    async (kind) => {
      const server = await startServer('google');
      const ada = await connect(server, {}, { account: 'ada@northwind.example' });
      const alsoAda = await connect(server, {}, { account: 'ada@northwind.example' });
      const grace = await connect(server, {}, { account: 'grace@northwind.example' });
      expect(await revoke(server, ada[kind])).toEqual({ status: 200, body: {} });
      expect((await refresh(server, ada)).body['error']).toBe('invalid_grant');
      expect((await refresh(server, alsoAda)).body['error']).toBe('invalid_grant');
      expect((await userinfo(server, ada)).status).toBe(401);
      expect((await refresh(server, grace)).status).toBe(200);
    },
  );

  it('takes the token from the query too', async () => {
    const server = await startServer('google');
    const { refresh_token: token } = await connect(server);
    const url = `${server.endpoints.revocation}?${new URLSearchParams({ token: String(token) })}`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(200);
    expect((await revoke(server, token)).body['error']).toBe('invalid_token');
  });

  it('refuses an unknown token, a missing one and other methods', async () => {
    const server = await startServer('google');
    expect(await revoke(server, 'nobody-issued-this')).toMatchObject({
      status: 400,
      body: { error: 'invalid_token' },
    });
    expect(await revoke(server, '')).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect((await fetch(server.endpoints.revocation)).status).toBe(405);
  });
});
