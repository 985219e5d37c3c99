import type { AuditEventRepository } from '../../repositories/audit/audit-event.repository.ts';
import type { AuditService } from '../service-types.ts';

/** The audit trail of an organization, to be read. */
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
