import { createHash, randomBytes } from 'node:crypto';
import { startAuthorizationServer, walkConsent } from '@klayim/local-oauth';

/** The client of every subject, and where it is called back. Nobody listens there: redirects are not followed. */
export const client = { id: 'compare', secret: 'development-only' };
export const clientOrigin = 'http://127.0.0.1:9';
const redirectUri = `${clientOrigin}/callback`;
const accountCount = 80;

const emailOf = (index) => `person-${index}@northwind.example`;

/** A strictly rotating authorization server, at which each connection gets a person of its own. */
export async function startProvider() {
  const accounts = Array.from({ length: accountCount }, (_, index) => ({
    id: String(10 ** 12 + index),
    email: emailOf(index),
    name: `Person ${index}`,
  }));
  const server = await startAuthorizationServer({
    profile: 'google',
    clientId: client.id,
    clientSecret: client.secret,
    redirectUris: [redirectUri, `${clientOrigin}/api/auth/callback/local`],
    accounts,
  });
  let connected = 0;
  return {
    server,
    /** Somebody who has not connected yet. */
    nextEmail() {
      connected += 1;
      return emailOf(connected - 1);
    },
    /** Whether a refresh token is still good; using it rotates it. */
    async stillRefreshes(refreshToken) {
      const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken };
      return askTokenEndpoint(server.endpoints.token, parameters).then(
        () => true,
        () => false,
      );
    },
  };
}

/** Asks a token endpoint. @throws {Error} with the code of the refusal. */
export async function askTokenEndpoint(endpoint, parameters) {
  const body = new URLSearchParams({ client_id: client.id, client_secret: client.secret, ...parameters });
  const response = await fetch(endpoint, { method: 'POST', body });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.error);
  }
  return answer;
}

/** Walks the provider's pages as a person would, and exchanges the code. @returns the token endpoint's answer. */
export async function authorize({ authorizationEndpoint, tokenEndpoint }, account) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email',
    access_type: 'offline',
    prompt: 'consent',
    state: 'x',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { callbackUrl } = await walkConsent(`${authorizationEndpoint}?${query}`, { account });
  return askTokenEndpoint(tokenEndpoint, {
    grant_type: 'authorization_code',
    code: new URL(callbackUrl).searchParams.get('code'),
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}
