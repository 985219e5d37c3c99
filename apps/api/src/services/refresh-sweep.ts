import type { IntegrationProvider, RefreshSummary } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import pLimit from 'p-limit';
import { isAppError } from '../errors/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import type { OAuthProvider } from '../providers/oauth-provider.ts';
import type { StoredIntegration } from '../repositories/integration.document.ts';
import type { IntegrationRepository } from '../repositories/integration.repository.ts';
import type {
  DueIntegration,
  DueIntegrationsRepository,
} from '../repositories/system/due-integrations.repository.ts';
import { isIdle, keepAliveDueAtMs } from './refresh-policy.ts';

const batchConcurrency = 16;
const batchSize = 50;

type Outcome = 'enqueued' | 'refreshed' | 'skipped' | 'failed';

export interface RefreshSweepDependencies {
  integrationRepository: IntegrationRepository;
  dueIntegrationsRepository: DueIntegrationsRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** Refreshes one integration as it was read; throws what went wrong. */
  refresh: (stored: StoredIntegration) => Promise<{ refreshed: boolean }>;
  /** Puts a batch on the task queue; null to refresh in this process. */
  enqueue: ((batch: readonly DueIntegration[]) => Promise<void>) | null;
  clock: () => number;
  logger: Logger;
}

/** Finds what is due, and refreshes it in batches: on the task queue, or here. */
export function createRefreshSweep(dependencies: RefreshSweepDependencies) {
  const { integrationRepository, dueIntegrationsRepository, providers, refresh, enqueue, clock, logger } =
    dependencies;

  async function refreshIfDue(due: DueIntegration): Promise<Outcome> {
    const stored = await integrationRepository.findById(due.organizationId, due.integrationId);
    if (!stored?.refreshDueAt || stored.refreshDueAt.toMillis() > clock()) return 'skipped';
    if (await postponeIfIdle(stored)) return 'skipped';
    const { refreshed } = await refresh(stored);
    return refreshed ? 'refreshed' : 'skipped';
  }

  /** Nobody uses it: leave the token to expire, and come back only to keep the refresh token alive. */
  async function postponeIfIdle(stored: StoredIntegration): Promise<boolean> {
    const provider = providers().get(stored.provider);
    const issuedAtMs = stored.lastRefreshedAt?.toMillis() ?? stored.createdAt.toMillis();
    if (!provider || !isIdle(clock(), stored.lastUsedAt?.toMillis() ?? issuedAtMs)) return false;
    const keepAliveAtMs = keepAliveDueAtMs(issuedAtMs, provider.idleLimitMs);
    if (keepAliveAtMs <= clock()) return false;
    const refreshDueAt = Timestamp.fromMillis(keepAliveAtMs);
    await integrationRepository.update(stored.organizationId, stored.id, { refreshDueAt }, stored.version);
    return true;
  }

  /** Refreshes a batch with bounded concurrency. A provider that refuses our application is asked no more. */
  async function refreshBatch(batch: readonly DueIntegration[]): Promise<RefreshSummary> {
    const stopped = new Set<IntegrationProvider>();
    const limit = pLimit(batchConcurrency);
    const outcomes = await limit.map(batch, async (due): Promise<[DueIntegration, Outcome]> => {
      if (stopped.has(due.provider)) return [due, 'skipped'];
      try {
        return [due, await refreshIfDue(due)];
      } catch (error) {
        if (isAppError(error, 'refresh_in_progress', 'integration_disconnected', 'integration_not_found'))
          return [due, 'skipped'];
        if (isAppError(error, 'provider_misconfigured', 'provider_not_configured')) stopped.add(due.provider);
        const code = isAppError(error) ? error.code : error instanceof Error ? error.name : 'unknown';
        logger.warn('Refresh failed', { ...due, code });
        return [due, 'failed'];
      }
    });
    const summary = emptySummary();
    for (const [due, outcome] of outcomes) count(summary, due, outcome);
    return summary;
  }

  /** One sweep. Memory is bounded by one page of what is due. */
  async function sweep(): Promise<RefreshSummary> {
    const summary = emptySummary();
    for await (const page of dueIntegrationsRepository.findExpiringWithin(0)) {
      for (let start = 0; start < page.length; start += batchSize) {
        const batch = page.slice(start, start + batchSize);
        if (enqueue) {
          await enqueue(batch);
          for (const due of batch) count(summary, due, 'enqueued');
        } else {
          add(summary, await refreshBatch(batch));
        }
      }
    }
    return summary;
  }

  return { refreshBatch, sweep };
}

function emptyCounts() {
  return { due: 0, enqueued: 0, refreshed: 0, skipped: 0, failed: 0 };
}

function emptySummary(): RefreshSummary {
  return { ...emptyCounts(), byProvider: {} };
}

function count(summary: RefreshSummary, { provider }: DueIntegration, outcome: Outcome): void {
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
  for (const key of ['due', 'enqueued', 'refreshed', 'skipped', 'failed'] as const) total[key] += part[key];
}
