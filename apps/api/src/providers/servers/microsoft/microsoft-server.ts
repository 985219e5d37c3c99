import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../../lib/clock.ts';
import { memoizeAsync } from '../../../lib/memoize.ts';
import { defaultTimeoutMs } from '../../bounded-fetch.ts';
import { type IdTokenClaims, optionalClaim, readIdToken, requireClaim } from '../../id-token.ts';
import type { AuthorizationServer, ProviderAccount } from '../../oauth-provider.ts';
import { ProviderError } from '../../provider-error.ts';
import { microsoftReasons } from '../../reasons/microsoft.reasons.ts';
import { findMissingScopes } from '../../scopes.ts';
import { createTokenCall, type TokenCall } from '../../token-call.ts';
import type { TokenAnswer } from '../../token-grant.ts';
import { askUserInfo } from '../../user-info.ts';
import type { MicrosoftConfig } from './config.ts';
import { createMsalClient } from './msal-client.ts';

type MsalClient = Awaited<ReturnType<typeof createMsalClient>>;

const graph = 'https://graph.microsoft.com/';

/** Asked for, but never listed among the scopes of an access token, or not reliably. */
const unlistedScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Microsoft, through one client of msal-node for all calls.
 * @param options.timeoutMs for each call, in milliseconds. Default: 45 000 for the token endpoint, 10 000 for others.
 */
export function createMicrosoftServer({
  config,
  timeoutMs,
  clock,
  createClient = createMsalClient,
}: {
  config: MicrosoftConfig;
  timeoutMs?: number | undefined;
  clock: Clock;
  createClient?: typeof createMsalClient;
}): AuthorizationServer {
  const calls = new AsyncLocalStorage<TokenCall>();
  const getClient = memoizeAsync(() => createClient(config, () => calls.getStore()));

  async function callTokenEndpoint(run: (client: MsalClient) => Promise<unknown>): Promise<TokenAnswer> {
    const call = createTokenCall({ timeoutMs, reasons: microsoftReasons });
    const client = await getClient();
    try {
      await calls.run(call, () => run(client));
    } catch {
      // What happened is known to the call. After a good answer MSAL may still complain, about the ID token for one;
      // that must not lose a refresh token which has been rotated.
    } finally {
      // The cache is shared by all organizations, and nothing is ever looked up in it.
      client.clearCache();
    }
    return call.outcome();
  }

  function readAccount(idToken: string | null, nonce: string | null): ProviderAccount {
    const claims = readIdToken(idToken, {
      issuers: (unchecked) => [issuerOf(config, unchecked)],
      audience: config.clientId,
      nonce,
      nowMs: clock(),
    });
    const accountId = `${requireClaim(claims, 'oid')}.${requireClaim(claims, 'tid')}`;
    // For display only: the email of a work account is whatever its administrator wrote there, and some have none.
    const accountEmail = optionalClaim(claims, 'email', 'preferred_username') ?? accountId;
    return { accountId, accountEmail: accountEmail.toLowerCase() };
  }

  function refreshWith(refreshToken: string, scopes: string[]): Promise<TokenAnswer> {
    return callTokenEndpoint((client) => client.acquireTokenByRefreshToken({ refreshToken, scopes }));
  }

  return {
    issuer: config.issuer.includes('{tenantid}') ? null : config.issuer,

    async authorizationUrl({ redirectUri, scopes, state, nonce, codeChallenge, loginHint }) {
      const client = await getClient();
      return client.getAuthCodeUrl({
        redirectUri,
        scopes,
        state,
        nonce,
        codeChallenge,
        codeChallengeMethod: 'S256',
        // Microsoft refuses the two together: a hint chooses the account.
        ...(loginHint === undefined ? { prompt: 'select_account' } : { loginHint }),
      });
    },

    async exchangeCode({ code, codeVerifier, redirectUri, scopes, nonce }) {
      const { grant, idToken } = await callTokenEndpoint((client) =>
        client.acquireTokenByCode({ code, codeVerifier, redirectUri, scopes, nonce }),
      );
      return { grant, account: readAccount(idToken, nonce) };
    },

    async prove({ refreshToken, scopes }) {
      // Nothing tells whose client an access token of Microsoft Graph is; a refresh is given to its own client only.
      if (refreshToken === null) {
        throw new ProviderError('grant_rejected', 'refresh_token_needed');
      }
      const { grant, idToken } = await refreshWith(refreshToken, scopes);
      if (idToken === null) {
        throw new ProviderError('grant_rejected', 'account_not_told');
      }
      const account = readAccount(idToken, null);
      return { grant: { ...grant, refreshToken: grant.refreshToken ?? refreshToken }, account };
    },

    identify: (accessToken) =>
      askUserInfo({
        url: config.userinfoEndpoint,
        accessToken,
        reasons: microsoftReasons,
        timeoutMs: timeoutMs ?? defaultTimeoutMs,
      }),

    async refresh({ refreshToken, scopes }) {
      const { grant } = await refreshWith(refreshToken, scopes);
      return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
    },

    // Microsoft can only end all sessions of a person, which is not ours to do.
    revoke: async () => 'unsupported',

    missingScopes: (requested, granted) => findMissingScopes(requested, granted, normalizeScope),
  };
}

function issuerOf({ issuer }: MicrosoftConfig, { tid }: IdTokenClaims): string {
  return issuer.replace('{tenantid}', typeof tid === 'string' ? tid : '');
}

function normalizeScope(scope: string): string | null {
  const name = scope.toLowerCase();
  if (unlistedScopes.has(name)) {
    return null;
  }
  return name.startsWith(graph) ? name.slice(graph.length) : name;
}
