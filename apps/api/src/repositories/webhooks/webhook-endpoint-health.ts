import { randomUUID } from 'node:crypto';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { addAuditEvent, systemActor } from '../audit/audit-event.document.ts';
import { mails, newMailDocument } from '../mail/mail.document.ts';
import type { MailDocument } from '../organizations/notification.document.ts';
import {
  endpointEvent,
  readWebhookEndpoint,
  type StoredWebhookEndpoint,
  type WebhookEndpointDocument,
  webhookEndpoints,
} from './webhook-endpoint.document.ts';

/** How deliveries to an endpoint went. */
export type EndpointHealth = Pick<WebhookEndpointDocument, 'failingSince' | 'lastFailure'>;

/** What deliveries make of an endpoint. */
export function createWebhookEndpointHealth({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  return {
    /** Notes how deliveries go. One write; nothing when the endpoint is gone. */
    async noteHealth({ organizationId, id }: StoredWebhookEndpoint, health: EndpointHealth): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = webhookEndpoints(firestore()).doc(id);
        if (readWebhookEndpoint(await transaction.get(reference), organizationId)) {
          transaction.update(reference, { ...health });
        }
      });
    },

    /**
     * Ends deliveries to an endpoint, with the audit event and the mail that tell of it: all or nothing, and once.
     * @param mail null when no mail is to be sent; `isOurs`: whether this service sends it.
     * @returns false when it was not enabled any more.
     */
    async disable(
      { organizationId, id }: StoredWebhookEndpoint,
      reason: 'gone' | 'failing',
      mail: (MailDocument & { isOurs: boolean }) | null,
    ): Promise<boolean> {
      return runTransaction(firestore(), async (transaction) => {
        const reference = webhookEndpoints(firestore()).doc(id);
        const stored = readWebhookEndpoint(await transaction.get(reference), organizationId);
        if (stored?.status !== 'enabled') {
          return false;
        }
        transaction.update(reference, {
          status: 'disabled',
          disabledReason: reason,
          subscribedTo: [],
          updatedAt: Timestamp.fromMillis(clock()),
        });
        addAuditEvent(
          transaction,
          firestore(),
          endpointEvent('webhook_endpoint.disabled', stored, systemActor('webhooks'), { reason }),
          clock(),
        );
        if (mail) {
          const { isOurs, ...document } = mail;
          transaction.create(
            mails(firestore()).doc(randomUUID()),
            newMailDocument({ ...document, organizationId }, { nowMs: clock(), isOurs }),
          );
        }
        return true;
      });
    },
  };
}
