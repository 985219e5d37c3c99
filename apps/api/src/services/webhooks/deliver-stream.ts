import { createHash } from 'node:crypto';
import { minuteMs } from '../../lib/duration.ts';
import type { WebhookStream } from '../../repositories/webhooks/webhook-event.document.ts';
import type { Enqueue } from '../../tasks/define-task-queue.ts';
import type { WebhookDeliveryTask } from '../../tasks/webhook-delivery.queue.ts';
import { type AttemptDependencies, createAttemptDelivery } from './attempt-delivery.ts';
import { isWithinRetries } from './delivery-policy.ts';

/** How long one task works before it puts the next one on the queue, in milliseconds. */
const taskBudgetMs = 4 * minuteMs;
/** Lease of one attempt: longer than the request may take. */
const claimTtlMs = 30_000;

export interface DeliverStreamDependencies extends AttemptDependencies {
  enqueueWebhookDelivery: Enqueue<WebhookDeliveryTask>;
}

/**
 * Delivers a stream, the unit of work: the events of one subject for one endpoint. A task delivers its first event, then
 * the next, and stops at one that has to wait. A task too many finds nothing to do, and one that was lost is found by the
 * schedule.
 */
export function createDeliverStream(dependencies: DeliverStreamDependencies) {
  const { webhookEndpointRepository: endpoints, webhookEventRepository: events } = dependencies;
  const { enqueueWebhookDelivery, clock } = dependencies;
  const attemptDelivery = createAttemptDelivery(dependencies);

  /** Puts a stream on the queue for later; the same time is put there once. */
  const enqueueAt = (stream: WebhookStream, atMs: number) =>
    enqueueWebhookDelivery(stream, { id: taskIdOf(stream, atMs), notBeforeMs: atMs });

  /** One event of a stream. @returns whether to go on with the next. */
  async function deliverNext(stream: WebhookStream): Promise<boolean> {
    const head = await events.findHead(stream);
    if (!head) {
      return false;
    }
    const endpoint = await endpoints.find(stream.organizationId, stream.endpointId);
    if (endpoint?.status === 'unverified' && isWithinRetries(head.delivery, clock())) {
      // Its owner has changed it, and it may answer the challenge soon. The schedule looks again.
      return false;
    }
    if (endpoint?.status !== 'enabled') {
      await events.giveUp(head);
      return true;
    }
    const { claimedUntil, nextAttemptAt } = head.delivery;
    if ((nextAttemptAt?.toMillis() ?? 0) > clock()) {
      // Its own task comes then.
      return false;
    }
    if (!(await events.claim(head, claimTtlMs))) {
      // The process that has it may die.
      await enqueueAt(stream, Math.max(claimedUntil?.toMillis() ?? 0, clock() + claimTtlMs));
      return false;
    }
    const outcome = await attemptDelivery(endpoint, head);
    if (outcome.nextAttemptAt) {
      await enqueueAt(stream, outcome.nextAttemptAt.toMillis());
      return false;
    }
    return true;
  }

  /**
   * One task of the queue: delivers a stream until it is empty, has to wait, or some minutes are over.
   * @throws whatever kept it from working, for the queue to try again.
   */
  return async function deliverStream(stream: WebhookDeliveryTask): Promise<void> {
    const deadlineMs = clock() + taskBudgetMs;
    while (await deliverNext(stream)) {
      if (clock() >= deadlineMs) {
        await enqueueWebhookDelivery(stream);
        return;
      }
    }
  };
}

function taskIdOf({ organizationId, endpointId, subjectId }: WebhookStream, atMs: number): string {
  const parts = JSON.stringify([organizationId, endpointId, subjectId, atMs]);
  return `w${createHash('sha256').update(parts).digest('base64url')}`;
}
