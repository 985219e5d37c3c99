import { documentIdSchema } from '@klayim/shared/schemas';
import type { WebhookDelivery, WebhookDeliveryPage } from '@klayim/shared/types';
import { type DocumentSnapshot, type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { compareAndSet } from '../../lib/compare-and-set.ts';
import { type PageOptions, pageOf } from '../pagination.ts';
import {
  deliveryFields,
  newDelivery,
  type StoredDelivery,
  type StoredWebhookEvent,
  streamKeyOf,
  toWebhookDelivery,
  type WebhookEventDocument,
  type WebhookStream,
  webhookEvents,
} from './webhook-event.document.ts';
import { newEvent } from './webhook-outbox.ts';

/** An event, and how its delivery to one endpoint stands. */
export interface DeliverableEvent {
  event: StoredWebhookEvent;
  endpointId: string;
  delivery: StoredDelivery;
}

/** How an attempt went. */
export type AttemptOutcome = Pick<StoredDelivery, 'state' | 'nextAttemptAt' | 'lastStatus' | 'lastFailure'>;

export interface WebhookEventRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type WebhookEventRepository = ReturnType<typeof createWebhookEventRepository>;

/** Events of an organization, and how their deliveries stand. */
export function createWebhookEventRepository({ firestore, clock }: WebhookEventRepositoryDependencies) {
  const collection = () => webhookEvents(firestore());
  const now = () => Timestamp.fromMillis(clock());

  /** Changes how one delivery stands; `decide` gives null for no change. @returns the delivery afterwards, or null. */
  function changeDelivery(
    organizationId: string,
    eventId: string,
    endpointId: string,
    decide: (delivery: StoredDelivery) => StoredDelivery | null,
  ): Promise<StoredDelivery | null> {
    return compareAndSet<WebhookEventDocument, StoredDelivery | null>(
      collection().doc(eventId),
      (snapshot) => {
        const event = readEvent(snapshot, organizationId);
        const delivery = event?.deliveries[endpointId];
        const changed = event && delivery ? decide(delivery) : null;
        if (!event || !changed) {
          return { change: null, result: null };
        }
        const deliveries = { ...event.deliveries, [endpointId]: changed };
        return { change: { ...deliveryFields(event.subjectId, deliveries) }, result: changed };
      },
    );
  }

  return {
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

    /**
     * Takes a delivery for one attempt, so that nobody else makes it meanwhile.
     * @returns false when it is not due, or somebody else has it.
     */
    async claim({ event, endpointId }: DeliverableEvent, ttlMs: number): Promise<boolean> {
      const claimed = await changeDelivery(event.organizationId, event.id, endpointId, (delivery) => {
        const { state, nextAttemptAt, claimedUntil } = delivery;
        const isDue = state === 'pending' && (nextAttemptAt?.toMillis() ?? 0) <= clock();
        const isFree = (claimedUntil?.toMillis() ?? 0) <= clock();
        return isDue && isFree ? { ...delivery, claimedUntil: Timestamp.fromMillis(clock() + ttlMs) } : null;
      });
      return claimed !== null;
    },

    /** Notes how an attempt went, and lets go of the delivery. */
    async noteAttempt({ event, endpointId }: DeliverableEvent, outcome: AttemptOutcome): Promise<void> {
      await changeDelivery(event.organizationId, event.id, endpointId, (delivery) =>
        // A replay that was asked for meanwhile starts over, unless this attempt has done its work.
        delivery.state === 'pending'
          ? {
              ...delivery,
              ...outcome,
              claimedUntil: null,
              attempts: delivery.attempts + 1,
              lastAttemptAt: now(),
            }
          : null,
      );
    },

    /** Ends a delivery without an attempt. */
    async giveUp({ event, endpointId }: DeliverableEvent): Promise<void> {
      await changeDelivery(event.organizationId, event.id, endpointId, (delivery) =>
        delivery.state === 'pending'
          ? {
              ...delivery,
              state: 'failed',
              nextAttemptAt: null,
              claimedUntil: null,
              lastFailure: 'endpoint_disabled',
            }
          : null,
      );
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
      await changeDelivery(organizationId, eventId, endpointId, ({ attempts, ...before }) => ({
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

function readEvent(
  snapshot: DocumentSnapshot<WebhookEventDocument>,
  organizationId: string,
): StoredWebhookEvent | null {
  const document = snapshot.data();
  return document?.organizationId === organizationId ? { ...document, id: snapshot.id } : null;
}
