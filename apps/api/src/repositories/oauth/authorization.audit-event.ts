import type { AuditActor, AuditEvent, IntegrationProvider, ProblemDetails } from '@klayim/shared/types';
import type { AuditRecord } from '../audit/audit-event.document.ts';

interface Subject {
  id: string;
  organizationId: string;
  provider: IntegrationProvider;
  /** The integration to reconnect; null for a new one. */
  integrationId: string | null;
}

/** An event of an authorization in progress; with a reason, it failed. */
export function authorizationEvent(
  { id, organizationId, provider, integrationId }: Subject,
  type: AuditEvent['type'],
  actor: AuditActor,
  reason: string | null = null,
  providerError?: ProblemDetails['providerError'],
): AuditRecord {
  return {
    organizationId,
    type,
    actor,
    subject: { type: 'authorization', id },
    result: reason === null ? 'success' : 'failure',
    reason,
    details: {
      provider,
      ...(integrationId === null ? {} : { integrationId }),
      ...(providerError && {
        providerError: providerError.code,
        providerCodes: providerError.providerCodes,
        ...(providerError.subtype !== null && { subtype: providerError.subtype }),
      }),
    },
  };
}
