import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { startServer, testClient } from './test-client.ts';
import { walkConsent } from './walk-consent.ts';

describe.each([
  {
    profile: 'google',
    parameters: { scope: 'openid email', access_type: 'offline', prompt: 'consent' },
  },
  { profile: 'microsoft', parameters: { scope: 'openid email offline_access' } },
] as const)('openid-client against the server that stands in for $profile', ({ profile, parameters }) => {
  it('discovers, connects with every check on, refreshes and reads userinfo', async () => {
    const server = await startServer(profile);
    const configuration = await client.discovery(
      new URL(server.issuer),
      testClient.clientId,
      undefined,
      client.ClientSecretPost(testClient.clientSecret),
      { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
    );
    const verifier = client.randomPKCECodeVerifier();
    const nonce = client.randomNonce();
    const state = client.randomState();
    const url = client.buildAuthorizationUrl(configuration, {
      ...parameters,
      redirect_uri: testClient.redirectUri,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      nonce,
      state,
    });
    const { callbackUrl } = await walkConsent(url.href);
    const tokens = await client.authorizationCodeGrant(configuration, new URL(callbackUrl), {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
      expectedState: state,
      idTokenExpected: true,
    });
    const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
    const subject = tokens.claims()?.sub ?? '';
    const person = await client.fetchUserInfo(configuration, refreshed.access_token, subject);
    expect(person.email).toBe('ada@northwind.example');
  });
});
