import type { AuditActor, Integration, IntegrationProvider, RefreshSummary } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Timers } from '../../lib/backoff.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { fromFirestore, isTransient } from '../../lib/firestore-errors.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { type RunAfter, runAfter } from '../../lib/run-after.ts';
import { type OAuthProvider, providersBeside, serverOf } from '../../providers/oauth-provider.ts';
import { backendActor } from '../../repositories/audit/audit-event.document.ts';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { OperatorNotificationsRepository } from '../../repositories/cross-tenant/operator-notifications.repository.ts';
import type { ProviderIncidentsRepository } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import type { SharedGrantsRepository } from '../../repositories/cross-tenant/shared-grants.repository.ts';
import { partyOf } from '../../repositories/integrations/connection-party.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import {
  type StoredIntegration,
  toIntegration,
} from '../../repositories/integrations/integration-document.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';
import { type AuditTrailDependencies, createAuditTrail } from '../audit/audit-trail.ts';
import { createCommits } from './commit.ts';
import { createCommitGrant } from './commit-grant.ts';
import { decide, type RefreshRequest } from './decide.ts';
import { createDeferredCommits, toTask } from './deferred-commit.ts';
import { createFailureExchange } from './failure-exchange.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createProviderCalls } from './provider-calls.ts';
import { createProviderPermits } from './provider-permits.ts';
import { createFailureRecorder } from './record-failure.ts';
import { createRefresh } from './refresh.ts';
import { createRefreshBatch } from './refresh-batch.ts';
import { toValidToken, type ValidToken } from './refresh-result.ts';
import { defaultTiming, type RefreshTiming } from './refresh-timing.ts';
import { createRefreshUnderLease } from './refresh-under-lease.ts';
import { lastUsedIntervalMs } from './schedule.ts';
import { createSharedRefresh } from './shared-refresh.ts';
import { createSweep, type SweepDependencies } from './sweep.ts';
import { createTokenAudit } from './token-audit.ts';

export interface ValidTokenOptions extends Pick<RefreshRequest, 'minValidityMs' | 'forceRefresh'> {
  /** Who gets the token, when it leaves this codebase: the audit trail notes it once a day. Default: nobody outside. */
  actor?: AuditActor | undefined;
}

/** Access tokens at any moment. */
export interface TokenRefreshService {
  /**
   * @throws {AppError} integration_not_found, integration_disconnected, reauthorization_required, application_refused,
   * refresh_in_progress, provider_unavailable, provider_misconfigured, provider_not_configured, store_unavailable
   */
  getValidToken(
    organizationId: string,
    integrationId: string,
    options?: ValidTokenOptions,
  ): Promise<ValidToken>;
  /** Refreshes now, whatever the current token's age. Throws as {@link TokenRefreshService.getValidToken}. */
  refreshToken(organizationId: string, integrationId: string, actor?: AuditActor): Promise<Integration>;
  /** One sweep over everything that is due. */
  refreshExpiringTokens(): Promise<RefreshSummary>;
  /** One batch of a sweep; safe to repeat. */
  refreshBatch(batch: readonly IntegrationReference[]): Promise<RefreshSummary>;
  /**
   * Stores renewed credentials that Firestore did not take when they were issued; safe to repeat.
   * @throws {AppError} store_unavailable: repeat it later.
   */
  storeDeferredCommit(task: DeferredCommitTask): Promise<void>;
}

export interface TokenRefreshDependencies
  extends Timers,
    AuditTrailDependencies,
    Pick<SweepDependencies, 'dueIntegrationsRepository' | 'enqueueRefreshBatch'> {
  integrationRepository: IntegrationRepository;
  refreshLeaseRepository: RefreshLeaseRepository;
  operatorNotificationsRepository: OperatorNotificationsRepository;
  providerIncidentsRepository: ProviderIncidentsRepository;
  sharedGrantsRepository: Pick<SharedGrantsRepository, 'isShared'>;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** Puts renewed credentials on a queue, to be stored when Firestore can be reached again. */
  enqueueDeferredCommit: (task: DeferredCommitTask) => Promise<unknown>;
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined;
  timing?: Partial<RefreshTiming>;
  /** When leases are renewed. Default: by the process's timers. */
  runAfter?: RunAfter;
}

/** Concurrent calls that callers wait for, to one authorization server from one process; at most half of them of one organization. */
const callerLimits = { total: 64, share: 8, reserve: 32, slowAfterMs: 2_000, ceiling: 192 };

/**
 * Hands out valid access tokens. Concurrent calls of this process share one refresh; instances exclude each other by a
 * lease in the document; commits are fenced, so that a rotated token is neither lost nor overwritten by an older one.
 */
