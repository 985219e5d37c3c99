import type { AuthorizationServer, Fault } from '@klayim/local-oauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  application,
  authorize,
  catchFailure,
  connect,
  providerCases,
} from '../../test/providers/provider-cases.ts';
import { hourMs } from '../lib/duration.ts';
import type { OAuthProvider } from './oauth-provider.ts';

const ada = 'ada@northwind.example';
const grace = 'grace@northwind.example';

describe.each(providerCases)('the $id provider with a real authorization server', (example) => {
  let server: AuthorizationServer;
  let provider: OAuthProvider;

  beforeAll(async () => {
    server = await example.start();
    provider = example.at(server);
  });
  afterAll(() => server.stop());
  beforeEach(() => server.control.reset());

  const secrets = () => server.control.issuedSecrets().map(({ value }) => value);

  it('asks for a code with PKCE, state and nonce', async () => {
    const url = new URL(
      await provider.authorizationUrl({
        redirectUri: application.redirectUri,
        scopes: [...provider.defaultScopes],
        state: 'the state',
        nonce: 'the-nonce',
        codeChallenge: 'the-challenge',
      }),
    );
    expect(url.origin + url.pathname).toBe(server.endpoints.authorization);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: application.clientId,
      redirect_uri: application.redirectUri,
      response_type: 'code',
      state: 'the state',
      nonce: 'the-nonce',
      code_challenge: 'the-challenge',
      code_challenge_method: 'S256',
    });
    const scopes = url.searchParams.get('scope')?.split(' ') ?? [];
    expect(scopes.toSorted()).toEqual([...provider.defaultScopes].toSorted());
    expect(url.searchParams.has('login_hint')).toBe(false);
    expect(url.href).not.toContain('secret');
  });

  it('passes the login hint on', async () => {
    const url = await provider.authorizationUrl({
      redirectUri: application.redirectUri,
      scopes: [...provider.defaultScopes],
      state: 's',
      nonce: 'n',
      codeChallenge: 'c',
      loginHint: grace,
    });
    expect(new URL(url).searchParams.get('login_hint')).toBe(grace);
  });

  it('exchanges a code for a grant and the identity behind it', async () => {
    const { grant, account } = await provider.exchangeCode(await authorize(provider, ada));
    expect(account.accountEmail).toBe(ada);
    expect(account.accountId).toMatch(
      example.id === 'google_calendar' ? /^\d{21}$/ : /^[0-9a-f-]{36}\.[0-9a-f-]{36}$/,
    );
    expect(account.accountId).toContain(server.accounts[0]?.id);
    expect(grant.expiresInMs).toBe(hourMs);
    expect(secrets()).toEqual(expect.arrayContaining([grant.accessToken, grant.refreshToken]));
    expect(provider.missingScopes(provider.defaultScopes, grant.scopes ?? [])).toEqual([]);
    expect(server.control.tokenRequests()).toHaveLength(1);
  });

  it('does not exchange a code with another verifier', async () => {
    const exchange = { ...(await authorize(provider, ada)), codeVerifier: 'w'.repeat(43) };
    const error = await catchFailure(provider.exchangeCode(exchange), [
      exchange.code,
      exchange.codeVerifier,
      exchange.nonce,
    ]);
    expect(error).toMatchObject({ failure: 'grant_rejected', code: 'invalid_grant' });
  });

  it('does not accept an ID token with another nonce', async () => {
    const exchange = { ...(await authorize(provider, ada)), nonce: 'another-nonce' };
    const error = await catchFailure(provider.exchangeCode(exchange), [...secrets(), exchange.code]);
    expect(error).toMatchObject({ failure: 'grant_rejected', code: 'id_token_nonce' });
  });

  it('keeps the rotated refresh token, twice in a row', async () => {
    const first = await connect(provider, ada);
    const second = await provider.refresh(first);
    const third = await provider.refresh({
      refreshToken: second.refreshToken ?? '',
      scopes: second.scopes ?? [],
    });
    const refreshTokens = [first.refreshToken, second.refreshToken, third.refreshToken];
    expect(new Set(refreshTokens).size).toBe(3);
    expect(new Set([first.accessToken, second.accessToken, third.accessToken]).size).toBe(3);
    expect(server.control.refreshCount('ok')).toBe(2);
  });

  it('does not mix up 20 concurrent refreshes of different accounts', async () => {
    const accounts = Array.from({ length: 20 }, (_, index) => example.account(`person-${index}`));
    const many = await example.start(accounts);
    try {
      const shared = example.at(many);
      const connected = [];
      for (const { email } of accounts) {
        connected.push(await connect(shared, email));
      }
      many.control.setLatencyMs(30);
      let current = connected;
      for (let round = 0; round < 2; round += 1) {
        many.control.reset();
        many.control.setLatencyMs(30);
        const grants = await Promise.all(current.map((grant) => shared.refresh(grant)));
        expect(many.control.refreshCount('ok')).toBe(20);
        expect(new Set(grants.map((grant) => grant.refreshToken)).size).toBe(20);
        current = grants.map((grant) => ({
          accessToken: grant.accessToken,
          refreshToken: grant.refreshToken ?? '',
          scopes: grant.scopes ?? [],
        }));
      }
      // Each kept its own: one after the other, each token is still good and belongs to its own account.
      for (const [index, grant] of current.entries()) {
        many.control.reset();
        await shared.refresh(grant);
        expect(many.control.tokenRequests()).toMatchObject([
          { outcome: 'ok', account: accounts[index]?.email },
        ]);
      }
    } finally {
      await many.stop();
    }
  });

  it('keeps two connections of the same account apart', async () => {
    const here = await connect(provider, ada);
    const there = await connect(provider, ada);
    server.control.setLatencyMs(30);
    let grants = [here.refreshToken, there.refreshToken];
    for (let round = 0; round < 3; round += 1) {
      const renewed = await Promise.all(
        grants.map((refreshToken) => provider.refresh({ refreshToken, scopes: here.scopes })),
      );
      grants = renewed.map(({ refreshToken }) => refreshToken ?? '');
      expect(new Set(grants).size).toBe(2);
    }
    expect(server.control.refreshCount('ok')).toBe(6);
  });

  it('reports a replayed refresh token as a rejected grant', async () => {
    const connected = await connect(provider, ada);
    await provider.refresh(connected);
    const error = await catchFailure(provider.refresh(connected), secrets());
    expect(error).toMatchObject({ failure: 'grant_rejected', code: 'invalid_grant' });
  });

  it('reports a revoked grant as a rejected one', async () => {
    const connected = await connect(provider, grace);
    server.control.revokeGrantOf(grace);
    const error = await catchFailure(provider.refresh(connected), secrets());
    expect(error).toMatchObject({ failure: 'grant_rejected', code: 'invalid_grant' });
  });

  it.each<[Fault, object]>([
    ['invalid_client', { failure: 'misconfigured', code: 'invalid_client' }],
    ['invalid_grant', { failure: 'grant_rejected', code: 'invalid_grant' }],
    ['500', { failure: 'unavailable', code: 'http_500', retryAfterMs: undefined }],
    ['503-retry-after', { failure: 'unavailable', code: 'http_503', retryAfterMs: 7000 }],
    ['429', { failure: 'unavailable', code: 'http_429', retryAfterMs: 7000 }],
    ['reset', { failure: 'unavailable', code: 'connection_reset' }],
    ['html', { failure: 'unavailable', code: 'malformed_answer' }],
    ['empty', { failure: 'unavailable', code: 'malformed_answer' }],
    ['wrong-content-type', { failure: 'unavailable', code: 'malformed_answer' }],
    ['huge', { failure: 'unavailable', code: 'answer_too_large' }],
    ['redirect', { failure: 'unavailable', code: 'redirected' }],
  ])('tells %s apart after one request, in a refresh and in an exchange', async (fault, expected) => {
    const retryAfter = ['429', '503-retry-after'].includes(fault) ? { retryAfterSeconds: 7 } : {};
    const connected = await connect(provider, ada);
    const exchange = await authorize(provider, ada);
    for (const call of [() => provider.refresh(connected), () => provider.exchangeCode(exchange)]) {
      server.control.reset();
      server.control.failNext(1, fault, retryAfter);
      const error = await catchFailure(call(), [...secrets(), exchange.codeVerifier]);
      expect(error).toMatchObject(expected);
      expect(server.control.tokenRequests()).toHaveLength(1);
      expect(server.control.redirectsFollowed()).toBe(0);
    }
    // Nothing of the failure stays behind: the same grant is renewed at once.
    await expect(provider.refresh(connected)).resolves.toMatchObject({ expiresInMs: hourMs });
  });

  it('gives up after the timeout, after one request', async () => {
    const connected = await connect(provider, ada);
    server.control.reset();
    server.control.failNext(1, 'timeout');
    const startedAtMs = performance.now();
    const error = await catchFailure(example.at(server, 250).refresh(connected), secrets());
    expect(error).toMatchObject({ failure: 'unavailable', code: 'timeout' });
    expect(performance.now() - startedAtMs).toBeLessThan(5000);
    expect(server.control.tokenRequests()).toHaveLength(1);
  });

  it('keeps a rotated token that came with the wrong content type', async () => {
    const connected = await connect(provider, ada);
    server.control.failNext(1, 'wrong-content-type', { afterProcessing: true });
    const grant = await provider.refresh(connected);
    expect(grant.refreshToken).not.toBe(connected.refreshToken);
    await provider.refresh({ refreshToken: grant.refreshToken ?? '', scopes: grant.scopes ?? [] });
  });
});
