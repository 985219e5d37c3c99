import type { AuditActor, Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { fromFirestore, isTransient } from '../../lib/firestore-errors.ts';
import type { SharedGrantsRepository } from '../../repositories/cross-tenant/shared-grants.repository.ts';
import {
  type StoredIntegration,
  toIntegration,
} from '../../repositories/integrations/integration-document.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';
import { type AuditTrailDependencies, createAuditTrail } from '../audit/audit-trail.ts';
import type { TokenRefreshService, ValidToken, ValidTokenOptions } from '../service-types.ts';
import { createFailureExchange } from './failure-exchange.ts';
import { createLateRenewals, toTask } from './late-renewal.ts';
import { createProviderGateway } from './provider-gateway.ts';
import { withRefreshLog } from './refresh-log.ts';
import { decide, lastUsedIntervalMs } from './refresh-policy.ts';
import { createRefreshProtocol, type RefreshProtocolDependencies } from './refresh-protocol.ts';
import { type RefreshAttempt, type RefreshResult, tokenOf } from './refresh-result.ts';
import { createRefreshSweep, type RefreshSweepDependencies } from './refresh-sweep.ts';
import { defaultTiming, type RefreshTiming } from './refresh-timing.ts';
import { createSingleFlight } from './single-flight.ts';
import { createTokenAudit } from './token-audit.ts';

export type TokenRefreshDependencies = Omit<
  RefreshProtocolDependencies,
  'gateway' | 'handOver' | 'isGrantShared' | 'timing'
> &
  AuditTrailDependencies &
  Pick<
    RefreshSweepDependencies,
    'dueIntegrationsRepository' | 'providerIncidentsRepository' | 'enqueueRefreshBatch'
  > & {
    sharedGrantsRepository: Pick<SharedGrantsRepository, 'isShared'>;
    /** Puts a renewal on a queue, to be stored when Firestore can be reached again. */
    enqueueDeferredCommit: (task: DeferredCommitTask) => Promise<unknown>;
    timing?: Partial<RefreshTiming>;
  };

/**
 * Hands out valid access tokens. Concurrent calls of this process share one refresh; instances share by a lease in the
 * document; what is written is fenced, so that a rotated token is neither lost nor overwritten by an older one.
 */
export function createTokenRefreshService(dependencies: TokenRefreshDependencies): TokenRefreshService {
  const { integrationRepository, sharedGrantsRepository, enqueueDeferredCommit, clock, logger } =
    dependencies;
  const timing = { ...defaultTiming, ...dependencies.timing };
  const exchange = createFailureExchange(dependencies);
  const gateway = createProviderGateway({
    retry: { attempts: 3, baseDelayMs: 200, budgetMs: timing.providerBudgetMs },
    pacing: dependencies,
    exchange,
  });
  const protocol = createRefreshProtocol({
    ...dependencies,
    timing,
    gateway,
    isGrantShared: ({ provider, accountId, id }) => sharedGrantsRepository.isShared(provider, accountId, id),
    handOver: async (late) => {
      await enqueueDeferredCommit(toTask(late));
    },
  });
  const lateRenewals = createLateRenewals({ ...dependencies, revive: protocol.revive });
  const audit = createTokenAudit({ trail: createAuditTrail(dependencies), clock });
  const inSingleFlight = createSingleFlight<RefreshResult>();
  const sweep = createRefreshSweep({
    ...dependencies,
    isRejected: (provider, organizationId) => gateway.rejection(provider, organizationId) !== null,
    listen: exchange.listen,
    refresh: (stored, place) => refresh(stored.organizationId, stored, { background: true, place }),
  });

  function refresh(
    organizationId: string,
    stored: StoredIntegration,
    attempt: RefreshAttempt,
    onStart: () => void = () => undefined,
  ): Promise<RefreshResult> {
    return inSingleFlight(flightOf(stored, attempt), () => {
      onStart();
      return withRefreshLog(dependencies, stored, () => protocol.refresh(organizationId, stored, attempt));
    });
  }

  async function read(organizationId: string, integrationId: string): Promise<StoredIntegration> {
    const reading = integrationRepository.findById(organizationId, integrationId);
    const stored = await withinDeadline(reading, timing.firestoreTimeoutMs);
    if (!stored) {
      throw new AppError('integration_not_found');
    }
    return stored;
  }

  /** Notes the use, seldom: the time of the last use need not be exact, and it must not cost a write for each call. */
  async function noteUse(organizationId: string, stored: StoredIntegration): Promise<void> {
    const nowMs = clock();
    if (nowMs - (stored.lastUsedAt?.toMillis() ?? 0) < lastUsedIntervalMs) {
      return;
    }
    try {
      const lastUsedAt = Timestamp.fromMillis(nowMs);
      await integrationRepository.update(organizationId, stored.id, { lastUsedAt }, stored.version);
    } catch (error) {
      if (!isTransient(error)) {
        throw error;
      }
    }
  }

  async function getValidToken(
    organizationId: string,
    integrationId: string,
    { actor, ...options }: ValidTokenOptions = {},
  ): Promise<ValidToken> {
    const stored = await read(organizationId, integrationId);
    const token = await validTokenOf(organizationId, stored, options);
    if (actor) {
      await audit.handedOut(stored, actor);
    }
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
    if (decision.action !== 'use') {
      return (await refresh(organizationId, stored, options)).token;
    }
    const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
    await noteUse(organizationId, stored);
    return tokenOf(stored, credentials, decision.degraded);
  }

  /** Refreshes because somebody asked for it, and says so in the trail. */
  async function refreshToken(
    organizationId: string,
    integrationId: string,
    actor?: AuditActor,
  ): Promise<Integration> {
    const before = await read(organizationId, integrationId);
    const event = audit.refreshed(before, actor);
    const attempt = { forceRefresh: true, whateverAge: true, event };
    let isOurs = false;
    try {
      const { refreshed } = await refresh(organizationId, before, attempt, () => {
        isOurs = true;
      });
      const after = await read(organizationId, integrationId);
      // Who joined another caller's refresh had no part in its commit.
      if (!isOurs || !refreshed) {
        await audit.refreshedOtherwise(event, after.credentialVersion > before.credentialVersion);
      }
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

    storeLateRenewal: (task) => asServiceError(lateRenewals.storeLateRenewal(task)),
  };
}

/** Only callers who want the same share a flight: the sweep gives up where a caller would wait. */
function flightOf({ organizationId, id }: StoredIntegration, attempt: RefreshAttempt): string {
  const { background = false, forceRefresh = false, whateverAge = false, minValidityMs = null } = attempt;
  return JSON.stringify([organizationId, id, background, forceRefresh, whateverAge, minValidityMs]);
}

async function asServiceError<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw fromFirestore(error);
  }
}
