import { dayMs } from '../../../lib/duration.ts';
import { defineAuthorizationServer } from '../../define-authorization-server.ts';
import { googleSettings } from './config.ts';
import { createGoogleServer } from './google-server.ts';

/** Google's authorization server. */
export const google = defineAuthorizationServer({
  id: 'google',
  displayName: 'Google',
  registeredAt: 'console.cloud.google.com, APIs & Services, Credentials',
  settings: googleSettings,
  requiredScopes: ['openid', 'email'],
  // https://developers.google.com/identity/protocols/oauth2#expiration: unused for six months.
  idleLimitMs: 180 * dayMs,
  secretShapes: [
    // Access tokens, refresh tokens, authorization codes, client secrets, API keys.
    { marker: 'ya29\\.', pattern: /\bya29\.[\w.-]+/g },
    { marker: '1/', pattern: /\b1\/\/0?[\w-]{10,}/g },
    { marker: '4/', pattern: /\b4\/0?[\w-]{10,}/g },
    { marker: 'GOCSPX-', pattern: /\bGOCSPX-[\w-]+/g },
    { marker: 'AIza', pattern: /\bAIza[\w-]{30,}/g },
  ],
  create: createGoogleServer,
});
