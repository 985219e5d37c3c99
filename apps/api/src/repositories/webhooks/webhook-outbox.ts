import { randomUUID } from 'node:crypto';
import type { WebhookDelivery, WebhookEventType } from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { isoInstantOf } from '../../lib/instant.ts';
import { webhookEndpointsCollection } from './webhook-endpoint.document.ts';
import {
  deliveryFields,
  newDelivery,
  type WebhookEventDocument,
  type WebhookStream,
  webhookEvents,
} from './webhook-event.document.ts';

/** How long an event can be looked at and replayed: 30 days. */
const retentionMs = 30 * dayMs;

/** Something that happened, for whoever is subscribed to it. It holds no secret, and nothing personal but an address. */
export interface WebhookEventRecord {
  organizationId: string;
  type: WebhookEventType;
  /** What is delivered in order, such as a connection's id. Default: the event stands by itself. */
  subjectId?: string;
  /** Its place among the events of the subject. Default: 1. */
  version?: number;
  data: Readonly<Record<string, unknown>>;
}

/** Has the streams of stored events delivered. It never throws: what it misses, the schedule finds. */
export type AnnounceWebhooks = (streams: readonly WebhookStream[]) => Promise<void>;

/** Events that are ready to be stored with the change that they tell of. */
export interface PreparedWebhooks {
  addTo(writes: Transaction | WriteBatch | DocumentWrites): void;
  streams: readonly WebhookStream[];
}

export interface WebhookOutboxDependencies {
  firestore: () => Firestore;
  clock: Clock;
  /** Default: nobody is told, and the schedule finds what was stored. */
  announceWebhooks?: AnnounceWebhooks | undefined;
}

/** Prepares events within a transaction: call it after the last read of your own and before the first write. */
export type PrepareWebhooks = (events: readonly WebhookEventRecord[]) => Promise<PreparedWebhooks>;

const nothing: PreparedWebhooks = { addTo: () => undefined, streams: [] };

/**
 * Stores events in the very transaction or batch that makes the change: both are stored, or neither. An event costs one
 * query for its subscribers, and one document when there are any.
 */
export function createWebhookOutbox({
  firestore,
  clock,
  announceWebhooks = async () => undefined,
}: WebhookOutboxDependencies) {
  async function findSubscribers(
    organizationId: string,
    types: readonly WebhookEventType[],
    transaction: Transaction | undefined,
  ): Promise<{ id: string; subscribedTo: unknown }[]> {
    const query = firestore()
      .collection(webhookEndpointsCollection)
      .where('organizationId', '==', organizationId)
      .where('subscribedTo', 'array-contains-any', types)
      .select('subscribedTo');
    const { docs } = await (transaction ? transaction.get(query) : query.get());
    return docs.map((document) => ({ id: document.id, subscribedTo: document.get('subscribedTo') }));
  }

  async function prepare(
    events: readonly WebhookEventRecord[],
    transaction?: Transaction,
  ): Promise<PreparedWebhooks> {
    const [first] = events;
    if (!first) {
      return nothing;
    }
    const { organizationId } = first;
    const types = events.map(({ type }) => type);
    const subscribers = await findSubscribers(organizationId, types, transaction);
    const documents = events.flatMap((event) => {
      const endpointIds = subscribers
        .filter(({ subscribedTo }) => Array.isArray(subscribedTo) && subscribedTo.includes(event.type))
        .map(({ id }) => id);
      return endpointIds.length === 0 ? [] : newEvent(event, endpointIds, clock());
    });
    return {
      addTo: (writes) => {
        for (const { id, document } of documents) {
          // The writers have the same method, but no common type.
          (writes as DocumentWrites).create(webhookEvents(firestore()).doc(id), document);
        }
      },
      streams: documents.flatMap(({ document: { endpointIds, subjectId } }) =>
        endpointIds.map((endpointId) => ({ organizationId, endpointId, subjectId })),
      ),
    };
  }

  const announce = async ({ streams }: PreparedWebhooks): Promise<void> => {
    if (streams.length > 0) {
      await announceWebhooks(streams);
    }
  };

  return {
    /** For a batch. */
    prepare: (events: readonly WebhookEventRecord[]) => prepare(events),

    /** Has prepared events delivered, once they are stored. */
    announce,

    /** Runs a transaction that may store events, and has them delivered once it is stored. */
    async runTransaction<Result>(
      update: (transaction: Transaction, prepareWebhooks: PrepareWebhooks) => Promise<Result>,
    ): Promise<Result> {
      let prepared = nothing;
      const result = await runTransaction(firestore(), (transaction) => {
        prepared = nothing;
        return update(transaction, async (events) => {
          prepared = await prepare(events, transaction);
          return prepared;
        });
      });
      await announce(prepared);
      return result;
    },
  };
}

/** A new event for these endpoints, with an id of its own. */
export function newEvent(
  event: Omit<WebhookEventRecord, 'type'> & { type: WebhookDelivery['type'] },
  endpointIds: readonly string[],
  nowMs: number,
): { id: string; document: WebhookEventDocument } {
  const id = randomUUID();
  const { organizationId, type, subjectId = id, version = 1, data } = event;
  const at = Timestamp.fromMillis(nowMs);
  const deliveries = Object.fromEntries(endpointIds.map((endpointId) => [endpointId, newDelivery(at)]));
  return {
    id,
    document: {
      organizationId,
      type,
      subjectId,
      version,
      payload: JSON.stringify({ type, timestamp: isoInstantOf(nowMs), data }),
      endpointIds: [...endpointIds],
      ...deliveryFields(subjectId, deliveries),
      createdAt: at,
      expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
    },
  };
}
