import type { AuditEvent, IntegrationHistory, TokenUseList } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { AuditEventRepository } from '../../repositories/audit/audit-event.repository.ts';
import type { IntegrationRepository } from '../../repositories/integrations/integration.repository.ts';
import { readHistory } from '../../repositories/integrations/refresh-history.ts';
import type { PageOptions } from '../../repositories/pagination.ts';

/** Callers and days that are read at most. */
const maxTokenUses = 500;

export interface IntegrationHistoryDependencies {
  integrationRepository: Pick<IntegrationRepository, 'findById'>;
  auditEventRepository: Pick<AuditEventRepository, 'findPage'>;
  clock: Clock;
}

export type IntegrationHistoryService = ReturnType<typeof createIntegrationHistoryService>;

type TokenUse = TokenUseList['items'][number];

/** What has happened to a connection, and who was given its tokens. */
export function createIntegrationHistoryService({
  integrationRepository,
  auditEventRepository,
  clock,
}: IntegrationHistoryDependencies) {
  /** @throws {AppError} integration_not_found */
  async function require(organizationId: string, integrationId: string) {
    const stored = await integrationRepository.findById(organizationId, integrationId);
    if (!stored) {
      throw new AppError('integration_not_found');
    }
    return stored;
  }

  return {
    /** One document and a page of events. @throws {AppError} integration_not_found, invalid_cursor */
    async getHistory(
      organizationId: string,
      integrationId: string,
      page: PageOptions,
    ): Promise<IntegrationHistory> {
      const { recentRefreshes } = await require(organizationId, integrationId);
      const filter = { subjectType: 'integration', subjectId: integrationId } as const;
      const events = await auditEventRepository.findPage(organizationId, { ...filter, ...page });
      return { refreshes: readHistory(recentRefreshes), events };
    },

    /**
     * Who was given tokens on the last days: the audit trail has one event for each caller and day, so that it costs a read
     * for each, and handing out a token no write more. @throws {AppError} integration_not_found
     */
    async getTokenUse(organizationId: string, integrationId: string, days: number): Promise<TokenUseList> {
      await require(organizationId, integrationId);
      const today = Math.floor(clock() / dayMs) * dayMs;
      const { items, nextCursor } = await auditEventRepository.findPage(organizationId, {
        type: 'integration.token_issued',
        subjectId: integrationId,
        from: isoTimestampOfMs(today - (days - 1) * dayMs),
        limit: maxTokenUses,
      });
      return { items: items.flatMap((event) => tokenUseOf(event) ?? []), complete: nextCursor === null };
    },
  };
}

/** Null for code of this codebase, which takes tokens without anybody outside. */
function tokenUseOf({ actor, at }: AuditEvent): TokenUse | null {
  const when = { day: at.slice(0, 10), firstAt: at };
  switch (actor.type) {
    case 'user':
      return { ...when, callerType: 'user', callerId: actor.userId, callerName: actor.email ?? null };
    case 'apiKey':
    case 'serviceAccount':
      return { ...when, callerType: actor.type, callerId: actor.id, callerName: actor.name };
    default:
      return null;
  }
}
