import type { ConfidentialClientApplication } from '@azure/msal-node';
import { type AuthorizationServer, startAuthorizationServer } from '@klayim/local-oauth';
import { describe, expect, it, onTestFinished } from 'vitest';
import { idTokenOf, sendJson, startOddServer } from '../../../../test/providers/odd-server.ts';
import { application, catchFailure, connect } from '../../../../test/providers/provider-cases.ts';
import { hourMs } from '../../../lib/duration.ts';
import { createMicrosoftServer } from './microsoft-server.ts';
import { createMsalClient } from './msal-client.ts';

const { clientId, clientSecret } = application;
const scopes = ['openid', 'profile', 'email', 'offline_access', 'User.Read', 'Calendars.Read'];
const ada = 'ada@northwind.example';
const grace = 'grace@northwind.example';

async function start() {
  const server = await startAuthorizationServer({
    profile: 'microsoft',
    clientId,
    clientSecret,
    redirectUris: [application.redirectUri],
  });
  onTestFinished(server.stop);
  return server;
}

/** A provider, and the clients of MSAL that it made. */
function providerAt(server: AuthorizationServer) {
  const clients: ConfidentialClientApplication[] = [];
  const provider = createMicrosoftServer({
    config: {
      clientId,
      clientSecret,
      authorizationEndpoint: server.endpoints.authorization,
      tokenEndpoint: server.endpoints.token,
      userinfoEndpoint: server.endpoints.userinfo,
      issuer: server.issuer,
    },
    clock: Date.now,
    createClient: async (...input) => {
      const client = await createMsalClient(...input);
      clients.push(client);
      return client;
    },
  });
  return { provider: { ...provider, defaultScopes: scopes }, clients };
}

/** Keys of what MSAL remembers, but for the endpoints that it was given. */
function rememberedBy(clients: readonly ConfidentialClientApplication[]): string[] {
  return clients
    .flatMap((client) => Object.keys(client.getTokenCache().getKVStore()))
    .filter((key) => !key.startsWith('authority-metadata-'));
}

describe('the one MSAL client that all organizations share', () => {
  it('is created once and remembers no token', async () => {
    const server = await start();
    const { provider, clients } = providerAt(server);
    const first = await connect(provider, ada);
    const second = await connect(provider, grace);
    expect(rememberedBy(clients)).toEqual([]);

    server.control.setLatencyMs(20);
    server.control.failNext(2, '429', { retryAfterSeconds: 60 });
    server.control.failNext(1, 'reset');
    const failed = await Promise.allSettled([1, 2, 3].map(() => provider.refresh(first)));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(rememberedBy(clients)).toEqual([]);

    await Promise.all([provider.refresh(first), provider.refresh(second)]);
    expect(rememberedBy(clients)).toEqual([]);
    expect(clients).toHaveLength(1);
  });

  it('does not hold back one tenant because another was throttled', async () => {
    const server = await start();
    const { provider } = providerAt(server);
    const first = await connect(provider, ada);
    const second = await connect(provider, grace);
    server.control.reset();
    server.control.failNext(1, '429', { retryAfterSeconds: 3600 });
    const error = await catchFailure(provider.refresh(first), [first.refreshToken]);
    expect(error).toMatchObject({ code: 'http_429', retryAfterMs: hourMs });
    // The same scopes, and so the same key in MSAL's eyes.
    await provider.refresh(second);
    await provider.refresh(first);
    expect(server.control.tokenRequests()).toHaveLength(3);
  });
});

describe('the identity behind a Microsoft grant', () => {
  const claims = {
    iss: 'https://login.example/tenant-1/v2.0',
    tid: 'tenant-1',
    oid: 'object-1',
    aud: clientId,
    exp: 1_000_060,
    nonce: 'the-nonce',
    preferred_username: 'Ada@Northwind.Example',
  };
  const exchange = {
    code: 'the-code',
    codeVerifier: 'the-verifier',
    redirectUri: application.redirectUri,
    scopes: ['openid'],
    nonce: 'the-nonce',
  };

  async function startTenant(change: object) {
    const { origin } = await startOddServer((response) =>
      sendJson(response, 200, {
        access_token: 'odd-access',
        token_type: 'Bearer',
        id_token: idTokenOf({ ...claims, ...change }),
      }),
    );
    return createMicrosoftServer({
      config: {
        clientId,
        clientSecret,
        authorizationEndpoint: `${origin}/common/authorize`,
        tokenEndpoint: `${origin}/common/token`,
        userinfoEndpoint: `${origin}/oidc/userinfo`,
        issuer: 'https://login.example/{tenantid}/v2.0',
      },
      clock: () => 1_000_000_000,
    });
  }

  it.each([
    [{}, 'ada@northwind.example'],
    [{ email: 'Ada.L@Northwind.Example' }, 'ada.l@northwind.example'],
    [{ preferred_username: undefined }, 'object-1.tenant-1'],
    [{ preferred_username: '', email: 7 }, 'object-1.tenant-1'],
  ])('is the object in its tenant, with %j', async (change, accountEmail) => {
    const provider = await startTenant(change);
    expect(provider.issuer).toBeNull();
    await expect(provider.exchangeCode(exchange)).resolves.toMatchObject({
      account: { accountId: 'object-1.tenant-1', accountEmail },
    });
  });

  it.each<[string, object, object]>([
    ['an issuer of another tenant', { tid: 'tenant-2' }, { code: 'id_token_issuer' }],
    ['no tenant', { tid: undefined }, { code: 'id_token_issuer' }],
    ['another client', { aud: 'other' }, { code: 'id_token_audience' }],
    ['the past', { exp: 999_000 }, { code: 'id_token_expired' }],
    ['no object', { oid: undefined }, { code: 'id_token_without_oid' }],
  ])('is not believed from a token of %s', async (_, change, expected) => {
    const provider = await startTenant(change);
    const error = await catchFailure(provider.exchangeCode(exchange), [
      'the-code',
      'the-verifier',
      'odd-access',
    ]);
    expect(error).toMatchObject(expected);
  });
});

describe('asking Microsoft for an authorization', () => {
  const request = {
    redirectUri: application.redirectUri,
    scopes: ['User.Read', 'openid', 'profile', 'email', 'offline_access'],
    state: 's',
    nonce: 'n',
    codeChallenge: 'c',
  };

  it('lets the person choose the account, unless there is a hint', async () => {
    const { provider } = providerAt(await start());
    const open = new URL(await provider.authorizationUrl(request)).searchParams;
    expect([open.get('prompt'), open.get('login_hint')]).toEqual(['select_account', null]);
    const hinted = new URL(await provider.authorizationUrl({ ...request, loginHint: ada })).searchParams;
    expect([hinted.get('prompt'), hinted.get('login_hint')]).toEqual([null, ada]);
  });

  it('needs no network', async () => {
    const server = await start();
    const { provider } = providerAt(server);
    await server.stop();
    await expect(provider.authorizationUrl(request)).resolves.toContain(server.endpoints.authorization);
  });
});

describe('revoking a Microsoft grant', () => {
  it('is not supported', async () => {
    const { provider } = providerAt(await start());
    expect(await provider.revoke('any')).toBe('unsupported');
  });
});
