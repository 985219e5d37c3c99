import { afterEach, describe, expect, it, vi } from 'vitest';
import { startAuthorizationServer } from './server.ts';
import {
  authorizationUrl,
  authorize,
  claimsOf,
  connect,
  exchange,
  pkce,
  postToken,
  readAnswer,
  refresh,
  startServer,
  testClient,
  userinfo,
} from './test-client.ts';
import { walkConsent } from './walk-consent.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe.each(['google', 'microsoft'] as const)('the server that stands in for %s', (profile) => {
  it('describes itself by a discovery document that agrees with its endpoints', async () => {
    const server = await startServer(profile);
    const { status, body } = await readAnswer(await fetch(server.endpoints.discovery));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: server.issuer,
      authorization_endpoint: server.endpoints.authorization,
      token_endpoint: server.endpoints.token,
      userinfo_endpoint: server.endpoints.userinfo,
      jwks_uri: server.endpoints.jwks,
      code_challenge_methods_supported: ['S256'],
    });
    expect(body['revocation_endpoint']).toBe(profile === 'google' ? server.endpoints.revocation : undefined);
  });

  it('refuses an authorization without a PKCE challenge, and one with the plain method', async () => {
    const server = await startServer(profile);
    const without = await walkConsent(authorizationUrl(server));
    expect(new URL(without.callbackUrl).searchParams.get('error')).toBe('invalid_request');
    const plain = authorizationUrl(server, {
      code_challenge: pkce().verifier,
      code_challenge_method: 'plain',
    });
    const { callbackUrl } = await walkConsent(plain);
    expect(new URL(callbackUrl).searchParams.get('error')).toBe('invalid_request');
  });

  it('refuses a code with a wrong verifier and without one', async () => {
    const server = await startServer(profile);
    const { code } = await authorize(server);
    expect(await exchange(server, { code, verifier: pkce().verifier })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const without = await postToken(server, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: testClient.redirectUri,
    });
    expect(without).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('takes a code once, and ends what came from it when it is replayed', async () => {
    const server = await startServer(profile);
    const authorization = await authorize(server);
    const first = await exchange(server, authorization);
    expect(first.status).toBe(200);
    const replay = await exchange(server, authorization);
    expect(replay).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await refresh(server, first.body)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('accepts the client by form and by header, and no other secret', async () => {
    const server = await startServer(profile);
    const { refresh_token: refreshToken } = await connect(server);
    const wrong = await postToken(server, { grant_type: 'refresh_token', client_secret: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const credentials = `${encodeURIComponent(testClient.clientId)}:${encodeURIComponent(testClient.clientSecret)}`;
    const basic = await fetch(server.endpoints.token, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(credentials)}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: String(refreshToken) }),
    });
    expect(basic.status).toBe(200);
  });

  it('honours the expiry of access tokens, with the lifetime that was set', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const server = await startServer(profile, { accessTokenLifetimeSeconds: 90 });
    const tokens = await connect(server);
    expect(tokens['expires_in']).toBe(90);
    vi.setSystemTime(Date.now() + 89_000);
    expect((await userinfo(server, tokens)).status).toBe(200);
    vi.setSystemTime(Date.now() + 1_000);
    expect((await userinfo(server, tokens)).status).toBe(401);

    server.control.setAccessTokenLifetimeSeconds(5);
    expect((await refresh(server, tokens)).body['expires_in']).toBe(5);
  });

  it('gives the account that the login hint names', async () => {
    const server = await startServer(profile);
    const tokens = await connect(server, { login_hint: 'alan@fabrikam.example' });
    expect(claimsOf(tokens)['email']).toBe('alan@fabrikam.example');
  });
});