export function createTokenRefreshService(dependencies: TokenRefreshDependencies): TokenRefreshService {
  const { integrationRepository, refreshLeaseRepository, sharedGrantsRepository, enqueueDeferredCommit } =
    dependencies;
  const { providers, clock, logger } = dependencies;
  const timing = { ...defaultTiming, ...dependencies.timing };
  const exchange = createFailureExchange(dependencies);
  const providerCalls = createProviderCalls({
    retry: { initialDelayMs: 200, jitter: 1, maxAttempts: 3, budgetMs: timing.providerBudgetMs },
    timers: dependencies,
    exchange,
  });
  dependencies.metrics?.watchCircuits(providerCalls.circuits);
  const commits = createCommits(refreshLeaseRepository, dependencies, timing);
  const { commitGrant, recoverAfterTakeover } = createCommitGrant({
    ...dependencies,
    providerCalls,
    commits,
    isGrantShared: ({ provider, accountId, id }) =>
      sharedGrantsRepository.isShared(providersBeside(providers(), provider), accountId, id),
    deferCommit: async (fence, renewed) => {
      await enqueueDeferredCommit(toTask(fence, renewed));
    },
  });
  const failures = createFailureRecorder({ ...dependencies, providerCalls, commits });
  const refreshUnderLease = createRefreshUnderLease({
    ...dependencies,
    timing,
    providerCalls,
    commits,
    commitGrant,
    failures,
    keepLease: createLeaseKeeper({ runAfter, ...dependencies, timing }),
  });
  const refresh = createRefresh({ ...dependencies, timing, refreshUnderLease });
  const deferredCommits = createDeferredCommits({ ...dependencies, recoverAfterTakeover });
  const callerPermits = createProviderPermits(callerLimits, clock);
  const audit = createTokenAudit({ trail: createAuditTrail(dependencies), clock });
  const refreshShared = createSharedRefresh({ ...dependencies, refresh });
  const refreshBatch = createRefreshBatch({
    ...dependencies,
    isRejected: (server, organizationId) => providerCalls.rejection(server, organizationId) !== null,
    listen: exchange.listen,
    refresh: (stored, permit) => {
      const request = { background: true, sinceVersion: stored.credentialVersion };
      const decision = decide(clock(), stored, request);
      return refreshShared({ stored, request, permit, decision, callersLeaveAtMs: null });
    },
  });
  const sweep = createSweep({ ...dependencies, refreshBatch });

  async function read(organizationId: string, integrationId: string): Promise<StoredIntegration> {
    const reading = integrationRepository.findById(organizationId, integrationId);
    const stored = await withinDeadline(reading, timing.firestoreTimeoutMs);
    if (!stored) {
      throw new AppError('integration_not_found');
    }
    return stored;
  }

  /** Notes the use now and then: the time of the last use need not be exact, and must not cost a write for each call. */
  async function noteUse(stored: StoredIntegration, actor: AuditActor): Promise<void> {
    const nowMs = clock();
    if (nowMs - (stored.lastUsedAt?.toMillis() ?? 0) < lastUsedIntervalMs) {
      return;
    }
    try {
      const use = { lastUsedAt: Timestamp.fromMillis(nowMs), lastUsedBy: partyOf(actor) };
      await integrationRepository.update(stored.organizationId, stored.id, use, stored.version);
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
    const callersLeaveAtMs = clock() + timing.callerTimeoutMs;
    const stored = await read(organizationId, integrationId);
    const token = await toToken(stored, toRequest(stored, options), callersLeaveAtMs, actor);
    if (actor) {
      await audit.handedOut(stored, actor);
    }
    return token;
  }

  /** A caller's request for an integration as it was read. */
  function toRequest(stored: StoredIntegration, options: Partial<RefreshRequest>): RefreshRequest {
    const outageEndedAtMs = providerCalls.outageEndedAtMs(
      serverOf(providers(), stored.provider),
      stored.organizationId,
    );
    return { ...options, sinceVersion: stored.credentialVersion, outageEndedAtMs };
  }

  async function toToken(
    stored: StoredIntegration,
    request: RefreshRequest,
    callersLeaveAtMs: number,
    actor: AuditActor = backendActor,
  ): Promise<ValidToken> {
    const { organizationId, provider } = stored;
    const decision = decide(clock(), stored, request);
    if (decision.action !== 'use') {
      const permit = callerPermits(serverOf(providers(), provider), organizationId);
      const usedBy = partyOf(actor);
      return (await refreshShared({ stored, decision, request, permit, usedBy, callersLeaveAtMs })).token;
    }
    const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
    await noteUse(stored, actor);
    return toValidToken(stored, credentials, decision.degraded);
  }

  /** Refreshes on request, and records that in the audit trail. */
  async function refreshToken(
    organizationId: string,
    integrationId: string,
    actor: AuditActor = backendActor,
  ): Promise<Integration> {
    const callersLeaveAtMs = clock() + timing.callerTimeoutMs;
    const stored = await read(organizationId, integrationId);
    const auditEvent = audit.refreshed(stored, actor);
    const request = toRequest(stored, { forceRefresh: true, ignoreAge: true });
    const decision = decide(clock(), stored, request);
    const permit = callerPermits(serverOf(providers(), stored.provider), organizationId);
    let isOurs = false;
    try {
      const usedBy = partyOf(actor);
      const input = { stored, decision, request, permit, usedBy, auditEvent, callersLeaveAtMs };
      const { refreshed } = await refreshShared(input, () => {
        isOurs = true;
      });
      const after = await read(organizationId, integrationId);
      // A call that joined another one's refresh has no event in its commit.
      if (!isOurs || !refreshed) {
        await audit.refreshedOtherwise(auditEvent, after.credentialVersion > stored.credentialVersion);
      }
      return toIntegration(after);
    } catch (error) {
      await audit.refreshedOtherwise(auditEvent, false, error);
      throw error;
    }
  }

  async function refreshExpiringTokens(): Promise<RefreshSummary> {
    const startedAtMs = clock();
    const summary = await sweep();
    logger.info('Sweep finished', { ...summary, durationMs: clock() - startedAtMs });
    return summary;
  }

  return {
    getValidToken: (...call) => withServiceErrors(getValidToken(...call)),

    refreshToken: (...call) => withServiceErrors(refreshToken(...call)),

    refreshExpiringTokens: () => withServiceErrors(refreshExpiringTokens()),

    async refreshBatch(batch) {
      const summary = await withServiceErrors(refreshBatch(batch));
      logger.info('Batch finished', summary);
      return summary;
    },

    storeDeferredCommit: (task) => withServiceErrors(deferredCommits.storeDeferredCommit(task)),
  };
}

async function withServiceErrors<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw fromFirestore(error);
  }
}
