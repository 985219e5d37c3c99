import type { Clock } from '../../../lib/clock.ts';
import { memoizeAsync } from '../../../lib/memoize.ts';
import { defaultTimeoutMs, postForm } from '../../bounded-fetch.ts';
import { classifyAnswer } from '../../classify-failure.ts';
import { optionalClaim, readIdToken, requireClaim } from '../../id-token.ts';
import type { AuthorizationRequest, AuthorizationServer, ProviderAccount } from '../../oauth-provider.ts';
import type { ProviderError } from '../../provider-error.ts';
import { googleReasons } from '../../reasons/google.reasons.ts';
import { findMissingScopes } from '../../scopes.ts';
import { createTokenCall } from '../../token-call.ts';
import type { TokenAnswer } from '../../token-grant.ts';
import type { GoogleConfig } from './config.ts';
import { proveAccessToken } from './token-info.ts';

/** The short names of the sign-in scopes, and the names that Google answers with. */
const longNames: ReadonlyMap<string, string> = new Map([
  ['email', 'https://www.googleapis.com/auth/userinfo.email'],
  ['profile', 'https://www.googleapis.com/auth/userinfo.profile'],
]);

/** Only this part of googleapis: the whole would cost a cold start 250 ms and 240 MB more. */
const loadOAuth2 = memoizeAsync(async () => {
  // By its default: a bundler does not name what CommonJS exports.
  const { default: oauth2 } = await import('googleapis/build/src/apis/oauth2/index.js');
  return oauth2.auth.OAuth2;
});

type OAuth2Client = InstanceType<Awaited<ReturnType<typeof loadOAuth2>>>;
type AuthorizationOptions = NonNullable<Parameters<OAuth2Client['generateAuthUrl']>[0]>;

/**
 * Google, through the OAuth client of googleapis.
 * @param options.timeoutMs for each call, in milliseconds. Default: 45 000 for the token endpoint, 10 000 for others.
 */
export function createGoogleServer({
  config,
  timeoutMs,
  clock,
}: {
  config: GoogleConfig;
  timeoutMs?: number | undefined;
  clock: Clock;
}): AuthorizationServer {
  const { createClient, callTokenEndpoint } = createClients({ config, timeoutMs });
  const otherCalls = { timeoutMs: timeoutMs ?? defaultTimeoutMs };
  const issuers = [config.issuer];
  // Google's ID tokens may carry the issuer in this older form too.
  if (config.issuer === 'https://accounts.google.com') {
    issuers.push('accounts.google.com');
  }

  function readAccount(idToken: string | null, nonce: string | null): ProviderAccount {
    const claims = readIdToken(idToken, {
      issuers: () => issuers,
      audience: config.clientId,
      nonce,
      nowMs: clock(),
    });
    const accountId = requireClaim(claims, 'sub');
    return { accountId, accountEmail: (optionalClaim(claims, 'email') ?? accountId).toLowerCase() };
  }

  function refreshWith(refreshToken: string): Promise<TokenAnswer> {
    return callTokenEndpoint((client) => {
      client.setCredentials({ refresh_token: refreshToken });
      return client.getAccessToken();
    });
  }

  return {
    issuer: config.issuer,

    async authorizationUrl(request) {
      const client = await createClient();
      return client.generateAuthUrl(authorizationOptions(request));
    },

    async exchangeCode({ code, codeVerifier, redirectUri, nonce }) {
      const { grant, idToken } = await callTokenEndpoint((client) =>
        client.getToken({ code, codeVerifier, redirect_uri: redirectUri }),
      );
      return { grant, account: readAccount(idToken, nonce) };
    },

    async prove({ accessToken, refreshToken }) {
      if (refreshToken === null) {
        return proveAccessToken({ config, accessToken, ...otherCalls });
      }
      // Google gives a refresh only to the client that the token was issued to.
      const { grant, idToken } = await refreshWith(refreshToken);
      const account =
        idToken === null
          ? (await proveAccessToken({ config, accessToken: grant.accessToken, ...otherCalls })).account
          : readAccount(idToken, null);
      return { grant: { ...grant, refreshToken: grant.refreshToken ?? refreshToken }, account };
    },

    async identify(accessToken) {
      const { grant, account } = await proveAccessToken({ config, accessToken, ...otherCalls });
      return { ...account, scopes: grant.scopes };
    },

    async refresh({ refreshToken }) {
      const { grant } = await refreshWith(refreshToken);
      // Taken from the answer: the client itself puts the old refresh token over a rotated one.
      return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
    },

    /** Not by the client, which would put the token into the URL. */
    async revoke(token) {
      const form = new URLSearchParams({ token }).toString();
      const answer = await postForm({ url: config.revocationEndpoint, form, ...otherCalls });
      if (answer.status >= 200 && answer.status < 300) {
        return 'revoked';
      }
      const failure = classifyAnswer(answer, googleReasons);
      if (answer.status === 400 && isDeadToken(failure)) {
        return 'revoked';
      }
      throw failure;
    },

    missingScopes: (requested, granted) =>
      findMissingScopes(requested, granted, (scope) => longNames.get(scope) ?? scope),
  };
}

/** The library's clients, and calls by them. */
function createClients({ config, timeoutMs }: { config: GoogleConfig; timeoutMs: number | undefined }) {
  /** A client for one call: the library keeps the credentials of a call in the client. */
  async function createClient(
    call = createTokenCall({ timeoutMs, reasons: googleReasons }),
  ): Promise<OAuth2Client> {
    const oAuth2 = await loadOAuth2();
    return new oAuth2({
      clientId: config.clientId,
      clientSecret: config.clientSecret,
      endpoints: {
        oauth2AuthBaseUrl: config.authorizationEndpoint,
        oauth2TokenUrl: config.tokenEndpoint,
        oauth2RevokeUrl: config.revocationEndpoint,
      },
      // Those would write requests and answers to a debug log.
      useAuthRequestParameters: false,
      transporterOptions: {
        // The client asks for retries with each request; this is the only setting that it does not overwrite.
        retryConfig: { shouldRetry: () => false },
        fetchImplementation: async (url, init) => {
          const { status, headers, body } = await call.send({ url: String(url), form: String(init?.body) });
          return toResponse(status, headers['content-type'], body);
        },
      },
    });
  }

  async function callTokenEndpoint(run: (client: OAuth2Client) => Promise<unknown>): Promise<TokenAnswer> {
    const call = createTokenCall({ timeoutMs, reasons: googleReasons });
    const client = await createClient(call);
    try {
      await run(client);
    } catch {
      // The library's error holds the request with its secrets; what happened is known to the call.
    }
    return call.outcome();
  }

  return { createClient, callTokenEndpoint };
}

/** An answer for the library. A `Response` with a body would make a stream of it: that costs as much as the request. */
function toResponse(status: number, contentType: string | undefined, body: string): Response {
  const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  return Object.assign(new Response(null, { status, headers }), { text: () => Promise.resolve(body) });
}

function authorizationOptions(request: AuthorizationRequest): AuthorizationOptions & { nonce: string } {
  return {
    redirect_uri: request.redirectUri,
    scope: request.scopes,
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256' as NonNullable<AuthorizationOptions['code_challenge_method']>,
    // Together these two give a refresh token, each time.
    access_type: 'offline',
    prompt: 'consent',
    ...(request.loginHint === undefined ? {} : { login_hint: request.loginHint }),
  };
}

/** RFC 7009 has no error for a token that is dead already; Google does. */
function isDeadToken({ code }: ProviderError): boolean {
  return code === 'invalid_token';
}
