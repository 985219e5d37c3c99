import type { IntegrationProvider } from '@klayim/shared/types';

/**
 * How long a grant lives, as a token endpoint said, in milliseconds; null for what it did not say.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-refresh-token-expiration/
 */
export interface GrantLifetime {
  /** `authorization_expires_in`: what the person permitted ends, whatever is refreshed. */
  authorizationMs: number | null;
  /** `refresh_token_expires_in`: this refresh token ends; a rotated one may live longer. */
  refreshTokenMs: number | null;
  /** `refresh_token_timeout`: this refresh token ends when it is not used for so long. */
  timeoutMs: number | null;
}

/** What a token endpoint gave, with its units converted. */
export interface TokenGrant {
  accessToken: string;
  /** The newest refresh token: rotated, or the one that was sent when the provider gave no other; null without any. */
  refreshToken: string | null;
  /** Lifetime of the access token in milliseconds. One hour when the provider names none that can be used. */
  expiresInMs: number;
  /** Granted scopes; null when the provider did not say (RFC 6749, section 5.1: as requested). */
  scopes: string[] | null;
  lifetime: GrantLifetime;
}

/** The account behind a grant. */
export interface ProviderAccount {
  /** The provider's immutable id: Google `sub`; Microsoft `oid.tid`. */
  accountId: string;
  /** Lower case; for display only. The account's id when the provider tells no address. */
  accountEmail: string;
}

export interface AuthorizationRequest {
  redirectUri: string;
  scopes: string[];
  state: string;
  nonce: string;
  /** Base64url SHA-256 of the verifier (RFC 7636, method S256). */
  codeChallenge: string;
  loginHint?: string;
}

export interface CodeExchange {
  code: string;
  codeVerifier: string;
  redirectUri: string;
  /** As requested in the authorization. */
  scopes: string[];
  /** As sent in the authorization; the ID token must carry it. */
  nonce: string;
}

export interface RefreshRequest {
  refreshToken: string;
  /** Granted scopes: Microsoft wants them repeated. */
  scopes: string[];
}

/** Tokens that were obtained elsewhere. */
export interface ImportedTokens {
  accessToken: string;
  refreshToken: string | null;
  /** Microsoft wants them repeated. */
  scopes: string[];
}

/** Whose an access token is, as the provider says when it is asked with that token. */
export interface TokenIdentity {
  /** As of {@link ProviderAccount}; null where the provider has another id for it there. */
  accountId: string | null;
  /** Lower case; null when it tells none. */
  accountEmail: string | null;
  /** Null when it does not tell them. */
  scopes: string[] | null;
}

/**
 * An authorization server where our application is registered. Each call ends within its timeout, at most 45 seconds.
 */
export interface AuthorizationServer {
  /** The `iss` of its answers, when it is fixed (RFC 9207); null when it differs by tenant. */
  readonly issuer: string | null;
  authorizationUrl(request: AuthorizationRequest): Promise<string>;
  /** @throws {ProviderError} */
  exchangeCode(exchange: CodeExchange): Promise<{ grant: TokenGrant; account: ProviderAccount }>;
  /**
   * Proves tokens that were obtained elsewhere: issued to our client, for the account that is returned. A refresh token
   * is proven by using it; the grant that comes back is the one to keep, since the provider may have rotated it.
   * @throws {ProviderError} grant_rejected when the provider does not confirm both.
   */
  prove(tokens: ImportedTokens): Promise<{ grant: TokenGrant; account: ProviderAccount }>;
  /**
   * Asks the provider whose an access token is. Nothing is changed or used up.
   * @throws {ProviderError} grant_rejected when the provider does not accept the token.
   */
  identify(accessToken: string): Promise<TokenIdentity>;
  /** @throws {ProviderError} */
  refresh(request: RefreshRequest): Promise<TokenGrant>;
  /**
   * Revokes the grant behind a refresh token (RFC 7009).
   * @returns `unsupported` where the provider has no revocation of one application's grant.
   * @throws {ProviderError}
   */
  revoke(refreshToken: string): Promise<'revoked' | 'unsupported'>;
  /** The scopes of `requested` that `granted` lacks, the provider's aliases considered. */
  missingScopes(requested: readonly string[], granted: readonly string[]): string[];
}

/** What accounts can be connected at, by way of its authorization server. */
export interface OAuthProvider extends AuthorizationServer {
  readonly id: IntegrationProvider;
  /** Several providers may share one. */
  readonly server: string;
  readonly displayName: string;
  /** Asked for when the caller names no scopes; identity and offline scopes included. */
  readonly defaultScopes: readonly string[];
  /** Scopes added to whatever the caller names, so that identity and refresh work. */
  readonly requiredScopes: readonly string[];
  /** The server ends a refresh token that is unused for this time, in milliseconds. */
  readonly idleLimitMs: number;
}

/** The server of a provider. Without configuration it is a placeholder that refuses every call. */
export function serverOf(providers: ReadonlyMap<string, OAuthProvider>, id: string): string {
  return providers.get(id)?.server ?? id;
}

/** Providers that share a server with this one, itself first: an account may have one grant for all of them. */
export function providersBeside(providers: ReadonlyMap<string, OAuthProvider>, id: string): string[] {
  const server = serverOf(providers, id);
  return [id, ...[...providers.values()].filter((p) => p.server === server && p.id !== id).map((p) => p.id)];
}
