import type {
  AuthorizeRequest,
  AuthorizeResponse,
  ConnectionTest,
  ImportIntegration,
  Integration,
  IntegrationSummary,
  IntegrationTrends,
  ProviderDescription,
  TokenRequest,
  TokenResponse,
} from '@klayim/shared/types';

/** A connected Google account. */
export const integrationExample: Integration = {
  id: 'google_4pWQ0cXo2mJ8b1kVZtYh7g',
  organizationId: 'northwind',
  provider: 'google_calendar',
  accountId: '104815162342108151623',
  accountEmail: 'ada@northwind.example',
  status: 'connected',
  requiredAction: 'none',
  scopes: ['openid', 'email'],
  missingScopes: [],
  refreshable: true,
  expiresAt: '2026-11-23T11:15:00.000Z',
  grantExpiresAt: '2027-05-22T10:15:00.000Z',
  grantExpiresBecause: 'unused',
  connectedBy: { type: 'user', id: 'ada', name: 'Ada Lovelace' },
  lastUsedAt: '2026-11-23T10:20:00.000Z',
  lastUsedBy: { type: 'apiKey', id: 'k4Z2', name: 'Scheduler' },
  lastRefreshedAt: '2026-11-23T10:15:00.000Z',
  refreshCount: 12,
  consecutiveFailures: 0,
  lastError: null,
  createdAt: '2026-11-01T08:00:00.000Z',
  updatedAt: '2026-11-23T10:20:00.000Z',
};

/** The same account after it was disconnected. */
export const disconnectedExample: Integration = {
  ...integrationExample,
  status: 'disconnected',
  requiredAction: 'reauthorize',
  expiresAt: null,
  grantExpiresAt: null,
  grantExpiresBecause: null,
};

/** How an organization's accounts are, in numbers. */
export const summaryExample: IntegrationSummary = {
  total: 14,
  counts: [
    { provider: 'google_calendar', status: 'connected', requiredAction: 'none', count: 12 },
    { provider: 'microsoft_calendar', status: 'error', requiredAction: 'reauthorize', count: 2 },
  ],
  nextToEnd: [
    {
      integrationId: 'google_4pWQ0cXo2mJ8b1kVZtYh7g',
      provider: 'google_calendar',
      accountEmail: 'ada@northwind.example',
      expiresAt: '2026-11-23T11:15:00.000Z',
    },
  ],
  lastSweepAt: '2026-11-23T10:15:00.000Z',
  incidents: [{ server: 'microsoft', providers: ['microsoft_calendar'], failure: 'unavailable' }],
};

/** Refreshes over time, and what ends. */
export const trendsExample: IntegrationTrends = {
  hours: [{ at: '2026-11-23T10:00:00.000Z', refreshed: 14, failed: 1 }],
  days: [{ at: '2026-11-23T00:00:00.000Z', refreshed: 150, failed: 3 }],
  endings: [{ at: '2026-11-23T00:00:00.000Z', tokens: 1, grants: 0 }],
  grants: [
    {
      integrationId: 'google_4pWQ0cXo2mJ8b1kVZtYh7g',
      provider: 'google_calendar',
      accountEmail: 'ada@northwind.example',
      grantExpiresAt: '2026-12-01T10:15:00.000Z',
      grantExpiresBecause: 'authorization_ends',
    },
  ],
  sweeps: [{ at: '2026-11-23T10:15:01.000Z', refreshed: 12, failed: 1, durationMs: 2300 }],
  connections: 14,
  complete: true,
};

/** What a test of a connection finds. */
export const connectionTestExample: ConnectionTest = {
  accepted: true,
  reason: null,
  accountEmail: 'ada@northwind.example',
  sameAccount: true,
  scopes: ['openid', 'email'],
  scopesConfirmed: true,
  missingScopes: [],
  degraded: false,
  expiresAt: '2026-11-23T11:15:00.000Z',
  durationMs: 180,
  testedAt: '2026-11-23T10:20:00.000Z',
};

/** What can be connected. */
export const providersExample: ProviderDescription[] = [
  {
    provider: 'google_calendar',
    displayName: 'Google Calendar',
    configured: true,
    defaultScopes: ['openid', 'email'],
  },
  {
    provider: 'microsoft_calendar',
    displayName: 'Microsoft Calendar',
    configured: false,
    defaultScopes: ['openid', 'email'],
  },
];

/** Tokens that were obtained elsewhere. */
export const importExample: ImportIntegration = {
  provider: 'google_calendar',
  accountId: '104815162342108151623',
  accountEmail: 'ada@northwind.example',
  scopes: ['openid', 'email'],
  accessToken: 'an-access-token',
  refreshToken: 'a-refresh-token',
  expiresAt: '2026-11-23T11:15:00.000Z',
};

/** Connect, and come back to the settings page. */
export const authorizeExample: AuthorizeRequest = { returnUrl: 'https://app.example.com/settings' };

/** Where the browser goes. */
export const authorizationExample: AuthorizeResponse = {
  authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth?client_id=klayim&response_type=code',
  expiresAt: '2026-11-23T10:25:00.000Z',
};

/** A token that is good for ten minutes at least. */
export const tokenRequestExample: TokenRequest = { minValidityMs: 600_000 };

/** A token. */
export const tokenExample: TokenResponse = {
  accessToken: 'an-access-token',
  tokenType: 'Bearer',
  expiresAt: '2026-11-23T11:15:00.000Z',
  scopes: ['openid', 'email'],
  degraded: false,
  missingScopes: [],
  requiredAction: 'none',
};
