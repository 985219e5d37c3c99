import { withinDeadline } from '../../lib/deadline.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import type { AuditEventRepository } from '../../repositories/audit/audit-event.repository.ts';

/** How long a caller waits for the trail: Firestore's client would try for a minute. */
const timeoutMs = 2_000;

export interface AuditTrailDependencies {
  auditEventRepository: AuditEventRepository;
  logger: Logger;
}

/** Notes what no change of a record carries: what was attempted in vain, or happened elsewhere. */
export type AuditTrail = ReturnType<typeof createAuditTrail>;

export function createAuditTrail({ auditEventRepository, logger }: AuditTrailDependencies) {
  return {
    /**
     * Stores an event. What it tells of has happened already and cannot be taken back: should Firestore be out, the log
     * holds it instead. One that is late may still be stored.
     * @returns whether it is stored.
     */
    async note(record: AuditRecord, id?: string): Promise<boolean> {
      try {
        await withinDeadline(auditEventRepository.add(record, id), timeoutMs);
        return true;
      } catch (error) {
        if (!isTransient(error)) {
          throw error;
        }
        logger.error('An audit event could not be stored', { event: record });
        return false;
      }
    },
  };
}
