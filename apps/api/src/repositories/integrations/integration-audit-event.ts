import type { AuditActor, AuditDetails, AuditEvent } from '@klayim/shared/types';
import { type AuditRecord, backendActor, systemActor } from '../audit/audit-event.document.ts';
import type { IntegrationDocument } from './integration-document.ts';

/** Who connects an account, and by which authorization; without one, its tokens are imported. */
export interface ConnectionOrigin {
  actor?: AuditActor | undefined;
  authorizationId?: string | undefined;
}

type Account = Pick<IntegrationDocument, 'organizationId' | 'provider' | 'accountEmail'> & { id: string };
type Connection = Pick<IntegrationDocument, 'status' | 'missingScopes'>;

/** An event of a connection. Default actor: this codebase. */
export function integrationEvent(
  { id, organizationId, provider, accountEmail }: Account,
  type: AuditEvent['type'],
  actor: AuditActor = backendActor,
  more: Partial<Pick<AuditRecord, 'result' | 'reason' | 'details'>> = {},
): AuditRecord {
  return {
    organizationId,
    type,
    actor,
    subject: { type: 'integration', id },
    result: more.result ?? 'success',
    reason: more.reason ?? null,
    details: { provider, accountEmail, ...more.details },
  };
}

/** What a refresh made of a connection, by itself: with a reason, it is broken. */
export function refreshEvent(
  account: Account,
  type: AuditEvent['type'],
  reason: string | null = null,
  details: AuditDetails = {},
): AuditRecord {
  const result = reason === null ? 'success' : 'failure';
  return integrationEvent(account, type, systemActor('refresh'), { result, reason, details });
}

/** The event of an account that is connected, over what was there of it before. */
export function connectionEvent(
  account: Account & Connection,
  before: Connection | null,
  { actor, authorizationId }: ConnectionOrigin,
): AuditRecord {
  const details: AuditDetails = {
    ...(authorizationId === undefined ? {} : { authorizationId }),
    ...(account.missingScopes.length === 0 ? {} : { missingScopes: account.missingScopes }),
  };
  const type = authorizationId === undefined ? 'integration.imported' : authorizedType(account, before);
  return integrationEvent(account, type, actor, { details });
}

function authorizedType(
  { missingScopes }: Connection,
  before: Connection | null,
): 'integration.connected' | 'integration.reconnected' | 'integration.scopes_granted' {
  if (before === null) {
    return 'integration.connected';
  }
  const granted = before.missingScopes.some((scope) => !missingScopes.includes(scope));
  return before.status === 'connected' && granted ? 'integration.scopes_granted' : 'integration.reconnected';
}
