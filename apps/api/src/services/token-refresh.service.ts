import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditActor, Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { getProviders } from '../providers/process-providers.ts';
import { AppError } from '../errors/app-error.ts';
import { systemClock } from '../lib/clock.ts';
import { fromFirestore, isTransient } from '../lib/firestore-errors.ts';
import { processLogger } from '../lib/process-logger.ts';
import { auditEventRepository } from '../repositories/audit-event.repository.ts';
import { type StoredIntegration, toIntegration } from '../repositories/integration.document.ts';
import { integrationRepository } from '../repositories/integration.repository.ts';
import { refreshLeaseRepository } from '../repositories/refresh-lease.repository.ts';
import { dueIntegrationsRepository } from '../repositories/system/due-integrations.repository.ts';
import { sharedGrantsRepository } from '../repositories/system/shared-grants.repository.ts';
import { type AuditTrailDependencies, createAuditTrail } from './audit-trail.ts';
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
import { createTokenAudit } from './token-audit.ts';

export type TokenRefreshDependencies = RefreshProtocolDependencies &
  AuditTrailDependencies &
  Pick<RefreshSweepDependencies, 'dueIntegrationsRepository' | 'enqueue'>;

/**
 * Hands out valid access tokens. Concurrent calls of this process share one refresh; instances share by a lease in the
 * document; what is written is fenced, so that a rotated token is neither lost nor overwritten by an older one.
 */
export function createTokenRefreshService(dependencies: TokenRefreshDependencies): TokenRefreshService {
  const { integrationRepository, clock, logger } = dependencies;
  const protocol = createRefreshProtocol(dependencies);
  const audit = createTokenAudit({ trail: createAuditTrail(dependencies), clock });
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
    return inSingleFlight(keyOf(stored), () => protocol.refresh(organizationId, stored, attempt));
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
    { actor, ...options }: ValidTokenOptions = {},
  ): Promise<ValidToken> {
    const stored = await read(organizationId, integrationId);
    const token = await validTokenOf(organizationId, stored, options);
    if (actor) await audit.handedOut(stored, actor);
    return token;
  }

  async function validTokenOf(
    organizationId: string,
    stored: StoredIntegration,
    options: RefreshAttempt,
  ): Promise<ValidToken> {
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

  /** Refreshes because somebody asked for it, and says so in the trail. */
  async function refreshToken(
    organizationId: string,
    integrationId: string,
    actor?: AuditActor,
  ): Promise<Integration> {
    const before = await read(organizationId, integrationId);
    const event = audit.refreshed(before, actor);
    let isOurs = false;
    try {
      const { refreshed } = await inSingleFlight(keyOf(before), () => {
        isOurs = true;
        return protocol.refresh(organizationId, before, { forceRefresh: true, event });
      });
      const after = await read(organizationId, integrationId);
      // Who joined another caller's refresh had no part in its commit.
      if (!isOurs || !refreshed)
        await audit.refreshedOtherwise(event, after.credentialVersion > before.credentialVersion);
      return toIntegration(after);
    } catch (error) {
      await audit.refreshedOtherwise(event, false, error);
      throw error;
    }
  }

  async function refreshExpiringTokens() {
    const startedAtMs = clock();
    const summary = await sweep.sweep();
    logger.info('Sweep finished', { ...summary, durationMs: clock() - startedAtMs });
    return summary;
  }

  return {
    getValidToken: (...call) => asServiceError(getValidToken(...call)),

    refreshToken: (...call) => asServiceError(refreshToken(...call)),

    refreshExpiringTokens: () => asServiceError(refreshExpiringTokens()),

    async refreshBatch(batch) {
      const summary = await asServiceError(sweep.refreshBatch(batch));
      logger.info('Batch finished', summary);
      return summary;
    },
  };
}

function keyOf({ organizationId, id }: StoredIntegration): string {
  return JSON.stringify([organizationId, id]);
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
  auditEventRepository,
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
