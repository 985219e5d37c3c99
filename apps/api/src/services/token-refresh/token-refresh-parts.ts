import type { IntegrationProvider } from '@klayim/shared/types';
import type { Timers } from '../../lib/backoff.ts';
import type { Metrics } from '../../lib/metrics.ts';
import { type RunAfter, runAfter } from '../../lib/run-after.ts';
import { type OAuthProvider, providersBeside } from '../../providers/oauth-provider.ts';
import type { OperatorNotificationsRepository } from '../../repositories/cross-tenant/operator-notifications.repository.ts';
import type { ProviderIncidentsRepository } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import type { SharedGrantsRepository } from '../../repositories/cross-tenant/shared-grants.repository.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { DeferredCommitTask } from '../../tasks/deferred-commit.queue.ts';
import type { AuditTrailDependencies } from '../audit/audit-trail.ts';
import { createCommits } from './commit.ts';
import { createCommitGrant } from './commit-grant.ts';
import { decide } from './decide.ts';
import { createDeferredCommits, toTask } from './deferred-commit.ts';
import { createFailureExchange } from './failure-exchange.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createProviderCalls } from './provider-calls.ts';
import { createFailureRecorder } from './record-failure.ts';
import { createRefresh } from './refresh.ts';
import { createRefreshBatch } from './refresh-batch.ts';
import { defaultTiming, type RefreshTiming } from './refresh-timing.ts';
import { createRefreshUnderLease } from './refresh-under-lease.ts';
import { createSharedRefresh } from './shared-refresh.ts';
import { createSweep, type SweepDependencies } from './sweep.ts';

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

/** The parts of one process that refresh tokens; what they know of the providers they share. */
export function createTokenRefreshParts(dependencies: TokenRefreshDependencies) {
  const { refreshLeaseRepository, sharedGrantsRepository, enqueueDeferredCommit, providers, clock } =
    dependencies;
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

  return { timing, providerCalls, refreshShared, refreshBatch, sweep, deferredCommits };
}
