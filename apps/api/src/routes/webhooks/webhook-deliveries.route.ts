import {
  webhookDeliveryListQuerySchema,
  webhookDeliveryPageSchema,
  webhookDeliverySchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { WebhookDeliveriesService } from '../../services/webhooks/webhook-deliveries.service.ts';
import { webhookDeliveryExample } from '../examples/webhook.example.ts';
import { owners, webhookDeliveryParams, webhookEndpointParams } from '../route-input.ts';

/** What the webhook deliveries' routes need. */
export interface WebhookDeliveriesRouteDependencies {
  webhookDeliveriesService: WebhookDeliveriesService;
}

const accepted = {
  202: { description: 'It is on its way', schema: webhookDeliverySchema, example: webhookDeliveryExample },
} as const;

/** Routes for owners to see deliveries and to replay them. */
export function webhookDeliveriesRoutes({
  webhookDeliveriesService,
}: WebhookDeliveriesRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/webhook-endpoints/:id/deliveries',
      access: owners,
      operationId: 'listWebhookDeliveries',
      tag: 'Webhooks',
      summary: 'List what an endpoint was or will be sent in the last 30 days, newest first',
      errors: ['invalid_cursor'],
      rateLimit: 'read',
      params: webhookEndpointParams,
      query: webhookDeliveryListQuerySchema,
      responses: {
        200: {
          description: 'One page',
          schema: webhookDeliveryPageSchema,
          example: { items: [webhookDeliveryExample], nextCursor: null },
        },
      },
      handler: async ({ params, query, caller }) => ({
        status: 200,
        body: await webhookDeliveriesService.listDeliveries(caller.organizationId, params.id, query),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/webhook-endpoints/:id/deliveries/:deliveryId/replay',
      access: owners,
      operationId: 'replayWebhookDelivery',
      tag: 'Webhooks',
      summary: 'Deliver an event once more, with the same id',
      errors: ['webhook_endpoint_disabled', 'webhook_delivery_not_found'],
      rateLimit: 'write',
      repeat: 'harmless',
      params: webhookDeliveryParams,
      responses: accepted,
      handler: async ({ params, caller }) => ({
        status: 202,
        body: await webhookDeliveriesService.replayDelivery(
          caller.organizationId,
          params.id,
          params.deliveryId,
        ),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/webhook-endpoints/:id/test',
      access: owners,
      operationId: 'testWebhookEndpoint',
      tag: 'Webhooks',
      summary: 'Send a test event to an endpoint',
      description: 'Its type is `endpoint.test`, and it is delivered as every other event is.',
      errors: ['webhook_endpoint_disabled'],
      rateLimit: 'write',
      repeat: 'harmless',
      params: webhookEndpointParams,
      responses: accepted,
      handler: async ({ params, caller }) => ({
        status: 202,
        body: await webhookDeliveriesService.sendTest(caller.organizationId, params.id),
      }),
    }),
  ];
}
