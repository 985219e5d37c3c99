import { createHash } from 'node:crypto';
import type { WebhookDelivery, WebhookDeliveryPage } from '@klayim/shared/types';
import pMap from 'p-map';
import { AppError } from '../../errors/app-error.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { StaleWebhooksRepository } from '../../repositories/cross-tenant/stale-webhooks.repository.ts';
import type { PageOptions } from '../../repositories/pagination.ts';
import type { StoredWebhookEndpoint } from '../../repositories/webhooks/webhook-endpoint.document.ts';
import type { WebhookStream } from '../../repositories/webhooks/webhook-event.document.ts';
import type { Enqueue } from '../../tasks/define-task-queue.ts';
import type { WebhookDeliveryTask } from '../../tasks/webhook-delivery.queue.ts';
import { type AttemptDependencies, createAttemptDelivery } from './attempt-delivery.ts';
import { isWithinRetries } from './delivery-policy.ts';

/** How long one task works before it puts the next one on the queue, in milliseconds. */
const taskBudgetMs = 4 * minuteMs;
/** Lease of one attempt: longer than the request may take. */
const claimTtlMs = 30_000;
/** Max wait for the queue after an event was stored, in milliseconds. */
const announceTimeoutMs = 2_000;
/** Calls to the queue at once. */
const enqueueConcurrency = 16;

export interface WebhookDeliveriesDependencies extends AttemptDependencies {
  staleWebhooksRepository: StaleWebhooksRepository;
  enqueueWebhookDelivery: Enqueue<WebhookDeliveryTask>;
}

export type WebhookDeliveriesService = ReturnType<typeof createWebhookDeliveriesService>;

/**
 * Delivers what is in the outbox. The unit of work is a stream, the events of one subject for one endpoint: a task
 * delivers its first event, then the next, and stops at one that has to wait. A task too many finds nothing to do, and one
 * that was lost is found by the schedule.
 */
export function createWebhookDeliveriesService(dependencies: WebhookDeliveriesDependencies) {
  const { webhookEndpointRepository: endpoints, webhookEventRepository: events } = dependencies;
  const { staleWebhooksRepository, enqueueWebhookDelivery, clock, logger } = dependencies;
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

  /** @throws {AppError} webhook_endpoint_not_found */
  async function require(organizationId: string, endpointId: string): Promise<StoredWebhookEndpoint> {
    const endpoint = await endpoints.find(organizationId, endpointId);
    if (!endpoint) {
      throw new AppError('webhook_endpoint_not_found');
    }
    return endpoint;
  }

  /** @throws {AppError} webhook_endpoint_not_found, webhook_endpoint_disabled */
  async function requireEnabled(organizationId: string, endpointId: string): Promise<void> {
    const { status } = await require(organizationId, endpointId);
    if (status !== 'enabled') {
      throw new AppError('webhook_endpoint_disabled', { detail: `The endpoint is ${status}.` });
    }
  }

  /** Puts streams on the queue. It never throws: what is not on the queue, the schedule finds. */
  async function announce(streams: readonly WebhookStream[]): Promise<void> {
    const enqueued = pMap(streams, (stream) => enqueueWebhookDelivery(stream), {
      concurrency: enqueueConcurrency,
    });
    try {
      await withinDeadline(enqueued, announceTimeoutMs);
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      logger.warn('Webhooks wait for the schedule: the queue did not take them', {
        organizationId: streams[0]?.organizationId,
        streams: streams.length,
        reason,
      });
    }
  }

  return {
    announce,

    /**
     * One task of the queue: delivers a stream until it is empty, has to wait, or some minutes are over.
     * @throws whatever kept it from working, for the queue to try again.
     */
    async deliverStream(stream: WebhookDeliveryTask): Promise<void> {
      const deadlineMs = clock() + taskBudgetMs;
      while (await deliverNext(stream)) {
        if (clock() >= deadlineMs) {
          await enqueueWebhookDelivery(stream);
          return;
        }
      }
    },

    /**
     * Puts what is overdue on the queue: events whose process died before it did, and tasks that were lost.
     * @returns how many streams.
     */
    async requeueOverdue(): Promise<number> {
      let requeued = 0;
      await staleWebhooksRepository.forEachPage(async (streams) => {
        const distinct = new Map(streams.map((stream) => [JSON.stringify(stream), stream]));
        await pMap(distinct.values(), (stream) => enqueueWebhookDelivery(stream), {
          concurrency: enqueueConcurrency,
        });
        requeued += distinct.size;
      });
      if (requeued > 0) {
        logger.info('Overdue webhooks were put on the queue again', { streams: requeued });
      }
      return requeued;
    },

    /** @throws {AppError} webhook_endpoint_not_found, invalid_cursor */
    async listDeliveries(
      organizationId: string,
      endpointId: string,
      page: PageOptions,
    ): Promise<WebhookDeliveryPage> {
      await require(organizationId, endpointId);
      return events.findPage(organizationId, endpointId, page);
    },

    /** @throws {AppError} webhook_endpoint_not_found, webhook_endpoint_disabled, webhook_delivery_not_found */
    async replayDelivery(
      organizationId: string,
      endpointId: string,
      deliveryId: string,
    ): Promise<WebhookDelivery> {
      await requireEnabled(organizationId, endpointId);
      const { delivery, stream } = await events.replay(organizationId, endpointId, deliveryId);
      await announce([stream]);
      return delivery;
    },

    /** Sends an event that tells of nothing. @throws {AppError} webhook_endpoint_not_found, webhook_endpoint_disabled */
    async sendTest(organizationId: string, endpointId: string): Promise<WebhookDelivery> {
      await requireEnabled(organizationId, endpointId);
      const { delivery, stream } = await events.addTest(organizationId, endpointId);
      await announce([stream]);
      return delivery;
    },
  };
}

function taskIdOf({ organizationId, endpointId, subjectId }: WebhookStream, atMs: number): string {
  const parts = JSON.stringify([organizationId, endpointId, subjectId, atMs]);
  return `w${createHash('sha256').update(parts).digest('base64url')}`;
}
