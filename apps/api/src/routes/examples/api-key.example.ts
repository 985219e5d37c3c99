import type { ApiKey } from '@klayim/shared/types';

/** An API key, as the documentation shows it. */
export const apiKeyExample = {
  id: '2vJ7wYQkX9sLr4TbM',
  name: 'Payroll backend',
  scopes: ['tokens:read', 'integrations:read'],
  createdAt: '2026-11-23T10:15:00.000Z',
  createdBy: 'Zk3n0cZ8mRgP1sX2',
  rotatedAt: null,
  expiresAt: null,
  previousExpiresAt: null,
  lastUsedAt: '2026-11-23T12:00:00.000Z',
} as const satisfies ApiKey;

/** A key that was just made. The secret is none. */
export const issuedApiKeyExample = {
  apiKey: { ...apiKeyExample, lastUsedAt: null },
  secret: 'kl_2vJ7wYQkX9sLr4TbM_(shown once)',
};
