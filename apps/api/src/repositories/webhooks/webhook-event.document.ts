import type { WebhookDelivery, WebhookFailure } from '@klayim/shared/types';
import { type DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { minuteMs } from '../../lib/duration.ts';
import { toIsoTimestamp, toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

export const webhookEvents = typedCollection<WebhookEventDocument>(collections.webhookEvents);

/** How long after its due time a delivery counts as missed: then the schedule retries it. */
const graceMs = 5 * minuteMs;

/** The events of one subject for one endpoint: they are delivered one after the other, in the order of their versions. */
export interface WebhookStream {
  organizationId: string;
  endpointId: string;
  subjectId: string;
}

/** How the delivery of an event to one endpoint stands. */
export interface StoredDelivery {
  state: WebhookDelivery['state'];
  attempts: number;
  /** Since when it is to be delivered: the event's time, or that of its last replay. */
  since: Timestamp;
  /** Null unless it is pending. */
  nextAttemptAt: Timestamp | null;
  /** End of the lease of the process that delivers it; null when no process does. */
  claimedUntil: Timestamp | null;
  lastAttemptAt: Timestamp | null;
  lastStatus: number | null;
  lastFailure: WebhookFailure | null;
}

/** `webhookEvents/{id}` as stored: one event for all endpoints that are sent it, and how each delivery stands. */
export interface WebhookEventDocument {
  organizationId: string;
  type: WebhookDelivery['type'];
  /** What is delivered in order: a connection's id. An event without such has its own id here. */
  subjectId: string;
  /** Its place among the events of the subject. */
  version: number;
  /** The JSON that is sent, the same at every attempt. */
  payload: string;
  endpointIds: string[];
  deliveries: Record<string, StoredDelivery>;
  /** `endpoint/subject` of each delivery that is pending. */
  pending: string[];
  /** When the schedule looks at it, in case its task was lost; null when nothing is pending. */
  lookAgainAt: Timestamp | null;
  createdAt: Timestamp;
  expiresAt: Timestamp;
}

/** An event as it was read. */
export interface StoredWebhookEvent extends WebhookEventDocument {
  id: string;
}

/** A delivery that is due at once. */
export function newDelivery(at: Timestamp): StoredDelivery {
  return {
    state: 'pending',
    attempts: 0,
    since: at,
    nextAttemptAt: at,
    claimedUntil: null,
    lastAttemptAt: null,
    lastStatus: null,
    lastFailure: null,
  };
}

/** How a pending delivery is found by its stream. */
export function streamKeyOf({ endpointId, subjectId }: Omit<WebhookStream, 'organizationId'>): string {
  return `${endpointId}/${subjectId}`;
}

/** The fields that follow from how the deliveries stand. */
export function deliveryFields(
  subjectId: string,
  deliveries: Readonly<Record<string, StoredDelivery>>,
): Pick<WebhookEventDocument, 'deliveries' | 'pending' | 'lookAgainAt'> {
  const pending = Object.entries(deliveries).filter(([, { state }]) => state === 'pending');
  const dueMs = pending.map(([, { nextAttemptAt }]) => nextAttemptAt?.toMillis() ?? 0);
  return {
    deliveries: { ...deliveries },
    pending: pending.map(([endpointId]) => streamKeyOf({ endpointId, subjectId })),
    lookAgainAt: dueMs.length === 0 ? null : Timestamp.fromMillis(Math.min(...dueMs) + graceMs),
  };
}

/** What the API shows of an event for one endpoint; null when it is not for that endpoint. */
export function toWebhookDelivery(event: StoredWebhookEvent, endpointId: string): WebhookDelivery | null {
  const delivery = event.deliveries[endpointId];
  if (!delivery) {
    return null;
  }
  const { state, attempts, lastStatus, lastFailure } = delivery;
  return {
    id: event.id,
    type: event.type,
    state,
    attempts,
    lastAttemptAt: toOptionalIsoTimestamp(delivery.lastAttemptAt),
    lastStatus,
    lastFailure,
    nextAttemptAt: toOptionalIsoTimestamp(delivery.nextAttemptAt),
    createdAt: toIsoTimestamp(event.createdAt),
  };
}

/** Reads a snapshot; null when there is no such document or it is another organization's. */
export function readEvent(
  snapshot: DocumentSnapshot<WebhookEventDocument>,
  organizationId: string,
): StoredWebhookEvent | null {
  const document = snapshot.data();
  return document?.organizationId === organizationId ? { ...document, id: snapshot.id } : null;
}
