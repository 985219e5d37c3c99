import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { idTokenOf, sendJson, startOddServer } from '../../../../test/providers/odd-server.ts';
import {
  application,
  catchFailure,
  connect,
  providerCases,
} from '../../../../test/providers/provider-cases.ts';
import { createGoogleServer } from './google-server.ts';

const google = providerCases.filter(({ id }) => id === 'google_calendar');

const exchange = {
  code: 'the-code',
  codeVerifier: 'the-verifier',
  redirectUri: application.redirectUri,
  scopes: ['openid', 'email'],
  nonce: 'the-nonce',
};

async function startGoogle(claims: object) {
  const server = await startOddServer((response) =>
    sendJson(response, 200, {
      access_token: 'odd-access',
      token_type: 'Bearer',
      id_token: idTokenOf(claims),
    }),
  );
  const provider = createGoogleServer({
    config: {
      clientId: application.clientId,
      clientSecret: application.clientSecret,
      authorizationEndpoint: `${server.origin}/auth`,
      tokenEndpoint: `${server.origin}/token`,
      revocationEndpoint: `${server.origin}/revoke`,
      tokeninfoEndpoint: `${server.origin}/tokeninfo`,
      issuer: 'https://accounts.google.com',
    },
    clock: () => 1_000_000_000,
  });
  return { ...server, provider };
}

const claims = {
  iss: 'https://accounts.google.com',
  aud: application.clientId,
  azp: application.clientId,
  sub: '110000',
  email: 'Ada@Northwind.Example',
  exp: 1_000_060,
  nonce: 'the-nonce',
};

describe('the identity behind a Google grant', () => {
  it.each(['https://accounts.google.com', 'accounts.google.com'])(
    'is read from a token of %s',
    async (iss) => {
      const { provider } = await startGoogle({ ...claims, iss });
      await expect(provider.exchangeCode(exchange)).resolves.toMatchObject({
        account: { accountId: '110000', accountEmail: 'ada@northwind.example' },
        grant: { refreshToken: null },
      });
    },
  );

  it('is named by its id when the token has no address', async () => {
    const { provider } = await startGoogle({ ...claims, email: undefined });
    await expect(provider.exchangeCode(exchange)).resolves.toMatchObject({
      account: { accountId: '110000', accountEmail: '110000' },
    });
  });

  it.each<[string, object, object]>([
    [
      'another issuer',
      { iss: 'https://evil.example' },
      { failure: 'misconfigured', code: 'id_token_issuer' },
    ],
    ['another client', { aud: 'other' }, { failure: 'misconfigured', code: 'id_token_audience' }],
    ['the past', { exp: 999_000 }, { failure: 'misconfigured', code: 'id_token_expired' }],
    ['no subject', { sub: '' }, { failure: 'grant_rejected', code: 'id_token_without_sub' }],
  ])('is not believed from a token of %s', async (_, change, expected) => {
    const { provider } = await startGoogle({ ...claims, ...change });
    const error = await catchFailure(provider.exchangeCode(exchange), [
      'the-code',
      'the-verifier',
      'odd-access',
    ]);
    expect(error).toMatchObject(expected);
  });
});

describe('asking Google for consent', () => {
  it('asks for offline access, and for consent each time, and never for scopes that other organizations were granted', async () => {
    const { provider } = await startGoogle(claims);
    const url = await provider.authorizationUrl({
      redirectUri: application.redirectUri,
      scopes: ['openid'],
      state: 's',
      nonce: 'n',
      codeChallenge: 'c',
    });
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      access_type: 'offline',
      prompt: 'consent',
    });
    // Granted through another organization, say: this connection asks for its own scopes only.
    expect(url).not.toContain('include_granted_scopes');
  });
});

describe.each(google)('revoking a $id grant', (example) => {
  it('ends the grant, and counts one that is dead already as revoked', async () => {
    const server = await example.start();
    onTestFinished(server.stop);
    const provider = example.at(server);
    const connected = await connect(provider, 'ada@northwind.example');
    expect(await provider.revoke(connected.refreshToken)).toBe('revoked');
    const error = await catchFailure(provider.refresh(connected), [connected.refreshToken]);
    expect(error.failure).toBe('grant_rejected');
    expect(await provider.revoke(connected.refreshToken)).toBe('revoked');
  });

  it('sends the token in the form and never in the URL', async () => {
    const { origin, requests } = await startOddServer((response) => sendJson(response, 200, {}));
    expect(await example.atOrigin(origin).revoke('token+to/revoke')).toBe('revoked');
    expect(requests).toMatchObject([
      { method: 'POST', url: '/common/revoke', body: 'token=token%2Bto%2Frevoke' },
    ]);
  });

  it.each([
    [503, { error: 'invalid_token' }, 'unavailable'],
    [400, { error: 'invalid_request' }, 'misconfigured'],
    [404, {}, 'unavailable'],
  ])('reports %i %j', async (status, body, failure) => {
    const { origin, requests } = await startOddServer((response) => sendJson(response, status, body));
    const error = await catchFailure(example.atOrigin(origin).revoke('token-to-revoke'), ['token-to-revoke']);
    expect(error.failure).toBe(failure);
    expect(requests).toHaveLength(1);
  });
});

describe('the debug log of the Google library', () => {
  it('gets neither requests nor answers, even when it is on', async () => {
    const { origin, requests } = await startOddServer((response) =>
      sendJson(response, 200, { access_token: 'odd-access', token_type: 'Bearer' }),
    );
    const config = {
      clientId: application.clientId,
      clientSecret: application.clientSecret,
      authorizationEndpoint: `${origin}/auth`,
      tokenEndpoint: `${origin}/token`,
      revocationEndpoint: `${origin}/revoke`,
      tokeninfoEndpoint: `${origin}/tokeninfo`,
      issuer: origin,
    };
    // The library reads its switch once a process.
    const script = `
      const { createGoogleServer } = await import(${JSON.stringify(new URL('./google-server.ts', import.meta.url).href)});
      const provider = createGoogleServer({ config: ${JSON.stringify(config)}, clock: Date.now });
      const { expiresInMs } = await provider.refresh({ refreshToken: 'sent-refresh', scopes: [] });
      console.log(expiresInMs);`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { env: { ...process.env, GOOGLE_SDK_NODE_LOGGING: '*' } },
    );
    expect(requests).toHaveLength(1);
    expect(stdout.trim()).toBe('3600000');
    expect(stderr).not.toMatch(/odd-access|sent-refresh|secret/);
  });
});
