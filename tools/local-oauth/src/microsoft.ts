import { tenantIdOf } from './accounts.ts';
import { keepStandardPrompts, nameClaims, type ProviderProfile, splitScope } from './provider-profile.ts';

const graphPrefix = 'https://graph.microsoft.com/';

/**
 * Microsoft's side: endpoints under a tenant segment, `oid` and `tid` beside a pairwise `sub`, `client_info`
 * in the token answer, a refresh token for the scope `offline_access`, no revocation endpoint for applications.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export const microsoft: ProviderProfile = {
  name: 'microsoft',
  title: 'Microsoft',
  paths: {
    authorization: '/common/oauth2/v2.0/authorize',
    token: '/common/oauth2/v2.0/token',
    revocation: '/_control/revocation',
    userinfo: '/oidc/userinfo',
    jwks: '/common/discovery/v2.0/keys',
    discovery: '/common/v2.0/.well-known/openid-configuration',
  },
  scopeClaims: {
    email: ['email'],
    profile: ['name', 'given_name', 'family_name', 'preferred_username'],
    offline_access: [],
    'User.Read': [],
    'Calendars.Read': [],
    [`${graphPrefix}User.Read`]: [],
    [`${graphPrefix}Calendars.Read`]: [],
  },
  openidClaims: ['oid', 'tid'],
  subjectType: 'pairwise',
  announcesRevocation: false,
  silentScopes: ['openid'],
  normalizeAuthorization(params) {
    const prompts = splitScope(params.get('prompt'));
    const wantsOffline = splitScope(params.get('scope')).includes('offline_access');
    // oidc-provider drops offline_access unless consent is prompted for; Microsoft has no such rule.
    const needsConsent = wantsOffline && !prompts.includes('none') && !prompts.includes('consent');
    keepStandardPrompts(params, needsConsent ? [...prompts, 'consent'] : prompts);
  },
  claimsOf: (account) => ({
    oid: account.id,
    tid: tenantIdOf(account),
    preferred_username: account.email,
    email: account.email,
    name: account.name,
    ...nameClaims(account),
  }),
  shapeTokenAnswer(answer, account) {
    const clientInfo = JSON.stringify({ uid: account.id, utid: tenantIdOf(account) });
    return {
      ...answer,
      // Microsoft lists what the access token is good for, and offline_access is no part of that.
      scope: splitScope(answer['scope'])
        .filter((scope) => scope !== 'offline_access')
        .join(' '),
      ext_expires_in: answer['expires_in'],
      client_info: Buffer.from(clientInfo).toString('base64url'),
    };
  },
  env: ({ issuer, endpoints, clientId, clientSecret }) => ({
    MICROSOFT_CLIENT_ID: clientId,
    MICROSOFT_CLIENT_SECRET: clientSecret,
    MICROSOFT_AUTHORITY_ORIGIN: issuer,
    MICROSOFT_AUTHORIZATION_ENDPOINT: endpoints.authorization,
    MICROSOFT_TOKEN_ENDPOINT: endpoints.token,
    MICROSOFT_USERINFO_ENDPOINT: endpoints.userinfo,
    MICROSOFT_ISSUER: issuer,
  }),
};
