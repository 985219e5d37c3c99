import { createHash } from 'node:crypto';
import type { RefreshSummary } from '@klayim/shared/types';
import { pMapIterable } from 'p-map';
import type { Clock } from '../../lib/clock.ts';
import { type Metrics, noMetrics } from '../../lib/metrics.ts';
import { type OAuthProvider, serverOf } from '../../providers/oauth-provider.ts';
import type {
  DueIntegration,
  DueIntegrationsRepository,
  IntegrationReference,
} from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { ProviderIncidentsRepository } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import type { Enqueue } from '../../tasks/define-task-queue.ts';
import type { RefreshBatchTask } from '../../tasks/refresh-batch.queue.ts';
import { sweepIntervalMs } from './schedule.ts';
import { createSweepProbes } from './sweep-probes.ts';
import { addSummary, countOutcome, emptySummary } from './sweep-summary.ts';

/** While a provider rejects our application, a sweep probes with connections of this many organizations. */
const maxProbes = 3;
/** Integrations in one task of the queue. */
export const batchSize = 50;
/** Batches that are handed out at once. */
const batchConcurrency = 8;

export interface SweepDependencies {
  dueIntegrationsRepository: DueIntegrationsRepository;
  providerIncidentsRepository: ProviderIncidentsRepository;
  providers: () => ReadonlyMap<string, OAuthProvider>;
  /** Refreshes a batch in this process. */
  refreshBatch: (batch: readonly IntegrationReference[]) => Promise<RefreshSummary>;
  /** Puts a batch on the task queue, unless a task with this id was there already; null to refresh in this process. */
  enqueueRefreshBatch: Enqueue<RefreshBatchTask> | null;
  clock: Clock;
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined;
}

/** Finds what is due and hands it out in batches: to the task queue, or to this process. */
export function createSweep(dependencies: SweepDependencies) {
  const { dueIntegrationsRepository, providerIncidentsRepository, providers, clock } = dependencies;
  const { refreshBatch, enqueueRefreshBatch, metrics = noMetrics } = dependencies;

  /** Two sweeps that find the same at the same time give it the same id, and the queue takes it once. */
  async function handOut(batch: readonly DueIntegration[]): Promise<RefreshSummary> {
    if (!enqueueRefreshBatch) {
      return refreshBatch(batch);
    }
    const references = batch.map(({ dueAtMs: _dueAtMs, ...reference }) => reference);
    const atMs = Math.max(clock(), ...batch.map(({ dueAtMs }) => dueAtMs));
    const isEnqueued = await enqueueRefreshBatch(
      { batch: references, goodUntilMs: atMs + sweepIntervalMs },
      { id: toTaskId(batch, clock()), notBeforeMs: atMs },
    );
    const summary = emptySummary();
    for (const due of batch) {
      countOutcome(summary, due, isEnqueued ? 'enqueued' : 'skipped');
    }
    return summary;
  }

  /**
   * One sweep. With a queue it hands out what comes due before the next sweep, each batch for the time when it is due, so
   * that the load follows the due times and not the schedule. Memory is bounded by one page of what is due and the batches
   * that are handed out at once.
   */
  return async function sweep(): Promise<RefreshSummary> {
    const summary = emptySummary();
    const probes = createSweepProbes(await providerIncidentsRepository.findTrouble(), maxProbes);
    const startedAtMs = clock();
    let oldestDueAtMs = startedAtMs;
    const withinMs = enqueueRefreshBatch ? sweepIntervalMs : 0;
    async function* batches() {
      for await (const page of dueIntegrationsRepository.findExpiringWithin(withinMs)) {
        oldestDueAtMs = Math.min(oldestDueAtMs, ...page.map(({ dueAtMs }) => dueAtMs));
        const wanted = page.filter(({ provider, organizationId }) =>
          probes.isWanted(serverOf(providers(), provider), organizationId),
        );
        for (const due of page) {
          if (!wanted.includes(due)) {
            countOutcome(summary, due, 'skipped');
          }
        }
        for (let index = 0; index < wanted.length; index += batchSize) {
          yield wanted.slice(index, index + batchSize);
        }
      }
    }
    const handOuts = { concurrency: batchConcurrency, preserveOrder: false };
    for await (const part of pMapIterable(batches(), handOut, handOuts)) {
      addSummary(summary, part);
    }
    metrics.oldestDue(startedAtMs - Math.min(startedAtMs, oldestDueAtMs));
    return summary;
  };
}

/** The same for the same integrations, due for the same reason, within the time of one sweep. */
function toTaskId(batch: readonly DueIntegration[], nowMs: number): string {
  const named = batch.map(({ organizationId, integrationId, dueAtMs }) => [
    organizationId,
    integrationId,
    dueAtMs,
  ]);
  const key = JSON.stringify([Math.floor(nowMs / sweepIntervalMs), named]);
  return createHash('sha256').update(key).digest('hex');
}
