import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { hourMs } from '../../lib/duration.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import {
  type WebhookEventDocument,
  type WebhookStream,
  webhookEventsCollection,
} from '../webhooks/webhook-event.document.ts';

/** Events that are in memory at a time. */
const pageSize = 200;
/** How long an event is left alone after its streams were put on the queue again. */
const pauseMs = hourMs;

export type StaleWebhooksRepository = ReturnType<typeof createStaleWebhooksRepository>;

/** Events of all organizations whose task may have been lost. */
export function createStaleWebhooksRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  return {
    /**
     * Hands the streams of overdue deliveries over, page by page, and leaves their events alone for an hour.
     * @param onPage throws to end the run: what it was given is found again.
     */
    async forEachPage(onPage: (streams: WebhookStream[]) => Promise<void>): Promise<void> {
      const nowMs = clock();
      const overdue = firestore()
        .collection(webhookEventsCollection)
        .where('lookAgainAt', '<=', Timestamp.fromMillis(nowMs))
        .orderBy('lookAgainAt')
        .select('organizationId', 'subjectId', 'deliveries', 'lookAgainAt')
        .limit(pageSize);
      for (let last: FirebaseFirestore.QueryDocumentSnapshot | undefined; ; ) {
        const { docs } = await (last ? overdue.startAfter(last) : overdue).get();
        const found = docs.map((document) => document.data() as WebhookEventDocument);
        await onPage(found.flatMap((event) => dueStreamsOf(event, nowMs)));
        const lookAgainAt = Timestamp.fromMillis(nowMs + pauseMs);
        const postponed = docs.map(async ({ ref, updateTime }) => {
          try {
            await ref.update({ lookAgainAt }, { lastUpdateTime: updateTime });
          } catch (error) {
            // Another process delivers it already.
            if (!isPreconditionFailed(error)) {
              throw error;
            }
          }
        });
        await Promise.all(postponed);
        last = docs.at(-1);
        if (docs.length < pageSize) {
          return;
        }
      }
    },
  };
}

function dueStreamsOf(event: WebhookEventDocument, nowMs: number): WebhookStream[] {
  const { organizationId, subjectId, deliveries } = event;
  return Object.entries(deliveries)
    .filter(
      ([, { state, nextAttemptAt }]) => state === 'pending' && (nextAttemptAt?.toMillis() ?? 0) <= nowMs,
    )
    .map(([endpointId]) => ({ organizationId, endpointId, subjectId }));
}
