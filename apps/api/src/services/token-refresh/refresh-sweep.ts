import { createHash } from 'node:crypto';
import type { IntegrationProvider, RefreshSummary } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { isAppError } from '../../errors/app-error.ts';
import { forEachAtOnce } from '../../lib/for-each-at-once.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type {
  DueIntegration,
  DueIntegrationsRepository,
  IntegrationReference,
} from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { ProviderIncidentsRepository } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import type { IntegrationRepository } from '../../repositories/integration.repository.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { Enqueue } from '../../tasks/define-task-queue.ts';
import type { RefreshBatchTask } from '../../tasks/refresh-batch.queue.ts';
import { createFairPermits, type FairPermits, type Release } from './fair-permits.ts';
import { createOrganizationRest } from './organization-rest.ts';
import { isIdle, keepAliveDueAtMs, sweepIntervalMs } from './refresh-policy.ts';
import type { ProviderPlace } from './refresh-result.ts';
import { createSweepProbes } from './sweep-probes.ts';

/** So often is a provider asked at once by one process. */
export const providerConcurrency = 16;
/** Refreshes under way at once, for each provider: while some wait for its answer, others are read, leased or stored. */
const refreshConcurrency = 24;
/** A call that takes longer is slow, and keeps nobody but its own organization from the provider. */
const slowAfterMs = 2_000;
/** Of a provider that refuses our application, connections of so many organizations are tried in a sweep. */
const probesInSweep = 3;
/** Integrations in one task of the queue. */
export const batchSize = 50;
/** Batches that are handed out at once. */
const batchConcurrency = 8;

type Outcome = 'enqueued' | 'refreshed' | 'skipped' | 'failed';

export interface RefreshSweepDependencies {
  integrationRepository: IntegrationRepository;
  dueIntegrationsRepository: DueIntegrationsRepository;
  providerIncidentsRepository: ProviderIncidentsRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** Refreshes one integration as it was read, and asks its provider in this place; throws what went wrong. */
  refresh: (stored: StoredIntegration, place: ProviderPlace) => Promise<{ refreshed: boolean }>;
  /** Whether a provider is known to fail for everybody at the moment, this organization included. */
  isRejected: (provider: IntegrationProvider, organizationId: string) => boolean;
  /** Hears what other instances have met. */
  listen: () => Promise<unknown>;
  /** Puts a batch on the task queue, unless a task with this id was there already; null to refresh in this process. */
  enqueueRefreshBatch: Enqueue<RefreshBatchTask> | null;
  clock: () => number;
  logger: Logger;
}

