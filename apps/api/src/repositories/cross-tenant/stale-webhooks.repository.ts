import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { hourMs } from '../../lib/duration.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import { selectFields } from '../typed-collection.ts';
import {
  type WebhookEventDocument,
  type WebhookStream,
  webhookEvents,
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
      const overdue = webhookEvents(firestore())
        .where('lookAgainAt', '<=', Timestamp.fromMillis(nowMs))
        .orderBy('lookAgainAt')
        .limit(pageSize);
      const found = selectFields(overdue, 'organizationId', 'subjectId', 'deliveries', 'lookAgainAt');
      for (let page = found; ; ) {
        const { docs } = await page.get();
        await onPage(docs.flatMap((event) => dueStreamsOf(event.data(), nowMs)));
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
        const last = docs.at(-1);
        if (!last || docs.length < pageSize) {
          return;
        }
        page = found.startAfter(last);
      }
    },
  };
}

function dueStreamsOf(
  event: Pick<WebhookEventDocument, 'organizationId' | 'subjectId' | 'deliveries'>,
  nowMs: number,
): WebhookStream[] {
  const { organizationId, subjectId, deliveries } = event;
  return Object.entries(deliveries)
    .filter(
      ([, { state, nextAttemptAt }]) => state === 'pending' && (nextAttemptAt?.toMillis() ?? 0) <= nowMs,
    )
    .map(([endpointId]) => ({ organizationId, endpointId, subjectId }));
}