describe('the server that stands in for Google', () => {
  it.each([
    { params: { access_type: 'offline', prompt: 'consent' }, issued: true },
    { params: { access_type: 'offline', prompt: 'consent select_account' }, issued: true },
    { params: { access_type: 'offline', prompt: null }, issued: false },
    { params: { access_type: 'online', prompt: 'consent' }, issued: false },
    { params: { access_type: null, prompt: 'consent', scope: 'openid email offline_access' }, issued: false },
  ])('with $params issues a refresh token: $issued', async ({ params, issued }) => {
    const tokens = await connect(await startServer('google'), params);
    expect('refresh_token' in tokens).toBe(issued);
  });

  it('reports the granted scopes by their long names, and never offline_access', async () => {
    const tokens = await connect(await startServer('google'));
    expect(tokens['scope']).toBe(
      'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile https://www.googleapis.com/auth/calendar.readonly',
    );
  });

  it('identifies the account by sub, email and email_verified', async () => {
    const server = await startServer('google');
    const ada = server.accounts[0];
    expect(claimsOf(await connect(server))).toMatchObject({
      iss: server.issuer,
      aud: testClient.clientId,
      sub: ada?.id,
      email: 'ada@northwind.example',
      email_verified: true,
    });
  });
});

describe('the server that stands in for Microsoft', () => {
  it('issues a refresh token for the scope offline_access only', async () => {
    const server = await startServer('microsoft');
    expect(await connect(server)).toHaveProperty('refresh_token');
    expect(await connect(server, { prompt: 'select_account' })).toHaveProperty('refresh_token');
    expect(await connect(server, { scope: 'openid email User.Read' })).not.toHaveProperty('refresh_token');
  });

  it('identifies the account by oid and tid, apart from sub, and repeats both in client_info', async () => {
    const server = await startServer('microsoft');
    const tokens = await connect(server);
    const { oid, tid, sub, preferred_username: username } = claimsOf(tokens);
    expect(oid).toBe(server.accounts[0]?.id);
    expect(sub).not.toBe(oid);
    expect(username).toBe('ada@northwind.example');
    const clientInfo: unknown = JSON.parse(
      Buffer.from(String(tokens['client_info']), 'base64url').toString(),
    );
    expect(clientInfo).toEqual({ uid: oid, utid: tid });
  });

  it('puts colleagues into one directory and others into another', async () => {
    const server = await startServer('microsoft');
    const readDirectory = async (account: string) => claimsOf(await connect(server, {}, { account }))['tid'];
    const ada = await readDirectory('ada@northwind.example');
    expect(await readDirectory('grace@northwind.example')).toBe(ada);
    expect(await readDirectory('alan@fabrikam.example')).not.toBe(ada);
  });

  it('echoes Graph scopes in the form in which they were asked for, without offline_access', async () => {
    const server = await startServer('microsoft');
    expect((await connect(server))['scope']).toBe('openid profile email User.Read Calendars.Read');
    const long = await connect(server, {
      scope: 'openid offline_access https://graph.microsoft.com/Calendars.Read',
    });
    expect(long['scope']).toBe('openid https://graph.microsoft.com/Calendars.Read');
  });
});

describe('startAuthorizationServer', () => {
  it('rejects with EADDRINUSE when the port is taken', async () => {
    const { port } = await startServer('google');
    const second = startAuthorizationServer({ profile: 'google', port, ...testClient, redirectUris: [] });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('names the variables that point the API at each server', async () => {
    const google = await startServer('google');
    const microsoft = await startServer('microsoft');
    expect(google.env).toEqual({
      GOOGLE_CLIENT_ID: testClient.clientId,
      GOOGLE_CLIENT_SECRET: testClient.clientSecret,
      GOOGLE_AUTHORIZATION_ENDPOINT: google.endpoints.authorization,
      GOOGLE_TOKEN_ENDPOINT: google.endpoints.token,
      GOOGLE_REVOCATION_ENDPOINT: google.endpoints.revocation,
      GOOGLE_TOKENINFO_ENDPOINT: google.endpoints.tokenInfo,
      GOOGLE_ISSUER: google.issuer,
    });
    expect(microsoft.env).toEqual({
      MICROSOFT_CLIENT_ID: testClient.clientId,
      MICROSOFT_CLIENT_SECRET: testClient.clientSecret,
      MICROSOFT_AUTHORITY_ORIGIN: microsoft.issuer,
      MICROSOFT_AUTHORIZATION_ENDPOINT: microsoft.endpoints.authorization,
      MICROSOFT_TOKEN_ENDPOINT: microsoft.endpoints.token,
      MICROSOFT_USERINFO_ENDPOINT: microsoft.endpoints.userinfo,
      MICROSOFT_ISSUER: microsoft.issuer,
    });
  });
});
