import type { Integration, KeyRotation, SweepRun } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { OperatorKeysDependencies } from '../../routes/operator-keys.route.ts';
import type { OperatorSweepsDependencies } from '../../routes/operator-sweeps.route.ts';
import type {
  CompletedAuthorization,
  ConnectInput,
  IntegrationService,
  StartAuthorizationInput,
  TokenRefreshService,
} from '../../services/service-types.ts';

const instant = '2026-11-23T10:15:00.000Z';
const emptySummary = { due: 0, enqueued: 0, refreshed: 0, skipped: 0, failed: 0, byProvider: {} };

/** Services that keep everything in memory and call nobody: they exercise the HTTP layer and nothing else. */
export interface MemoryServices {
  integrationService: IntegrationService;
  tokenRefreshService: TokenRefreshService;
  operatorServices: Omit<OperatorKeysDependencies, 'publicBaseUrl'> & OperatorSweepsDependencies;
  integrations: Map<string, Integration>;
  /** What was asked of `startAuthorization`, in order. */
  started: StartAuthorizationInput[];
  /** How the authorization with a state ends. */
  endings: Map<string, CompletedAuthorization>;
}

/** A connected account of an organization. */
export function integrationOf(organizationId: string, id: string): Integration {
  return {
    id,
    organizationId,
    provider: 'google',
    accountId: `account-of-${id}`,
    accountEmail: 'ada@example.com',
    status: 'connected',
    requiredAction: 'none',
    scopes: ['openid'],
    missingScopes: [],
    expiresAt: instant,
    lastUsedAt: null,
    lastRefreshedAt: null,
    refreshCount: 0,
    consecutiveFailures: 0,
    lastError: null,
    createdAt: instant,
    updatedAt: instant,
  };
}

/** See {@link MemoryServices}. The browser that started an authorization has the key `K` forty times. */
export function memoryServices(): MemoryServices {
  const integrations = new Map<string, Integration>();
  const started: StartAuthorizationInput[] = [];
  const endings = new Map<string, CompletedAuthorization>();
  const find = (organizationId: string, id: string): Integration | null => {
    const found = integrations.get(id);
    return found?.organizationId === organizationId ? found : null;
  };
  const need = (organizationId: string, id: string): Integration => {
    const found = find(organizationId, id);
    if (!found) throw new AppError('integration_not_found');
    return found;
  };
  const of = (organizationId: string): Integration[] =>
    [...integrations.values()].filter((integration) => integration.organizationId === organizationId);

  const integrationService: IntegrationService = {
    async connect({ organizationId, provider, accountId, accountEmail, scopes }: ConnectInput) {
      const id = `${provider}-${accountId}`;
      if (find(organizationId, id)) throw new AppError('already_connected');
      const base = integrationOf(organizationId, id);
      const integration: Integration = { ...base, provider, accountId, accountEmail, scopes };
      integrations.set(id, integration);
      return integration;
    },
    async disconnect(organizationId, id) {
      const integration: Integration = { ...need(organizationId, id), status: 'disconnected' };
      integrations.set(id, integration);
      return { integration, revocation: 'revoked' };
    },
    async deleteIntegration(organizationId, id) {
      integrations.delete(need(organizationId, id).id);
      return 'revoked';
    },
    getIntegrations: async (organizationId) => of(organizationId),
    getIntegrationsByProvider: async (organizationId, provider) =>
      of(organizationId).filter((integration) => integration.provider === provider),
    getIntegration: async (organizationId, id) => find(organizationId, id),
    async listIntegrations(organizationId, { provider, limit, cursor }) {
      if (cursor !== undefined) throw new AppError('invalid_cursor');
      const items = of(organizationId).filter((item) => provider === undefined || item.provider === provider);
      return { items: items.slice(0, limit), nextCursor: null };
    },
    getProviders: () => [
      { provider: 'google', displayName: 'Google', configured: true, defaultScopes: ['openid'] },
      { provider: 'microsoft', displayName: 'Microsoft', configured: false, defaultScopes: ['openid'] },
    ],
    async startAuthorization(input) {
      started.push(input);
      if (input.provider === 'microsoft') throw new AppError('provider_not_configured');
      const browserKey = input.browserKey ?? 'K'.repeat(40);
      return { authorizationUrl: 'https://provider.example/authorize', expiresAt: instant, browserKey };
    },
    async completeAuthorization({ state, browserKey }) {
      const ending = endings.get(state);
      if (!ending) throw new AppError('oauth_state_unknown');
      if (browserKey !== 'K'.repeat(40)) throw new AppError('oauth_state_foreign');
      return ending;
    },
  };

  const tokenRefreshService: TokenRefreshService = {
    async getValidToken(organizationId, id) {
      const { scopes } = need(organizationId, id);
      return { accessToken: 'an-access-token', expiresAt: instant, scopes, degraded: false };
    },
    async refreshToken(organizationId, id) {
      const integration = need(organizationId, id);
      return { ...integration, refreshCount: integration.refreshCount + 1 };
    },
    refreshExpiringTokens: async () => emptySummary,
    storeLateRenewal: () => Promise.resolve(),
    refreshBatch: async () => emptySummary,
  };
  return {
    integrationService,
    tokenRefreshService,
    operatorServices: memoryOperatorServices(),
    integrations,
    started,
    endings,
  };
}

/** One rotation, to version 2, and no sweep but those that are requested. */
function memoryOperatorServices(): MemoryServices['operatorServices'] {
  const sweeps: SweepRun[] = [];
  const rotationBy = (startedBy: string): KeyRotation => ({
    id: 'v2',
    targetVersion: 2,
    status: 'running',
    startedBy,
    startedAt: instant,
    heartbeatAt: instant,
    finishedAt: null,
    passes: 1,
    total: 10,
    rotated: 4,
    deferred: 0,
    failed: 0,
    remaining: 6,
  });
  return {
    encryptionKeysService: {
      getEncryptionKeys: async () => ({ currentVersion: 2, oldestAgeDays: null, keys: [] }),
    },
    keyRotationService: {
      startKeyRotation: async (startedBy) => rotationBy(startedBy),
      async getKeyRotation(targetVersion) {
        if (targetVersion !== null && targetVersion !== 2) throw new AppError('key_rotation_not_found');
        return rotationBy('schedule');
      },
    },
    sweepRunsService: {
      async requestSweep(startedBy) {
        const id = `sweep-${sweeps.length + 1}`;
        const requested = { id, status: 'queued', startedBy, requestedAt: instant } as const;
        sweeps.unshift({ ...requested, finishedAt: null, summary: null, failure: null });
        return { ...requested, finishedAt: null, summary: null, failure: null };
      },
      getSweeps: async () => sweeps,
    },
  };
}
