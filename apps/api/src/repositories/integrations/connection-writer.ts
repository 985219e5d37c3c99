import type { DocumentReference, Transaction } from 'firebase-admin/firestore';
import type { AuditRecord } from '../audit/audit-event.document.ts';
import { createEventWriter, type EventWriterDependencies } from '../audit/event-writer.ts';
import { createWebhookOutbox, type WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import { connectionWebhooks } from './connection-webhooks.ts';
import {
  type IntegrationDocument,
  readStoredIntegration,
  requiredActionOf,
  type StoredIntegration,
} from './integration-document.ts';

/** A connection without what the writer adds by itself. */
export type WrittenIntegration = Omit<IntegrationDocument, 'requiredAction'>;

/** A change of a connection: it is replaced, updated or deleted. */
export type ConnectionChange = (
  | { set: WrittenIntegration }
  | { update: Partial<WrittenIntegration> }
  | { delete: true }
) & {
  /** Default: the change is not audited. */
  audit?: AuditRecord | undefined;
};

export interface ConnectionWriterDependencies extends EventWriterDependencies, WebhookOutboxDependencies {}

/** Changes a connection in one transaction. @returns the connection as it was before; null when there was none. */
export type WriteConnection = (
  organizationId: string,
  reference: DocumentReference<IntegrationDocument>,
  decide: (
    before: StoredIntegration | null,
    transaction: Transaction,
  ) => ConnectionChange | null | Promise<ConnectionChange | null>,
) => Promise<StoredIntegration | null>;

/**
 * Makes the writer of connections: it reads one, lets `decide` say what is to become of it (null: nothing), and writes
 * that with all that tells of it, the audit event, the notification and the webhooks, in one transaction.
 */
export function createConnectionWriter(dependencies: ConnectionWriterDependencies): WriteConnection {
  const { clock } = dependencies;
  const recordEvent = createEventWriter(dependencies);
  const outbox = createWebhookOutbox(dependencies);

  return (organizationId, reference, decide) =>
    outbox.runTransaction(async (transaction, prepareWebhooks) => {
      const before = readStoredIntegration(await transaction.get(reference), organizationId, clock());
      const decided = await decide(before, transaction);
      if (!decided) {
        return before;
      }
      const after = afterOf(before, decided, reference.id);
      const { events, change } = connectionWebhooks(before, after);
      const webhooks = await prepareWebhooks(events);
      const known = after && { ...change, requiredAction: requiredActionOf(after) };
      if ('set' in decided) {
        transaction.set(reference, { ...decided.set, ...known });
      } else if ('update' in decided) {
        transaction.update(reference, { ...decided.update, ...known });
      } else {
        transaction.delete(reference);
      }
      if (decided.audit) {
        recordEvent(transaction, decided.audit, before ?? undefined);
      }
      webhooks.addTo(transaction);
      return before;
    });
}

function afterOf(
  before: StoredIntegration | null,
  change: ConnectionChange,
  id: string,
): (WrittenIntegration & { id: string }) | null {
  if ('set' in change) {
    return { ...change.set, id };
  }
  return before && 'update' in change ? { ...before, ...change.update } : null;
}
