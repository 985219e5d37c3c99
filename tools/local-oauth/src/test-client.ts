import { createHash, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { ProfileName } from './accounts.ts';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from './server.ts';
import { type WalkConsentOptions, walkConsent } from './walk-consent.ts';

/** The client that the tests register. Nothing listens at its redirect URI. */
export const testClient = {
  clientId: 'test-client',
  clientSecret: 'test secret with + and %',
  redirectUri: 'http://127.0.0.1:9/callback',
} as const;

const requestedScopes: Readonly<Record<ProfileName, string>> = {
  google: 'openid email profile https://www.googleapis.com/auth/calendar.readonly',
  microsoft: 'openid profile email offline_access User.Read Calendars.Read',
};

/** An answer of a token or revocation endpoint. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Starts a server that stops by itself when the test ends. */
export async function startServer(
  profile: ProfileName,
  options: Partial<AuthorizationServerOptions> = {},
): Promise<AuthorizationServer> {
  const { clientId, clientSecret, redirectUri } = testClient;
  const server = await startAuthorizationServer({
    profile,
    clientId,
    clientSecret,
    redirectUris: [redirectUri],
    ...options,
  });
  onTestFinished(server.stop);
  return server;
}

/** A PKCE pair. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** An authorization URL as a correct client makes it; `params` replaces or (with null) removes parameters. */
export function authorizationUrl(
  server: AuthorizationServer,
  params: Readonly<Record<string, string | null>> = {},
): string {
  const profile: ProfileName = 'GOOGLE_ISSUER' in server.env ? 'google' : 'microsoft';
  const url = new URL(server.endpoints.authorization);
  const all: Record<string, string | null> = {
    client_id: testClient.clientId,
    redirect_uri: testClient.redirectUri,
    response_type: 'code',
    scope: requestedScopes[profile],
    state: 'state-1',
    ...(profile === 'google' ? { access_type: 'offline', prompt: 'consent' } : {}),
    ...params,
  };
  for (const [name, value] of Object.entries(all)) {
    if (value !== null) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}

/** Sends a form to the token endpoint with client_secret_post. */
export async function postToken(
  server: AuthorizationServer,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await fetch(server.endpoints.token, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: testClient.clientId,
      client_secret: testClient.clientSecret,
      ...form,
    }),
  });
  return readAnswer(response);
}

/** Status and JSON object of a response. */
export async function readAnswer(response: Response): Promise<Answer> {
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null) {
    throw new Error('The answer is not a JSON object.');
  }
  return { status: response.status, body: { ...body } };
}

/** Walks an authorization and returns its code with the verifier that belongs to it. */
export async function authorize(
  server: AuthorizationServer,
  params: Readonly<Record<string, string | null>> = {},
  person: WalkConsentOptions = {},
): Promise<{ code: string; verifier: string }> {
  const { verifier, challenge } = pkce();
  const url = authorizationUrl(server, {
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...params,
  });
  const { callbackUrl } = await walkConsent(url, person);
  const code = new URL(callbackUrl).searchParams.get('code');
  if (code === null) {
    throw new Error(`There is no code in ${callbackUrl}`);
  }
  return { code, verifier };
}

/** Exchanges a code. */
export async function exchange(
  server: AuthorizationServer,
  { code, verifier }: { code: string; verifier: string },
): Promise<Answer> {
  return postToken(server, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: testClient.redirectUri,
  });
}

/** Walks and exchanges; returns the token answer. */
export async function connect(
  server: AuthorizationServer,
  params: Readonly<Record<string, string | null>> = {},
  person: WalkConsentOptions = {},
): Promise<Answer['body']> {
  const { status, body } = await exchange(server, await authorize(server, params, person));
  if (status !== 200) {
    throw new Error(`The exchange failed: ${JSON.stringify(body)}`);
  }
  return body;
}

/** Refreshes with the refresh token of an earlier answer. */
export async function refresh(server: AuthorizationServer, tokens: Answer['body']): Promise<Answer> {
  return postToken(server, { grant_type: 'refresh_token', refresh_token: String(tokens['refresh_token']) });
}

/** Claims of an id token, without verification. */
export function claimsOf(tokens: Answer['body']): Readonly<Record<string, unknown>> {
  const payload = String(tokens['id_token']).split('.')[1] ?? '';
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (typeof claims !== 'object' || claims === null) {
    throw new Error('The id token has no claims.');
  }
  return { ...claims };
}

/** Asks the userinfo endpoint with an access token. */
export async function userinfo(server: AuthorizationServer, tokens: Answer['body']): Promise<Response> {
  return fetch(server.endpoints.userinfo, {
    headers: { authorization: `Bearer ${String(tokens['access_token'])}` },
  });
}
