import type { AuditService } from '../../services/service-types.ts';
import { auditEventExample } from '../../routes/examples/audit-event.example.ts';
import { organizationId } from './memory-identity.ts';

/** A trail with one event, whatever is asked of it. */
export function memoryAuditService(): AuditService {
  const event = { ...auditEventExample, organizationId };
  return {
    listEvents: async () => ({ items: [event], nextCursor: null }),
    async *exportEvents() {
      yield event;
    },
  };
}
