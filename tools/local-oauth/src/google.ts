import { keepStandardPrompts, nameClaims, type Play, splitScope } from './play.ts';

const USERINFO_EMAIL = 'https://www.googleapis.com/auth/userinfo.email';
const USERINFO_PROFILE = 'https://www.googleapis.com/auth/userinfo.profile';
const EMAIL_CLAIMS = ['email', 'email_verified'];
const PROFILE_CLAIMS = ['name', 'given_name', 'family_name'];

/** Google answers with the long names of the sign-in scopes, whichever form was asked for. */
const LONG_NAMES: Readonly<Record<string, string>> = { email: USERINFO_EMAIL, profile: USERINFO_PROFILE };

/**
 * Google's side: a refresh token only for `access_type=offline` with `prompt=consent`, long scope names in
 * the token answer, revocation without client authentication.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/web-server
 */
export const google: Play = {
  plays: 'google',
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
    email: EMAIL_CLAIMS,
    profile: PROFILE_CLAIMS,
    [USERINFO_EMAIL]: EMAIL_CLAIMS,
    [USERINFO_PROFILE]: PROFILE_CLAIMS,
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
      .map((scope) => LONG_NAMES[scope] ?? scope);
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
