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
import { readConfig } from '../../src/config/config.ts';
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

const start = (profile: 'google' | 'microsoft') => (accounts?: readonly LocalAccount[]) =>
  startAuthorizationServer({
    profile,
    ...clientOf,
    redirectUris: [application.redirectUri],
    ...(accounts ? { accounts } : {}),
  });

/** The provider that these variables configure. */
function configured(
  id: IntegrationProvider,
  environment: Record<string, string>,
  timeoutMs?: number,
): OAuthProvider {
  const { servers } = readConfig({ PUBLIC_BASE_URL: 'http://127.0.0.1:9', ...environment });
  const provider = createProviders({ servers, timeoutMs, clock: Date.now }).get(id);
  if (!provider) {
    throw new Error(`There is no ${id}.`);
  }
  return provider;
}

/** The variables of a server whose paths are all at this origin. */
function variablesAt(prefix: 'GOOGLE' | 'MICROSOFT', origin: string): Record<string, string> {
  return {
    [`${prefix}_CLIENT_ID`]: application.clientId,
    [`${prefix}_CLIENT_SECRET`]: application.clientSecret,
    [`${prefix}_AUTHORIZATION_ENDPOINT`]: `${origin}/common/authorize`,
    [`${prefix}_TOKEN_ENDPOINT`]: `${origin}/common/token`,
    [`${prefix}_REVOCATION_ENDPOINT`]: `${origin}/common/revoke`,
    [`${prefix}_TOKENINFO_ENDPOINT`]: `${origin}/tokeninfo`,
    [`${prefix}_ISSUER`]: origin,
  };
}

/** Both providers. */
export const providerCases: ProviderCase[] = [
  {
    id: 'google_calendar',
    start: start('google'),
    at: ({ env }, timeoutMs) => configured('google_calendar', env, timeoutMs),
    atOrigin: (origin, timeoutMs) => configured('google_calendar', variablesAt('GOOGLE', origin), timeoutMs),
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
    at: ({ env }, timeoutMs) => configured('microsoft_calendar', env, timeoutMs),
    atOrigin: (origin, timeoutMs) =>
      configured('microsoft_calendar', variablesAt('MICROSOFT', origin), timeoutMs),
    account: (name) => ({ id: randomUUID(), email: `${name}@northwind.example`, name }),
  },
];

/** A provider, or a server alone. */
type AuthorizationServerClient = Pick<OAuthProvider, 'authorizationUrl' | 'exchangeCode'> & {
  defaultScopes?: readonly string[];
};

/** A walked authorization, ready to be exchanged. */
export async function authorize(
  provider: AuthorizationServerClient,
  account: string,
  scopes: readonly string[] = provider.defaultScopes ?? [],
) {
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
export async function connect(
  provider: AuthorizationServerClient,
  account: string,
  scopes?: readonly string[],
) {
  const { grant } = await provider.exchangeCode(await authorize(provider, account, scopes));
  if (grant.refreshToken === null) {
    throw new Error('There is no refresh token.');
  }
  return { refreshToken: grant.refreshToken, scopes: grant.scopes ?? [], accessToken: grant.accessToken };
}

/** The ProviderError that a call fails with; checked to hold none of the secrets, wherever one looks. */
export async function catchFailure(
  call: Promise<unknown>,
  secrets: readonly string[],
): Promise<ProviderError> {
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
