import { randomUUID } from 'node:crypto';
import type { WebhookDelivery, WebhookEventType } from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import { webhookEndpoints } from './webhook-endpoint.document.ts';
import {
  deliveryFields,
  newDelivery,
  type WebhookEventDocument,
  type WebhookStream,
  webhookEvents,
} from './webhook-event.document.ts';
import type { WebhookSubscriptions } from './webhook-subscriptions.ts';

/** How long an event can be looked at and replayed: 30 days. */
const retentionMs = 30 * dayMs;

/** An event for the endpoints subscribed to it. It holds no secret, and no personal data but an address. */
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
  /** Default: no task is added, and the schedule finds what was stored. */
  announceWebhooks?: AnnounceWebhooks | undefined;
  /** What the process knows of who is subscribed. Default: it asks each time. */
  webhookSubscriptions?: WebhookSubscriptions | undefined;
}

/** Prepares events within a transaction: call it after the last read of your own and before the first write. */
export type PrepareWebhooks = (events: readonly WebhookEventRecord[]) => Promise<PreparedWebhooks>;

/** Within what subscribers are looked for. */
interface Attempt {
  transaction: Transaction | undefined;
  /** Before its first read, in milliseconds: no answer is older than that. */
  beganAtMs: number;
}

interface Subscriber {
  id: string;
  /** As it is stored. */
  subscribedTo: readonly unknown[];
}

const nothing: PreparedWebhooks = { addTo: () => undefined, streams: [] };

/**
 * Stores events in the very transaction or batch that makes the change: both are stored, or neither. An event costs one
 * query for its subscribers, unless nobody was subscribed some seconds ago, and one document when there are any.
 */
export function createWebhookOutbox({
  firestore,
  clock,
  announceWebhooks = async () => undefined,
  webhookSubscriptions: subscriptions,
}: WebhookOutboxDependencies) {
  async function findSubscribers(
    organizationId: string,
    given: readonly WebhookEventType[],
    { transaction, beganAtMs }: Attempt,
  ): Promise<Subscriber[]> {
    const types = subscriptions?.mayBeWanted(organizationId, given) ?? given;
    if (types.length === 0) {
      return [];
    }
    const query = webhookEndpoints(firestore())
      .where('organizationId', '==', organizationId)
      .where('subscribedTo', 'array-contains-any', types)
      .select('subscribedTo');
    const { docs } = await (transaction ? transaction.get(query) : query.get());
    const subscribers = docs.map((document) => {
      const subscribedTo: unknown = document.get('subscribedTo');
      return { id: document.id, subscribedTo: Array.isArray(subscribedTo) ? subscribedTo : [] };
    });
    const unwanted = types.filter((type) => !subscribers.some((each) => each.subscribedTo.includes(type)));
    subscriptions?.rememberUnwanted(organizationId, unwanted, beganAtMs);
    return subscribers;
  }

  async function prepare(events: readonly WebhookEventRecord[], attempt: Attempt): Promise<PreparedWebhooks> {
    const [first] = events;
    if (!first) {
      return nothing;
    }
    const { organizationId } = first;
    const types = events.map(({ type }) => type);
    const subscribers = await findSubscribers(organizationId, types, attempt);
    const documents = events.flatMap((event) => {
      const endpointIds = subscribers
        .filter(({ subscribedTo }) => subscribedTo.includes(event.type))
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
    prepare: (events: readonly WebhookEventRecord[]) =>
      prepare(events, { transaction: undefined, beganAtMs: clock() }),

    /** Has prepared events delivered, once they are stored. */
    announce,

    /** Runs a transaction that may store events, and has them delivered once it is stored. */
    async runTransaction<Result>(
      update: (transaction: Transaction, prepareWebhooks: PrepareWebhooks) => Promise<Result>,
    ): Promise<Result> {
      let prepared = nothing;
      const result = await runTransaction(firestore(), (transaction) => {
        prepared = nothing;
        const attempt = { transaction, beganAtMs: clock() };
        return update(transaction, async (events) => {
          prepared = await prepare(events, attempt);
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
      payload: JSON.stringify({ type, timestamp: isoTimestampOfMs(nowMs), data }),
      endpointIds: [...endpointIds],
      ...deliveryFields(subjectId, deliveries),
      createdAt: at,
      expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
    },
  };
}
