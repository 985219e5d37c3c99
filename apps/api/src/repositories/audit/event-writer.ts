import { randomUUID } from 'node:crypto';
import { type Firestore, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import type { IntegrationDocument } from '../integrations/integration-document.ts';
import { type NotificationDocument, notifications } from '../organizations/notification.document.ts';
import { type AuditRecord, addAuditEvent } from './audit-event.document.ts';

const retentionMs = 7 * dayMs;

/** The events that people get a mail about. */
const notificationKinds: ReadonlyMap<AuditRecord['type'], NotificationDocument['kind']> = new Map([
  ['integration.reauthorization_required', 'reauthorization'],
  ['integration.expiring', 'expiring'],
]);

export interface EventWriterDependencies {
  firestore: () => Firestore;
  clock: Clock;
  /** Whether organizations are notified when a connection needs them. Default: false. */
  notificationsWanted?: (() => boolean) | undefined;
}

/**
 * Writes down what happened to a connection, in the very transaction or batch that makes the change: the audit event, and
 * a notification when the account must be authorized again, or soon. A connection that already needed that gets no second notification.
 */
export function createEventWriter({
  firestore,
  clock,
  notificationsWanted = () => false,
}: EventWriterDependencies) {
  return (
    writes: Transaction | WriteBatch,
    record: AuditRecord,
    before?: Pick<IntegrationDocument, 'status' | 'lastError'>,
  ): void => {
    addAuditEvent(writes, firestore(), record, clock());
    const kind = notificationKinds.get(record.type);
    if (!kind || !notificationsWanted()) {
      return;
    }
    if (
      kind === 'reauthorization' &&
      before?.status === 'error' &&
      before.lastError?.code === 'reauthorization_required'
    ) {
      return;
    }
    const notification: NotificationDocument = {
      organizationId: record.organizationId,
      integrationId: record.subject.id,
      kind,
      at: Timestamp.fromMillis(clock()),
      expiresAt: Timestamp.fromMillis(clock() + retentionMs),
    };
    // The two writers have the same method, but no common type.
    (writes as WriteBatch).create(notifications(firestore()).doc(randomUUID()), notification);
  };
}
