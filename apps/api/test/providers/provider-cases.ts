import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import {
  type AuthorizationServer,
  type LocalAccount,
  startAuthorizationServer,
  walkConsent,
} from '@klayim/local-oauth';
import type { IntegrationProvider } from '@klayim/shared/types';
import { expect } from 'vitest';
import { createProviders } from '../../src/providers/index.ts';
import type { OAuthProvider } from '../../src/providers/oauth-provider.ts';
import { ProviderError } from '../../src/providers/provider-error.ts';

/** The application that the tests register. Nothing listens at its redirect URI. */
export const application = {
  clientId: 'klayim-test',
  clientSecret: 'test secret with + and %',
  redirectUri: 'http://127.0.0.1:9/callback',
};

const clientOf = { clientId: application.clientId, clientSecret: application.clientSecret };

/** One provider of the contract suite. */
export interface ProviderCase {
  id: IntegrationProvider;
  start: (accounts?: readonly LocalAccount[]) => Promise<AuthorizationServer>;
  /** The provider as a real one: with a local authorization server. */
  at: (server: AuthorizationServer, timeoutMs?: number) => OAuthProvider;
  /** The provider with its token endpoint at this origin. */
  atOrigin: (origin: string, timeoutMs?: number) => OAuthProvider;
  /** Makes an account with an id of the provider's form. */
  account: (name: string) => LocalAccount;
}

const start = (plays: 'google' | 'microsoft') => (accounts?: readonly LocalAccount[]) =>
  startAuthorizationServer({
    plays,
    ...clientOf,
    redirectUris: [application.redirectUri],
    ...(accounts ? { accounts } : {}),
  });

function only(id: IntegrationProvider, options: Parameters<typeof createProviders>[0]): OAuthProvider {
  const provider = createProviders(options).get(id);
  if (!provider) {
    throw new Error(`There is no ${id}.`);
  }
  return provider;
}

function googleAt(
  issuer: string,
  endpoints: Record<'authorization' | 'token' | 'revocation', string> & { tokenInfo?: string },
) {
  return {
    ...clientOf,
    authorizationEndpoint: endpoints.authorization,
    tokenEndpoint: endpoints.token,
    revocationEndpoint: endpoints.revocation,
    tokenInfoEndpoint: endpoints.tokenInfo ?? `${issuer}/tokeninfo`,
    issuer,
  };
}

function microsoftAt(issuer: string, endpoints: Record<'authorization' | 'token', string>) {
  return {
    ...clientOf,
    authorizationEndpoint: endpoints.authorization,
    tokenEndpoint: endpoints.token,
    issuer,
  };
}

const pathsAt = (origin: string) => ({
  authorization: `${origin}/common/authorize`,
  token: `${origin}/common/token`,
  revocation: `${origin}/common/revoke`,
});

const timing = (timeoutMs?: number) => (timeoutMs === undefined ? {} : { timeoutMs });

/** Both providers. */
export const providerCases: ProviderCase[] = [
  {
    id: 'google_calendar',
    start: start('google'),
    at: ({ issuer, endpoints }, timeoutMs) =>
      only('google_calendar', { google: googleAt(issuer, endpoints), microsoft: null, ...timing(timeoutMs) }),
    atOrigin: (origin, timeoutMs) =>
      only('google_calendar', {
        google: googleAt(origin, pathsAt(origin)),
        microsoft: null,
        ...timing(timeoutMs),
      }),
    account: (name) => ({
      id: `1${BigInt(`0x${randomBytes(8).toString('hex')}`)
        .toString()
        .padStart(20, '0')}`,
      email: `${name}@northwind.example`,
      name,
    }),
  },
  {
    id: 'microsoft_calendar',
    start: start('microsoft'),
    at: ({ issuer, endpoints }, timeoutMs) =>
      only('microsoft_calendar', {
        google: null,
        microsoft: microsoftAt(issuer, endpoints),
        ...timing(timeoutMs),
      }),
    atOrigin: (origin, timeoutMs) =>
      only('microsoft_calendar', {
        google: null,
        microsoft: microsoftAt(origin, pathsAt(origin)),
        ...timing(timeoutMs),
      }),
    account: (name) => ({ id: randomUUID(), email: `${name}@northwind.example`, name }),
  },
];

/** A walked authorization, ready to be exchanged. */
export async function authorize(provider: OAuthProvider, account: string, scopes = provider.defaultScopes) {
  const codeVerifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const url = await provider.authorizationUrl({
    redirectUri: application.redirectUri,
    scopes: [...scopes],
    state: 'state-1',
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  });
  const { callbackUrl } = await walkConsent(url, { account });
  const code = new URL(callbackUrl).searchParams.get('code');
  if (code === null) {
    throw new Error(`There is no code in ${callbackUrl}`);
  }
  return { code, codeVerifier, nonce, redirectUri: application.redirectUri, scopes: [...scopes] };
}

/** Connects an account and gives what a refresh needs. */
export async function connect(provider: OAuthProvider, account: string) {
  const { grant } = await provider.exchangeCode(await authorize(provider, account));
  if (grant.refreshToken === null) {
    throw new Error('There is no refresh token.');
  }
  return { refreshToken: grant.refreshToken, scopes: grant.scopes ?? [], accessToken: grant.accessToken };
}

/** The ProviderError that a call fails with; checked to hold none of the secrets, wherever one looks. */
export async function failureOf(call: Promise<unknown>, secrets: readonly string[]): Promise<ProviderError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) {
    throw new Error(`Not a ProviderError: ${inspect(error)}`);
  }
  const shown = [
    String(error),
    error.stack,
    inspect(error, { depth: 10 }),
    inspect(error, { depth: 10, showHidden: true }),
    JSON.stringify(error),
  ].join('\n');
  for (const secret of [...secrets, application.clientSecret, encodeURIComponent(application.clientSecret)]) {
    expect(secret.length, 'a secret to look for').toBeGreaterThan(3);
    expect(shown).not.toContain(secret);
  }
  return error;
}
