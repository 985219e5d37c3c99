import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { compareAndSet } from '../../lib/compare-and-set.ts';
import {
  deliveryFields,
  readEvent,
  type StoredDelivery,
  type StoredWebhookEvent,
  type WebhookEventDocument,
  webhookEvents,
} from './webhook-event.document.ts';

/** An event, and how its delivery to one endpoint stands. */
export interface DeliverableEvent {
  event: StoredWebhookEvent;
  endpointId: string;
  delivery: StoredDelivery;
}

/** How an attempt went. */
export type AttemptOutcome = Pick<StoredDelivery, 'state' | 'nextAttemptAt' | 'lastStatus' | 'lastFailure'>;

/** Changes how one delivery stands; `decide` gives null for no change. @returns the delivery afterwards, or null. */
export function changeDelivery(
  firestore: Firestore,
  organizationId: string,
  eventId: string,
  endpointId: string,
  decide: (delivery: StoredDelivery) => StoredDelivery | null,
): Promise<StoredDelivery | null> {
  return compareAndSet<WebhookEventDocument, StoredDelivery | null>(
    webhookEvents(firestore).doc(eventId),
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

/** Attempts to deliver events. */
export function createDeliveryAttempts({ firestore, clock }: { firestore: () => Firestore; clock: Clock }) {
  return {
    /**
     * Takes a delivery for one attempt, so that nobody else makes it meanwhile.
     * @returns false when it is not due, or somebody else has it.
     */
    async claim({ event, endpointId }: DeliverableEvent, ttlMs: number): Promise<boolean> {
      const claimed = await changeDelivery(
        firestore(),
        event.organizationId,
        event.id,
        endpointId,
        (delivery) => {
          const { state, nextAttemptAt, claimedUntil } = delivery;
          const isDue = state === 'pending' && (nextAttemptAt?.toMillis() ?? 0) <= clock();
          const isFree = (claimedUntil?.toMillis() ?? 0) <= clock();
          return isDue && isFree
            ? { ...delivery, claimedUntil: Timestamp.fromMillis(clock() + ttlMs) }
            : null;
        },
      );
      return claimed !== null;
    },

    /** Notes how an attempt went, and lets go of the delivery. */
    async noteAttempt({ event, endpointId }: DeliverableEvent, outcome: AttemptOutcome): Promise<void> {
      await changeDelivery(firestore(), event.organizationId, event.id, endpointId, (delivery) =>
        // A replay that was asked for meanwhile starts over, unless this attempt has done its work.
        delivery.state === 'pending'
          ? {
              ...delivery,
              ...outcome,
              claimedUntil: null,
              attempts: delivery.attempts + 1,
              lastAttemptAt: Timestamp.fromMillis(clock()),
            }
          : null,
      );
    },

    /** Ends a delivery without an attempt. */
    async giveUp({ event, endpointId }: DeliverableEvent): Promise<void> {
      await changeDelivery(firestore(), event.organizationId, event.id, endpointId, (delivery) =>
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
  };
}
