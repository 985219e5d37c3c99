import type { Schemas } from '@klayim/client';

/** How a connection is doing, as far as numbers tell. */
export type HealthKind = 'working' | 'attention' | 'error' | 'disconnected';

/** In the order in which they are shown. */
export const healthKinds = ['working', 'attention', 'error', 'disconnected'] as const satisfies HealthKind[];

/** How many connections of one provider there are of each kind. */
export interface ProviderCounts {
  provider: string;
  counts: Record<HealthKind, number>;
  total: number;
}

/** Sums up by provider, the one with the most connections first. */
export function countByProvider(counts: Schemas['IntegrationSummary']['counts']): ProviderCounts[] {
  const byProvider = Map.groupBy(counts, ({ provider }) => provider);
  return [...byProvider]
    .map(([provider, own]) => ({
      provider,
      counts: Object.fromEntries(
        healthKinds.map((kind) => [kind, sumOf(own.filter((one) => kindOf(one) === kind))]),
      ) as Record<HealthKind, number>,
      total: sumOf(own),
    }))
    .sort((one, other) => other.total - one.total || one.provider.localeCompare(other.provider));
}

type Count = Schemas['IntegrationSummary']['counts'][number];

function kindOf({ status, requiredAction }: Count): HealthKind {
  return status === 'connected' ? (requiredAction === 'none' ? 'working' : 'attention') : status;
}

function sumOf(counts: readonly Count[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
