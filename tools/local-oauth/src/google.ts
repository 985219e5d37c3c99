import { keepStandardPrompts, nameClaims, type ProviderProfile, splitScope } from './provider-profile.ts';

const userinfoEmail = 'https://www.googleapis.com/auth/userinfo.email';
const userinfoProfile = 'https://www.googleapis.com/auth/userinfo.profile';
const emailClaims = ['email', 'email_verified'];
const profileClaims = ['name', 'given_name', 'family_name'];

/** Google answers with the long names of the sign-in scopes, whichever form was asked for. */
const longNames: Readonly<Record<string, string>> = { email: userinfoEmail, profile: userinfoProfile };

/**
 * Google's side: a refresh token only for `access_type=offline` with `prompt=consent`, long scope names in
 * the token answer, revocation without client authentication.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/web-server
 */
export const google: ProviderProfile = {
  name: 'google',
  title: 'Google',
  paths: {
    authorization: '/o/oauth2/v2/auth',
    token: '/token',
    revocation: '/revoke',
    userinfo: '/v1/userinfo',
    tokenInfo: '/tokeninfo',
    jwks: '/oauth2/v3/certs',
    pemKeys: '/oauth2/v1/certs',
    discovery: '/.well-known/openid-configuration',
  },
  scopeClaims: {
    email: emailClaims,
    profile: profileClaims,
    [userinfoEmail]: emailClaims,
    [userinfoProfile]: profileClaims,
    'https://www.googleapis.com/auth/calendar.readonly': [],
    'https://www.googleapis.com/auth/calendar.events': [],
  },
  openidClaims: [],
  subjectType: 'public',
  announcesRevocation: true,
  silentScopes: ['openid', 'offline_access'],
  normalizeAuthorization(params) {
    const prompts = splitScope(params.get('prompt'));
    const offline = params.get('access_type') === 'offline' && prompts.includes('consent');
    const scopes = splitScope(params.get('scope')).filter((scope) => scope !== 'offline_access');
    // oidc-provider knows offline access as a scope; Google knows it as a parameter and never reports it.
    params.set('scope', (offline ? [...scopes, 'offline_access'] : scopes).join(' '));
    keepStandardPrompts(params, prompts);
  },
  claimsOf: (account) => ({
    email: account.email,
    email_verified: true,
    name: account.name,
    ...nameClaims(account),
  }),
  shapeTokenAnswer(answer) {
    const scopes = splitScope(answer['scope'])
      .filter((scope) => scope !== 'offline_access')
      .map((scope) => longNames[scope] ?? scope);
    return { ...answer, scope: [...new Set(scopes)].join(' ') };
  },
  env: ({ issuer, endpoints, clientId, clientSecret }) => ({
    GOOGLE_CLIENT_ID: clientId,
    GOOGLE_CLIENT_SECRET: clientSecret,
    GOOGLE_AUTHORIZATION_ENDPOINT: endpoints.authorization,
    GOOGLE_TOKEN_ENDPOINT: endpoints.token,
    GOOGLE_REVOCATION_ENDPOINT: endpoints.revocation,
    GOOGLE_TOKENINFO_ENDPOINT: endpoints.tokenInfo ?? '',
    GOOGLE_ISSUER: issuer,
  }),
};
