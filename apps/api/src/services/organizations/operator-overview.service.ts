import type { OperatorOrganizationPage, ProviderTroubleList, QueueDepthList } from '@klayim/shared/types';
import pMap from 'p-map';
import type { Clock } from '../../lib/clock.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { OrganizationsRepository } from '../../repositories/cross-tenant/organizations.repository.ts';
import type { ProviderIncidentsRepository } from '../../repositories/cross-tenant/provider-incidents.repository.ts';
import type { QueueDepthRepository } from '../../repositories/cross-tenant/queue-depth.repository.ts';
import type { IntegrationCountsRepository } from '../../repositories/integrations/integration-counts.repository.ts';
import type { MemberRepository } from '../../repositories/organizations/member.repository.ts';
import type { PageOptions } from '../../repositories/pagination.ts';

/** Organizations that are counted at once. */
const concurrency = 5;

export interface OperatorOverviewDependencies {
  organizationsRepository: Pick<OrganizationsRepository, 'findPage'>;
  integrationCountsRepository: Pick<IntegrationCountsRepository, 'countInNeed'>;
  memberRepository: Pick<MemberRepository, 'count'>;
  providerIncidentsRepository: Pick<ProviderIncidentsRepository, 'findTrouble'>;
  queueDepthRepository: QueueDepthRepository;
  clock: Clock;
}

export type OperatorOverviewService = ReturnType<typeof createOperatorOverviewService>;

/** Organizations in numbers, and what providers do, for those who run the platform. Of no record it tells anything. */
export function createOperatorOverviewService({
  organizationsRepository,
  integrationCountsRepository,
  memberRepository,
  providerIncidentsRepository,
  queueDepthRepository,
  clock,
}: OperatorOverviewDependencies) {
  return {
    /** One page, by id: for each organization one document and three counts. @throws {AppError} invalid_cursor */
    async listOrganizations(page: PageOptions): Promise<OperatorOrganizationPage> {
      const { items, nextCursor } = await organizationsRepository.findPage(page);
      const counted = await pMap(
        items,
        async ({ id, name }) => {
          const [counts, members] = await Promise.all([
            integrationCountsRepository.countInNeed(id),
            memberRepository.count(id),
          ]);
          return { id, name, ...counts, members };
        },
        { concurrency },
      );
      return { items: counted, nextCursor };
    },

    /** What is suspected of providers, or known. One query of a few documents. */
    async listTrouble(): Promise<ProviderTroubleList> {
      const checkedAt = isoTimestampOfMs(clock());
      const trouble = await providerIncidentsRepository.findTrouble();
      return {
        items: trouble.map(({ server, failure, isIncident, organizations }) => ({
          server,
          failure,
          incident: isIncident,
          organizations,
          checkedAt,
        })),
      };
    },

    /** How much work waits, and since when the oldest that is late. Counted in the database. */
    async countQueues(): Promise<QueueDepthList> {
      const countedAt = isoTimestampOfMs(clock());
      return { items: await queueDepthRepository.count(), countedAt };
    },
  };
}
