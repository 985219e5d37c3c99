import type { IntegrationSummary } from '@klayim/shared/types';
import type { ProviderRegistry } from '../../providers/provider-registry.ts';
import type { ProviderIncidentsRepository } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import type { SweepRunRepository } from '../../repositories/cross-tenant/sweep-run.repository.ts';
import type { IntegrationCountsRepository } from '../../repositories/integrations/integration-counts.repository.ts';

/** How many connections that end are named. */
const maxNextToEnd = 5;

export interface IntegrationSummaryDependencies {
  integrationCountsRepository: IntegrationCountsRepository;
  providerIncidentsRepository: Pick<ProviderIncidentsRepository, 'findTrouble'>;
  sweepRunRepository: Pick<SweepRunRepository, 'findLastFinishedAt'>;
  providerRegistry: ProviderRegistry;
}

export type IntegrationSummaryService = ReturnType<typeof createIntegrationSummaryService>;

/** Counts of an organization's connections. From the platform it shows only times and providers, no organization's data. */
export function createIntegrationSummaryService({
  integrationCountsRepository,
  providerIncidentsRepository,
  sweepRunRepository,
  providerRegistry,
}: IntegrationSummaryDependencies) {
  const providers = [...providerRegistry.providers.values()];

  async function findIncidents(): Promise<IntegrationSummary['incidents']> {
    const trouble = await providerIncidentsRepository.findTrouble();
    return trouble
      .filter(({ isIncident }) => isIncident)
      .map(({ server, failure }) => ({
        server,
        failure,
        providers: providers.filter((each) => each.server.id === server).map(({ id }) => id),
      }));
  }

  return {
    async getSummary(organizationId: string): Promise<IntegrationSummary> {
      const [counts, nextToEnd, lastSweepAt, incidents] = await Promise.all([
        integrationCountsRepository.count(
          organizationId,
          providers.map(({ id }) => id),
        ),
        integrationCountsRepository.findNextToEnd(organizationId, maxNextToEnd),
        sweepRunRepository.findLastFinishedAt(),
        findIncidents(),
      ]);
      const total = counts.reduce((sum, { count }) => sum + count, 0);
      return { total, counts, nextToEnd, lastSweepAt, incidents };
    },
  };
}
