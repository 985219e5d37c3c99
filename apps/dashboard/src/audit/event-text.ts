import type { Schemas } from '@klayim/client';
import { auditEventText, grantKeptText } from '#text/audit';

/** Says what happened, and does not say of a grant that it was revoked when it was not. */
export function describeEvent({
  type,
  result,
  reason,
}: Pick<Schemas['AuditEvent'], 'type' | 'result' | 'reason'>): string {
  const kept = type === 'integration.grant_revoked' && result === 'failure' ? (reason ?? 'local_only') : null;
  return (kept === null ? undefined : grantKeptText[kept]) ?? auditEventText[type];
}