/** Finds what is due, and refreshes it in batches: on the task queue, or here. */
export function createRefreshSweep(dependencies: RefreshSweepDependencies) {
  const {
    integrationRepository,
    dueIntegrationsRepository,
    providerIncidentsRepository,
    providers,
    isRejected,
    listen,
    refresh,
    enqueueRefreshBatch,
    clock,
    logger,
  } = dependencies;
  const permits = new Map<IntegrationProvider, { refreshes: FairPermits; calls: FairPermits }>();
  const rest = createOrganizationRest(clock);

  function permitsOf(provider: IntegrationProvider) {
    const known = permits.get(provider) ?? {
      refreshes: createFairPermits(limitsOf(refreshConcurrency), clock),
      calls: createFairPermits(limitsOf(providerConcurrency), clock),
    };
    permits.set(provider, known);
    return known;
  }

  /** The integration, when it is to be refreshed now. */
  async function findDue({ organizationId, integrationId }: IntegrationReference) {
    const stored = await integrationRepository.findById(organizationId, integrationId);
    if (!stored?.refreshDueAt || stored.refreshDueAt.toMillis() > clock()) {
      return null;
    }
    return (await postponeIfIdle(stored)) ? null : stored;
  }

  /** A place at a provider, which nobody takes who learns there that the provider fails for everybody. */
  function placeAt({ provider, organizationId }: IntegrationReference): ProviderPlace {
    let taken: Promise<Release | null> | undefined;
    return {
      async enter() {
        taken ??= permitsOf(provider).calls.acquire(organizationId);
        await taken;
        if (isLeftAlone({ provider, organizationId })) {
          throw new ProviderRefused();
        }
      },
      leave() {
        void taken?.then((release) => release?.());
        taken = undefined;
      },
    };
  }

  function isLeftAlone({ provider, organizationId }: Omit<IntegrationReference, 'integrationId'>): boolean {
    return isRejected(provider, organizationId) || rest.isResting(restKeyOf({ provider, organizationId }));
  }

  /** Read and leased before its turn comes at the provider, and stored after the turn has passed on. */
  async function refreshIfDue(due: IntegrationReference): Promise<Outcome> {
    const stored = await findDue(due);
    if (!stored) {
      return 'skipped';
    }
    const place = placeAt(due);
    try {
      const { refreshed } = await refresh(stored, place);
      rest.succeeded(restKeyOf(due));
      return refreshed ? 'refreshed' : 'skipped';
    } finally {
      place.leave();
    }
  }

  /** Nobody uses it: leave the token to expire, and come back only to keep the refresh token alive. */
  async function postponeIfIdle(stored: StoredIntegration): Promise<boolean> {
    const provider = providers().get(stored.provider);
    const issuedAtMs = stored.lastRefreshedAt?.toMillis() ?? stored.createdAt.toMillis();
    if (!provider || !isIdle(clock(), stored.lastUsedAt?.toMillis() ?? issuedAtMs)) {
      return false;
    }
    const keepAliveAtMs = keepAliveDueAtMs(issuedAtMs, provider.idleLimitMs);
    if (keepAliveAtMs <= clock()) {
      return false;
    }
    const refreshDueAt = Timestamp.fromMillis(keepAliveAtMs);
    await integrationRepository.update(stored.organizationId, stored.id, { refreshDueAt }, stored.version);
    return true;
  }

  async function outcomeOf(due: IntegrationReference): Promise<Outcome> {
    // Its turn comes again when the provider is well: nothing is changed, and nothing is read.
    if (isLeftAlone(due)) {
      return 'skipped';
    }
    try {
      return await refreshIfDue(due);
    } catch (error) {
      if (error instanceof ProviderRefused) {
        return 'skipped';
      }
      if (isAppError(error, 'refresh_in_progress', 'integration_disconnected', 'integration_not_found')) {
        return 'skipped';
      }
      const code = isAppError(error) ? error.code : error instanceof Error ? error.name : 'unknown';
      if (code === 'provider_unavailable') {
        rest.failed(restKeyOf(due), due.integrationId);
      }
      logger.warn('Refresh failed', { ...due, code });
      return 'failed';
    }
  }

  /** Refreshes a batch, so many of each provider at once; all batches of the process share these limits. */
  async function refreshBatch(batch: readonly IntegrationReference[]): Promise<RefreshSummary> {
    await listen();
    const outcomes = await Promise.all(
      batch.map(async (due) => {
        const release = await permitsOf(due.provider).refreshes.acquire(due.organizationId);
        try {
          return { due, outcome: await outcomeOf(due) };
        } finally {
          release?.();
        }
      }),
    );
    const summary = emptySummary();
    for (const { due, outcome } of outcomes) {
      count(summary, due, outcome);
    }
    return summary;
  }

  /** Two sweeps that find the same at the same time give it the same name, and the queue takes it once. */
  async function handOut(batch: readonly DueIntegration[]): Promise<RefreshSummary> {
    if (!enqueueRefreshBatch) {
      return refreshBatch(batch);
    }
    const references = batch.map(({ dueAtMs: _dueAtMs, ...reference }) => reference);
    const atMs = Math.max(clock(), ...batch.map(({ dueAtMs }) => dueAtMs));
    const isEnqueued = await enqueueRefreshBatch(
      { batch: references, goodUntilMs: atMs + sweepIntervalMs },
      { id: taskIdOf(batch, clock()), notBeforeMs: atMs },
    );
    const outcome = isEnqueued ? 'enqueued' : 'skipped';
    const summary = emptySummary();
    for (const due of batch) {
      count(summary, due, outcome);
    }
    return summary;
  }

  /**
   * One sweep. With a queue it hands out what comes due before the next one, each batch for the time when it is due, so
   * that the load follows the clock and not the schedule. Memory is bounded by a page of what is due and the
   * batches that are handed out at once.
   */
  async function sweep(): Promise<RefreshSummary> {
    const summary = emptySummary();
    const incidents = createSweepProbes(await providerIncidentsRepository.findTrouble(), probesInSweep);
    async function* batches() {
      for await (const page of dueIntegrationsRepository.findExpiringWithin(
        enqueueRefreshBatch ? sweepIntervalMs : 0,
      )) {
        const wanted = page.filter((due) => incidents.isWanted(due));
        for (const due of page) {
          if (!wanted.includes(due)) {
            count(summary, due, 'skipped');
          }
        }
        for (let index = 0; index < wanted.length; index += batchSize) {
          yield wanted.slice(index, index + batchSize);
        }
      }
    }
    await forEachAtOnce(batches(), batchConcurrency, async (batch) => add(summary, await handOut(batch)));
    return summary;
  }

  return { refreshBatch, sweep };
}

/** The provider was found to fail for everybody while a connection waited for its place. */
class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
}

function limitsOf(total: number) {
  return { total, share: total / 4, reserve: total / 2, slowAfterMs, ceiling: 3 * total };
}

function restKeyOf({ provider, organizationId }: Omit<IntegrationReference, 'integrationId'>): string {
  return `${provider} ${organizationId}`;
}

/** The same for the same integrations, due for the same reason, within the time of one sweep. */
function taskIdOf(batch: readonly DueIntegration[], nowMs: number): string {
  const named = batch.map(({ organizationId, integrationId, dueAtMs }) => [
    organizationId,
    integrationId,
    dueAtMs,
  ]);
  const key = JSON.stringify([Math.floor(nowMs / sweepIntervalMs), named]);
  return createHash('sha256').update(key).digest('hex');
}

function emptyCounts() {
  return { due: 0, enqueued: 0, refreshed: 0, skipped: 0, failed: 0 };
}

function emptySummary(): RefreshSummary {
  return { ...emptyCounts(), byProvider: {} };
}

function count(summary: RefreshSummary, { provider }: IntegrationReference, outcome: Outcome): void {
  add(summary, {
    ...emptyCounts(),
    due: 1,
    [outcome]: 1,
    byProvider: { [provider]: { ...emptyCounts(), due: 1, [outcome]: 1 } },
  });
}

function add(total: RefreshSummary, part: RefreshSummary): void {
  addCounts(total, part);
  for (const [provider, counts] of Object.entries(part.byProvider) as [IntegrationProvider, typeof part][]) {
    const ofProvider = total.byProvider[provider] ?? emptyCounts();
    addCounts(ofProvider, counts);
    total.byProvider[provider] = ofProvider;
  }
}

function addCounts(total: ReturnType<typeof emptyCounts>, part: ReturnType<typeof emptyCounts>): void {
  for (const key of ['due', 'enqueued', 'refreshed', 'skipped', 'failed'] as const) {
    total[key] += part[key];
  }
}
