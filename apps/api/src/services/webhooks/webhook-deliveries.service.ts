import type { WebhookDelivery, WebhookDeliveryPage } from '@klayim/shared/types';
import pMap from 'p-map';
import { AppError } from '../../errors/app-error.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import type { StaleWebhooksRepository } from '../../repositories/cross-tenant/stale-webhooks.repository.ts';
import type { PageOptions } from '../../repositories/pagination.ts';
import type { StoredWebhookEndpoint } from '../../repositories/webhooks/webhook-endpoint.document.ts';
import type { WebhookStream } from '../../repositories/webhooks/webhook-event.document.ts';
import { createDeliverStream, type DeliverStreamDependencies } from './deliver-stream.ts';

/** Max wait for the queue after an event was stored, in milliseconds. */
const announceTimeoutMs = 2_000;
/** Calls to the queue at once. */
const enqueueConcurrency = 16;

export interface WebhookDeliveriesDependencies extends DeliverStreamDependencies {
  staleWebhooksRepository: StaleWebhooksRepository;
}

export type WebhookDeliveriesService = ReturnType<typeof createWebhookDeliveriesService>;

/** Delivers what is in the outbox: puts streams on the queue, and says what became of each event. */
export function createWebhookDeliveriesService(dependencies: WebhookDeliveriesDependencies) {
  const { webhookEndpointRepository: endpoints, webhookEventRepository: events } = dependencies;
  const { staleWebhooksRepository, enqueueWebhookDelivery, logger } = dependencies;

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

    deliverStream: createDeliverStream(dependencies),

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
