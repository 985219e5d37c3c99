import { createHash } from 'node:crypto';
import { type Configuration, Provider } from 'oidc-provider';
import type { LocalAccount } from './accounts.ts';
import { renderErrorPage } from './consent-page.ts';
import type { MemoryStore } from './memory-adapter.ts';
import { type ProviderProfile, splitScope } from './provider-profile.ts';
import type { ServerKeys } from './state-file.ts';

const minuteSeconds = 60;
const hourSeconds = 60 * minuteSeconds;
const daySeconds = 24 * hourSeconds;

/** What a provider is made from. */
export interface ProviderInput {
  readonly profile: ProviderProfile;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly accounts: readonly LocalAccount[];
  readonly keys: ServerKeys;
  readonly store: MemoryStore;
  /** Asked for each access token. */
  readonly accessTokenLifetimeSeconds: () => number;
}

/** Makes the oidc-provider instance of one provider; nothing listens yet. */
export function createProvider(input: ProviderInput): Provider {
  const provider = new Provider(input.issuer, configurationFor(input));
  // Requests reach the server by its own loopback address only; X-Forwarded-* must not change that.
  provider.proxy = false;
  return provider;
}

function configurationFor(input: ProviderInput): Configuration {
  const { profile, accounts, keys } = input;
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    adapter: input.store.adapterFor,
    jwks: keys.jwks,
    cookies: {
      keys: keys.cookieKeys,
      // Cookies do not tell ports apart, so two servers on one host need names of their own.
      names: {
        session: `${profile.name}_session`,
        interaction: `${profile.name}_interaction`,
        resume: `${profile.name}_resume`,
      },
      long: cookie,
      short: cookie,
    },
    clients: [
      {
        client_id: input.clientId,
        client_secret: input.clientSecret,
        redirect_uris: input.redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
        subject_type: profile.subjectType,
      },
    ],
    scopes: [...new Set(['openid', 'offline_access', ...Object.keys(profile.scopeClaims)])],
    claims: { openid: ['sub', ...profile.openidClaims], ...profile.scopeClaims },
    conformIdTokenClaims: false,
    subjectTypes: [profile.subjectType],
    pairwiseIdentifier: async (_ctx, accountId, client) =>
      createHash('sha256').update(`${client.clientId}:${accountId}`).digest('base64url'),
    clockTolerance: 0,
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    issueRefreshToken: async (ctx) =>
      splitScope(ctx.oidc.entities.Grant?.getOIDCScope()).includes('offline_access'),
    // Each authorization is a grant, and so a token family, of its own.
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    findAccount: async (_ctx, accountId) => {
      const account = accounts.find((candidate) => candidate.id === accountId);
      if (account === undefined) {
        return undefined;
      }
      return { accountId, claims: async () => ({ sub: accountId, ...profile.claimsOf(account) }) };
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    routes: {
      authorization: profile.paths.authorization,
      token: profile.paths.token,
      userinfo: profile.paths.userinfo,
      jwks: profile.paths.jwks,
    },
    discovery: profile.announcesRevocation
      ? { revocation_endpoint: `${input.issuer}${profile.paths.revocation}` }
      : {},
    clientBasedCORS: () => false,
    renderError: async (ctx, out) => {
      ctx.type = 'html';
      ctx.body = renderErrorPage(out.error, out.error_description ?? 'No description.');
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      revocation: { enabled: false },
      introspection: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      dPoP: { enabled: false },
    },
    ttl: {
      AccessToken: () => input.accessTokenLifetimeSeconds(),
      AuthorizationCode: 10 * minuteSeconds,
      Grant: 180 * daySeconds,
      IdToken: hourSeconds,
      Interaction: hourSeconds,
      RefreshToken: 90 * daySeconds,
      Session: hourSeconds,
    },
  };
}
