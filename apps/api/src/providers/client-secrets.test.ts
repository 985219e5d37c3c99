import { startAuthorizationServer, walkConsent } from '@klayim/local-oauth';
import { describe, expect, it, onTestFinished } from 'vitest';
import { providerRegistry } from './index.ts';
import type { AuthorizationServer } from './oauth-provider.ts';

const redirectUri = 'http://127.0.0.1:65535/callback';

describe.each(['google', 'microsoft'] as const)('several client secrets at %s', (profile) => {
  const definition = providerRegistry.servers.get(profile);

  async function start() {
    const server = await startAuthorizationServer({
      profile,
      clientId: 'the-client',
      clientSecret: 'the-right-secret',
      redirectUris: [redirectUri],
    });
    onTestFinished(() => server.stop());
    /** Our side, with these secrets. */
    function withSecrets(secrets: string, ends?: string) {
      const environment = {
        ...server.env,
        [`${profile.toUpperCase()}_CLIENT_SECRET`]: secrets,
        [`${profile.toUpperCase()}_CLIENT_SECRET_ENDS`]: ends,
      };
      const configured = definition?.configure(definition.environment.parse(environment));
      if (!configured) {
        throw new Error('not configured');
      }
      return configured;
    }
    return { server, withSecrets };
  }

  async function connect(client: AuthorizationServer) {
    const scopes = [...(definition?.requiredScopes ?? [])];
    // The challenge of this verifier, by RFC 7636, appendix B.
    const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const request = { redirectUri, scopes, state: 'state', nonce: 'nonce', codeChallenge };
    const { callbackUrl } = await walkConsent(await client.authorizationUrl(request));
    const code = new URL(callbackUrl).searchParams.get('code') ?? '';
    const { grant } = await client.exchangeCode({ code, codeVerifier, redirectUri, scopes, nonce: 'nonce' });
    return { refreshToken: grant.refreshToken ?? '', scopes };
  }

  it('are tried in order: a refused client uses up neither a code nor a refresh token', async () => {
    const { server, withSecrets } = await start();
    const client = withSecrets('not-yet-known, the-right-secret').create({ clock: Date.now });
    const connected = await connect(client);
    const renewed = await client.refresh(connected);
    await expect(
      client.refresh({ ...connected, refreshToken: renewed.refreshToken ?? '' }),
    ).resolves.toMatchObject({ accessToken: expect.any(String) });
    const outcomes = server.control.tokenRequests().map(({ grantType, outcome }) => [grantType, outcome]);
    expect(outcomes.map(([, outcome]) => outcome)).toEqual([
      'invalid_client',
      'ok',
      'invalid_client',
      'ok',
      'invalid_client',
      'ok',
    ]);
  });

  it('need one call when the newest is right, and no other refusal tries the next', async () => {
    const { server, withSecrets } = await start();
    const client = withSecrets('the-right-secret,old').create({ clock: Date.now });
    const connected = await connect(client);
    server.control.reset();
    await client.refresh(connected);
    await expect(client.refresh({ ...connected, refreshToken: 'unknown' })).rejects.toMatchObject({
      code: 'invalid_grant',
    });
    expect(server.control.tokenRequests().map(({ outcome }) => outcome)).toEqual(['ok', 'invalid_grant']);
  });

  it('that are all refused are one refusal', async () => {
    const { server, withSecrets } = await start();
    const connected = await connect(withSecrets('the-right-secret').create({ clock: Date.now }));
    server.control.reset();
    await expect(
      withSecrets('wrong,wrong-too').create({ clock: Date.now }).refresh(connected),
    ).rejects.toMatchObject({
      failure: 'misconfigured',
      code: 'invalid_client',
    });
    expect(server.control.refreshCount('ok')).toBe(0);
  });

  it('have the end dates that the operator gave, in their order', async () => {
    const { withSecrets } = await start();
    expect(withSecrets('new,old', '2027-05-31, 2026-12-31').secretEndsMs).toEqual([
      Date.UTC(2027, 4, 31),
      Date.UTC(2026, 11, 31),
    ]);
    expect(withSecrets('new,old', '-').secretEndsMs).toEqual([null]);
    expect(withSecrets('only').secretEndsMs).toEqual([]);
    expect(() => withSecrets('only', '31.12.2026')).toThrow('must be dates');
    expect(() => withSecrets('only', '2026-02-30')).toThrow('must be dates');
  });
});
