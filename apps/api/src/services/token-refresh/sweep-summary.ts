import type { IntegrationProvider, RefreshSummary } from '@klayim/shared/types';

/** What became of one integration that was due. */
export type SweepOutcome = 'enqueued' | 'refreshed' | 'skipped' | 'failed';

type Counts = Omit<RefreshSummary, 'byProvider'>;

function emptyCounts(): Counts {
  return { due: 0, enqueued: 0, refreshed: 0, skipped: 0, failed: 0 };
}

export function emptySummary(): RefreshSummary {
  return { ...emptyCounts(), byProvider: {} };
}

/** Counts one integration. */
export function countOutcome(
  summary: RefreshSummary,
  { provider }: { provider: IntegrationProvider },
  outcome: SweepOutcome,
): void {
  const one = { ...emptyCounts(), due: 1, [outcome]: 1 };
  addSummary(summary, { ...one, byProvider: { [provider]: one } });
}

/** Adds a part to the total. */
export function addSummary(total: RefreshSummary, part: RefreshSummary): void {
  addCounts(total, part);
  for (const [provider, counts] of Object.entries(part.byProvider) as [IntegrationProvider, Counts][]) {
    const sum = total.byProvider[provider] ?? emptyCounts();
    addCounts(sum, counts);
    total.byProvider[provider] = sum;
  }
}

function addCounts(total: Counts, part: Counts): void {
  for (const key of ['due', 'enqueued', 'refreshed', 'skipped', 'failed'] as const) {
    total[key] += part[key];
  }
}
