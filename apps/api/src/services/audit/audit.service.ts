import type { AuditEvent, AuditEventFilter, AuditEventListQuery, AuditEventPage } from '@klayim/shared/types';
import type { AuditEventRepository } from '../../repositories/audit/audit-event.repository.ts';

/** Reads the audit trail of an organization. */
export interface AuditService {
  /** One page, newest first. @throws {AppError} invalid_cursor */
  listEvents(organizationId: string, query: AuditEventListQuery): Promise<AuditEventPage>;
  /** Every event that fits, newest first, in bounded memory. */
  exportEvents(organizationId: string, filter: AuditEventFilter): AsyncIterable<AuditEvent>;
}

export function createAuditService({
  auditEventRepository,
}: {
  auditEventRepository: AuditEventRepository;
}): AuditService {
  return {
    listEvents: (organizationId, query) => auditEventRepository.findPage(organizationId, query),
    exportEvents: (organizationId, filter) => auditEventRepository.findAll(organizationId, filter),
  };
}
