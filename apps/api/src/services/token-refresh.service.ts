import { setTimeout as sleep } from 'node:timers/promises';
import { Timestamp } from 'firebase-admin/firestore';
import { getProviders } from '../providers/process-providers.ts';
import { AppError } from '../errors/app-error.ts';
import { systemClock } from '../lib/clock.ts';
import { fromFirestore, isTransient } from '../lib/firestore-errors.ts';
import { processLogger } from '../lib/process-logger.ts';
import { type StoredIntegration, toIntegration } from '../repositories/integration.document.ts';
import { integrationRepository } from '../repositories/integration.repository.ts';
import { refreshLeaseRepository } from '../repositories/refresh-lease.repository.ts';
import { dueIntegrationsRepository } from '../repositories/system/due-integrations.repository.ts';
import { sharedGrantsRepository } from '../repositories/system/shared-grants.repository.ts';
import { enqueueRefreshBatch } from './refresh-queue.ts';
import { decide, lastUsedIntervalMs } from './refresh-policy.ts';
import {
  createRefreshProtocol,
  type RefreshAttempt,
  type RefreshProtocolDependencies,
  type RefreshResult,
} from './refresh-protocol.ts';
import { createRefreshSweep, type RefreshSweepDependencies } from './refresh-sweep.ts';
import type { TokenRefreshService, ValidToken, ValidTokenOptions } from './service-types.ts';
import { createSingleFlight } from './single-flight.ts';

export type TokenRefreshDependencies = RefreshProtocolDependencies &
  Pick<RefreshSweepDependencies, 'dueIntegrationsRepository' | 'enqueue'>;

/**
 * Hands out valid access tokens. Concurrent calls of this process share one refresh; instances share by a lease in the
 * document; what is written is fenced, so that a rotated token is neither lost nor overwritten by an older one.
 */
export function createTokenRefreshService(dependencies: TokenRefreshDependencies): TokenRefreshService {
  const { integrationRepository, clock, logger } = dependencies;
  const protocol = createRefreshProtocol(dependencies);
  const inSingleFlight = createSingleFlight<RefreshResult>();
  const sweep = createRefreshSweep({
    ...dependencies,
    refresh: (stored) => refresh(stored.organizationId, stored, { forceRefresh: true, skipIfLeased: true }),
  });

  function refresh(
    organizationId: string,
    stored: StoredIntegration,
    attempt: RefreshAttempt,
  ): Promise<RefreshResult> {
    return inSingleFlight(JSON.stringify([organizationId, stored.id]), () =>
      protocol.refresh(organizationId, stored, attempt),
    );
  }

  async function read(organizationId: string, integrationId: string): Promise<StoredIntegration> {
    const stored = await integrationRepository.findById(organizationId, integrationId);
    if (!stored) throw new AppError('integration_not_found');
    return stored;
  }

  /** Notes the use, seldom: the time of the last use need not be exact, and it must not cost a write for each call. */
  async function noteUse(organizationId: string, stored: StoredIntegration): Promise<void> {
    const nowMs = clock();
    if (nowMs - (stored.lastUsedAt?.toMillis() ?? 0) < lastUsedIntervalMs) return;
    try {
      const lastUsedAt = Timestamp.fromMillis(nowMs);
      await integrationRepository.update(organizationId, stored.id, { lastUsedAt }, stored.version);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }

  async function getValidToken(
    organizationId: string,
    integrationId: string,
    options: ValidTokenOptions = {},
  ): Promise<ValidToken> {
    const stored = await read(organizationId, integrationId);
    const decision = decide(clock(), stored, {
      ...options,
      sinceVersion: stored.credentialVersion,
      ownerId: '',
    });
    if (decision.action !== 'use') return (await refresh(organizationId, stored, options)).token;
    const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
    await noteUse(organizationId, stored);
    return protocol.tokenOf(stored, credentials, decision.degraded);
  }

  async function refreshExpiringTokens() {
    const startedAtMs = clock();
    const summary = await sweep.sweep();
    logger.info('Sweep finished', { ...summary, durationMs: clock() - startedAtMs });
    return summary;
  }

  return {
    getValidToken: (...call) => asServiceError(getValidToken(...call)),

    async refreshToken(organizationId, integrationId) {
      const refreshNow = async () => {
        const stored = await read(organizationId, integrationId);
        await refresh(organizationId, stored, { forceRefresh: true });
        return toIntegration(await read(organizationId, integrationId));
      };
      return asServiceError(refreshNow());
    },

    refreshExpiringTokens: () => asServiceError(refreshExpiringTokens()),

    async refreshBatch(batch) {
      const summary = await asServiceError(sweep.refreshBatch(batch));
      logger.info('Batch finished', summary);
      return summary;
    },
  };
}

async function asServiceError<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw fromFirestore(error);
  }
}

/** The process's token service. */
export const tokenRefreshService: TokenRefreshService = createTokenRefreshService({
  integrationRepository,
  refreshLeaseRepository,
  dueIntegrationsRepository,
  providers: getProviders,
  isGrantShared: ({ provider, accountId, id }) => sharedGrantsRepository.isShared(provider, accountId, id),
  enqueue: enqueueRefreshBatch,
  clock: systemClock,
  sleep: (ms) => sleep(ms),
  random: Math.random,
  logger: processLogger,
});
