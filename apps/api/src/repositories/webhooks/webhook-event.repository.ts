import { documentIdSchema } from '@klayim/shared/schemas';
import type { WebhookDelivery, WebhookDeliveryPage } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { type PageOptions, pageOf } from '../pagination.ts';
import {
  changeDelivery,
  createDeliveryAttempts,
  type DeliverableEvent,
} from './webhook-delivery-attempts.ts';
import {
  newDelivery,
  readEvent,
  streamKeyOf,
  toWebhookDelivery,
  type WebhookStream,
  webhookEvents,
} from './webhook-event.document.ts';
import { newEvent } from './webhook-outbox.ts';

export interface WebhookEventRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type WebhookEventRepository = ReturnType<typeof createWebhookEventRepository>;

/** Events of an organization, and how their deliveries stand. */
export function createWebhookEventRepository({ firestore, clock }: WebhookEventRepositoryDependencies) {
  const collection = () => webhookEvents(firestore());
  const now = () => Timestamp.fromMillis(clock());

  return {
    ...createDeliveryAttempts({ firestore, clock }),

    /** The first event of a stream that waits to be delivered. One document read. */
    async findHead({
      organizationId,
      endpointId,
      subjectId,
    }: WebhookStream): Promise<DeliverableEvent | null> {
      const { docs } = await collection()
        .where('organizationId', '==', organizationId)
        .where('pending', 'array-contains', streamKeyOf({ endpointId, subjectId }))
        .orderBy('version')
        .limit(1)
        .get();
      const event = docs[0] && readEvent(docs[0], organizationId);
      const delivery = event?.deliveries[endpointId];
      return event && delivery ? { event, endpointId, delivery } : null;
    },

    /** One page of what an endpoint was or will be sent, newest first. @throws {AppError} invalid_cursor */
    async findPage(
      organizationId: string,
      endpointId: string,
      page: PageOptions,
    ): Promise<WebhookDeliveryPage> {
      const query = collection()
        .where('organizationId', '==', organizationId)
        .where('endpointIds', 'array-contains', endpointId);
      const { items, nextCursor } = await pageOf(query, 'createdAt', page);
      const deliveries = items.flatMap((snapshot) => {
        const event = readEvent(snapshot, organizationId);
        return (event && toWebhookDelivery(event, endpointId)) ?? [];
      });
      return { items: deliveries, nextCursor };
    },

    /**
     * Has an event delivered to an endpoint once more, or at once if it waits for that.
     * @returns the delivery, and the stream that it is of. @throws {AppError} webhook_delivery_not_found
     */
    async replay(
      organizationId: string,
      endpointId: string,
      eventId: string,
    ): Promise<{ delivery: WebhookDelivery; stream: WebhookStream }> {
      if (!documentIdSchema.safeParse(eventId).success) {
        throw new AppError('webhook_delivery_not_found');
      }
      const at = now();
      await changeDelivery(firestore(), organizationId, eventId, endpointId, ({ attempts, ...before }) => ({
        ...before,
        ...newDelivery(at),
        attempts,
        lastAttemptAt: before.lastAttemptAt,
        lastStatus: before.lastStatus,
        lastFailure: before.lastFailure,
      }));
      const event = readEvent(await collection().doc(eventId).get(), organizationId);
      const delivery = event && toWebhookDelivery(event, endpointId);
      if (!delivery) {
        throw new AppError('webhook_delivery_not_found');
      }
      return { delivery, stream: { organizationId, endpointId, subjectId: event.subjectId } };
    },

    /** Stores an event that tells of nothing, for one endpoint. */
    async addTest(
      organizationId: string,
      endpointId: string,
    ): Promise<{ delivery: WebhookDelivery; stream: WebhookStream }> {
      const test = { organizationId, type: 'endpoint.test' as const, data: { endpointId } };
      const { id, document } = newEvent(test, [endpointId], clock());
      await collection().doc(id).create(document);
      const delivery = toWebhookDelivery({ ...document, id }, endpointId);
      if (!delivery) {
        throw new AppError('internal_error');
      }
      return { delivery, stream: { organizationId, endpointId, subjectId: document.subjectId } };
    },
  };
}
