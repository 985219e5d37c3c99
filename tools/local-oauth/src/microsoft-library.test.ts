import { ConfidentialClientApplication } from '@azure/msal-node';
import { describe, expect, it } from 'vitest';
import type { AuthorizationServer } from './server.ts';
import { claimsOf, pkce, refresh, startServer, testClient } from './test-client.ts';
import { walkConsent } from './walk-consent.ts';

const requestedScopes = ['User.Read', 'Calendars.Read'];

// MSAL wants an https authority; what it calls are the endpoints of the metadata.
function applicationOf({ port, endpoints }: AuthorizationServer): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: testClient.clientId,
      clientSecret: testClient.clientSecret,
      authority: `https://localhost:${port}/common`,
      knownAuthorities: [`localhost:${port}`],
      authorityMetadata: JSON.stringify({
        issuer: `https://localhost:${port}`,
        authorization_endpoint: endpoints.authorization,
        token_endpoint: endpoints.token,
        jwks_uri: endpoints.jwks,
      }),
    },
  });
}

async function connectWith(application: ConfidentialClientApplication) {
  const { verifier, challenge } = pkce();
  const url = await application.getAuthCodeUrl({
    scopes: requestedScopes,
    redirectUri: testClient.redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    // With select_account MSAL leaves the login hint out.
    prompt: 'consent',
    loginHint: 'grace@northwind.example',
    state: 'state-1',
  });
  const { callbackUrl } = await walkConsent(url);
  return application.acquireTokenByCode({
    code: new URL(callbackUrl).searchParams.get('code') ?? '',
    scopes: requestedScopes,
    redirectUri: testClient.redirectUri,
    codeVerifier: verifier,
  });
}

/** Refresh tokens are only in the serialized cache. */
function cachedRefreshTokens(application: ConfidentialClientApplication): string[] {
  const cache: { RefreshToken?: Record<string, { secret: string }> } = JSON.parse(
    application.getTokenCache().serialize(),
  );
  return Object.values(cache.RefreshToken ?? {}).map(({ secret }) => secret);
}

describe('msal-node against the server that stands in for Microsoft', () => {
  it('connects and builds its cache from client_info', async () => {
    const server = await startServer('microsoft');
    const application = applicationOf(server);
    const result = await connectWith(application);
    const { oid, tid } = claimsOf({ id_token: result.idToken });
    expect(result.account).toMatchObject({
      homeAccountId: `${oid}.${tid}`,
      tenantId: tid,
      username: 'grace@northwind.example',
    });
    expect(oid).toBe(server.accounts[1]?.id);
    expect(result.scopes).toEqual(expect.arrayContaining(requestedScopes));
    expect(cachedRefreshTokens(application)).toHaveLength(1);
  });

  it('refreshes with a refresh token and keeps the rotated one in its cache', async () => {
    const server = await startServer('microsoft');
    const application = applicationOf(server);
    const first = await connectWith(application);
    const [before = ''] = cachedRefreshTokens(application);
    const result = await application.acquireTokenByRefreshToken({
      refreshToken: before,
      scopes: requestedScopes,
      forceCache: true,
    });
    expect(result?.accessToken).not.toBe(first.accessToken);
    const [after = ''] = cachedRefreshTokens(application);
    expect(after).not.toBe('');
    expect(after).not.toBe(before);
    expect((await refresh(server, { refresh_token: after })).status).toBe(200);
  });

  it('gets invalid_grant for a replayed refresh token', async () => {
    const server = await startServer('microsoft');
    const application = applicationOf(server);
    await connectWith(application);
    const [refreshToken = ''] = cachedRefreshTokens(application);
    const request = { refreshToken, scopes: requestedScopes, forceCache: true };
    await application.acquireTokenByRefreshToken(request);
    await expect(application.acquireTokenByRefreshToken(request)).rejects.toMatchObject({
      errorCode: 'invalid_grant',
    });
  });
});
