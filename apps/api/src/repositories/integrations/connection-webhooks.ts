import type { WebhookEventType } from '@klayim/shared/types';
import { toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import type { WebhookEventRecord } from '../webhooks/webhook-outbox.ts';
import { type ExpiryWarning, type IntegrationDocument, requiredActionOf } from './integration-document.ts';

/** A connection as it is before or after a change. */
type Connection = Omit<IntegrationDocument, 'requiredAction'> & { id: string };

type ConnectionEventType = Extract<WebhookEventType, `connection.${string}`>;

/** What happened to a connection, and the version that it is at by then. */
export interface ConnectionWebhooks {
  events: WebhookEventRecord[];
  /** To be stored with the change; empty when nothing happened that anybody can subscribe to. */
  change: Pick<IntegrationDocument, 'eventVersion'> | Record<string, never>;
}

/**
 * Tells by a connection before and after a change what happened to it. Most changes are none: a refresh that went well
 * leaves a connection connected, and so does a failure that passes.
 * @param before null when it was not there.
 * @param after null when it is gone.
 */
export function connectionWebhooks(before: Connection | null, after: Connection | null): ConnectionWebhooks {
  const shown = after ?? before;
  const types = typesOf(before, after);
  if (!shown || types.length === 0) {
    return { events: [], change: {} };
  }
  // A connection that is deleted and made again begins later than the earlier one has ended.
  const reached = before ? (before.eventVersion ?? before.createdAt.toMillis()) : shown.createdAt.toMillis();
  const events = types.map((type, index) => ({
    organizationId: shown.organizationId,
    type,
    subjectId: shown.id,
    version: reached + index + 1,
    data: { ...toData(shown), version: reached + index + 1 },
  }));
  return { events, change: { eventVersion: reached + types.length } };
}

function typesOf(before: Connection | null, after: Connection | null): ConnectionEventType[] {
  if (after === null) {
    return ['connection.deleted'];
  }
  if (before === null || (before.status === 'disconnected' && after.status !== 'disconnected')) {
    return ['connection.connected'];
  }
  if (after.status === 'disconnected') {
    return before.status === 'disconnected' ? [] : ['connection.disconnected'];
  }
  const types: ConnectionEventType[] = [];
  if (needsReauthorization(after) && !needsReauthorization(before)) {
    types.push('connection.reauthorization_required');
  }
  if (before.status === 'error' && after.status === 'connected') {
    types.push('connection.recovered');
  }
  if (after.status === 'connected' && scopesOf(before) !== scopesOf(after)) {
    types.push('connection.scopes_changed');
  }
  if (newExpiryWarning(before, after) !== null) {
    types.push('connection.expiring');
  }
  return types;
}

/** The warning of the grant's end that a change has made: so many days before; null when it made none. */
export function newExpiryWarning(
  before: Pick<IntegrationDocument, 'grantExpiry'>,
  after: Pick<IntegrationDocument, 'grantExpiry'>,
): ExpiryWarning | null {
  const warned = after.grantExpiry?.warnedDays ?? null;
  return warned === (before.grantExpiry?.warnedDays ?? null) ? null : warned;
}

function needsReauthorization(connection: Connection): boolean {
  return connection.status === 'error' && requiredActionOf(connection) === 'reauthorize';
}

/** The same for the same scopes in any order. */
function scopesOf({ scopes, missingScopes }: Connection): string {
  return JSON.stringify([[...new Set(scopes)].sort(), [...new Set(missingScopes)].sort()]);
}

/** What a receiver learns about a connection: ids, the account's address, and its status. */
function toData(connection: Connection): Record<string, unknown> {
  const { id, provider, accountId, accountEmail, status, scopes, missingScopes, lastError, grantExpiry } =
    connection;
  return {
    connectionId: id,
    provider,
    accountId,
    accountEmail,
    status,
    requiredAction: requiredActionOf(connection),
    scopes,
    missingScopes,
    grantExpiresAt: toOptionalIsoTimestamp(grantExpiry?.expiresAt),
    grantExpiresBecause: grantExpiry?.because ?? null,
    lastError: lastError && { code: lastError.code, reason: lastError.reason },
  };
}
