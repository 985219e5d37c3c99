import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { describe, expect, it } from 'vitest';
import type { AuthorizationServer } from './server.ts';
import { pkce, refresh, startServer, testClient } from './test-client.ts';
import { walkConsent } from './walk-consent.ts';

function clientOf(server: AuthorizationServer): OAuth2Client {
  return new OAuth2Client({
    ...testClient,
    issuers: [server.issuer],
    endpoints: {
      oauth2AuthBaseUrl: server.endpoints.authorization,
      oauth2TokenUrl: server.endpoints.token,
      oauth2RevokeUrl: server.endpoints.revocation,
      oauth2FederatedSignonPemCertsUrl: `${server.issuer}/oauth2/v1/certs`,
    },
  });
}

async function connectWith(client: OAuth2Client) {
  const { verifier, challenge } = pkce();
  const url = client.generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent',
    scope: ['openid', 'email', 'https://www.googleapis.com/auth/calendar.readonly'],
    state: 'state-1',
    code_challenge: challenge,
    code_challenge_method: CodeChallengeMethod.S256,
    login_hint: 'grace@northwind.example',
  });
  const { callbackUrl } = await walkConsent(url);
  const code = new URL(callbackUrl).searchParams.get('code') ?? '';
  const { tokens } = await client.getToken({ code, codeVerifier: verifier });
  client.setCredentials(tokens);
  return tokens;
}

describe('google-auth-library against the server that stands in for Google', () => {
  it('connects and verifies the id token with the published keys', async () => {
    const server = await startServer('google');
    const client = clientOf(server);
    const tokens = await connectWith(client);
    const ticket = await client.verifyIdToken({
      idToken: tokens.id_token ?? '',
      audience: testClient.clientId,
    });
    expect(ticket.getPayload()).toMatchObject({
      sub: server.accounts[1]?.id,
      email: 'grace@northwind.example',
      email_verified: true,
    });
  });

  it('refreshes, and announces the rotated refresh token in its tokens event', async () => {
    const server = await startServer('google');
    const client = clientOf(server);
    const first = await connectWith(client);
    const announced: unknown[] = [];
    client.on('tokens', (tokens) => announced.push(tokens.refresh_token));
    const { credentials } = await client.refreshAccessToken();
    expect(credentials.access_token).not.toBe(first.access_token);
    expect(announced[0]).toEqual(expect.any(String));
    expect(announced[0]).not.toBe(first.refresh_token);
    const again = await refresh(server, { refresh_token: announced[0] });
    expect(again.status).toBe(200);
  });

  it('gets invalid_grant after the person has removed the access', async () => {
    const server = await startServer('google');
    const client = clientOf(server);
    await connectWith(client);
    server.control.revokeGrantOf('grace@northwind.example');
    await expect(client.refreshAccessToken()).rejects.toThrow('invalid_grant');
  });

  it('revokes by its own call', async () => {
    const server = await startServer('google');
    const client = clientOf(server);
    const tokens = await connectWith(client);
    const token = tokens.refresh_token ?? '';
    expect((await client.revokeToken(token)).status).toBe(200);
    await expect(client.revokeToken(token)).rejects.toMatchObject({ status: 400 });
    await expect(client.refreshAccessToken()).rejects.toThrow('invalid_grant');
  });
});
