import { dayMs } from '../../../lib/duration.ts';
import { defineAuthorizationServer } from '../../define-authorization-server.ts';
import { microsoftSettings } from './config.ts';
import { createMicrosoftServer } from './microsoft-server.ts';

/** Microsoft's authorization server. */
export const microsoft = defineAuthorizationServer({
  id: 'microsoft',
  displayName: 'Microsoft',
  registeredAt: 'entra.microsoft.com, App registrations, Authentication',
  settings: microsoftSettings,
  requiredScopes: ['openid', 'profile', 'email', 'offline_access'],
  // https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime
  idleLimitMs: 90 * dayMs,
  secretShapes: [
    // Refresh tokens and authorization codes, client secrets.
    { marker: '[01M]\\.', pattern: /\b[01M]\.[A-Z][\w.!*$-]{20,}/g },
    { marker: 'Q~', pattern: /[\w.~-]{3}[78]Q~[\w.~-]{31,34}/g },
  ],
  create: createMicrosoftServer,
});
