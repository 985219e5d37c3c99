import {
  createWebhookEndpointSchema,
  issuedWebhookSecretSchema,
  rotateWebhookSecretSchema,
  webhookEndpointListSchema,
  webhookEndpointPatchSchema,
  webhookEndpointSchema,
} from '@klayim/shared/schemas';
import { defineRoute, type Route } from '../../http/route.ts';
import type { WebhookEndpointsService } from '../../services/webhooks/webhook-endpoints.service.ts';
import { issuedWebhookSecretExample, webhookEndpointExample } from '../examples/webhook.example.ts';
import { owners, webhookEndpointParams } from '../route-input.ts';

/** What the webhook endpoints' routes need. */
export interface WebhookEndpointsRouteDependencies {
  webhookEndpointsService: WebhookEndpointsService;
}

const responses = {
  200: { description: 'The endpoint', schema: webhookEndpointSchema, example: webhookEndpointExample },
} as const;

/** Routes for owners to manage webhook endpoints. API keys cannot call them. */
export function webhookEndpointsRoutes({
  webhookEndpointsService,
}: WebhookEndpointsRouteDependencies): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/webhook-endpoints',
      access: owners,
      operationId: 'listWebhookEndpoints',
      tag: 'Webhooks',
      summary: 'List webhook endpoints, newest first, without their secrets',
      errors: [],
      rateLimit: 'read',
      responses: {
        200: {
          description: 'Every endpoint',
          schema: webhookEndpointListSchema,
          example: { items: [webhookEndpointExample] },
        },
      },
      handler: async ({ caller }) => ({
        status: 200,
        body: { items: await webhookEndpointsService.listEndpoints(caller.organizationId) },
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/webhook-endpoints',
      access: owners,
      operationId: 'createWebhookEndpoint',
      tag: 'Webhooks',
      summary: 'Add a webhook endpoint',
      description:
        'The URL is sent a signed `endpoint.verification` at once. A 2xx answer that holds its `data.challenge`, as ' +
        '`{"challenge": "…"}` or as the whole text, enables the endpoint; otherwise it stays `unverified` until ' +
        '`POST /webhook-endpoints/{id}/verify` succeeds. This is the only answer that holds the secret.',
      errors: ['webhook_url_not_allowed', 'too_many_webhook_endpoints'],
      rateLimit: 'refresh',
      repeat: 'never',
      body: createWebhookEndpointSchema,
      bodyExample: {
        url: 'https://hooks.example.com/klayim',
        events: ['connection.reauthorization_required', 'connection.recovered'],
      },
      responses: {
        201: {
          description: 'The endpoint and its secret',
          schema: issuedWebhookSecretSchema,
          example: issuedWebhookSecretExample,
        },
      },
      handler: async ({ body, caller, actor }) => {
        const { organizationId, userId } = caller;
        const issued = await webhookEndpointsService.createEndpoint(organizationId, body, { userId, actor });
        return { status: 201, body: issued };
      },
    }),

    defineRoute({
      method: 'get',
      path: '/webhook-endpoints/:id',
      access: owners,
      operationId: 'getWebhookEndpoint',
      tag: 'Webhooks',
      summary: 'See one webhook endpoint',
      errors: [],
      rateLimit: 'read',
      params: webhookEndpointParams,
      responses,
      handler: async ({ params, caller }) => ({
        status: 200,
        body: await webhookEndpointsService.getEndpoint(caller.organizationId, params.id),
      }),
    }),

    defineRoute({
      method: 'patch',
      path: '/webhook-endpoints/:id',
      access: owners,
      operationId: 'updateWebhookEndpoint',
      tag: 'Webhooks',
      summary: "Change a webhook endpoint's URL or events, enable or disable it",
      description:
        'Another URL, and `enabled: true` for an endpoint that is not enabled, send the challenge: look at the ' +
        '`status` of the answer.',
      errors: ['webhook_url_not_allowed'],
      rateLimit: 'refresh',
      repeat: 'harmless',
      params: webhookEndpointParams,
      body: webhookEndpointPatchSchema,
      bodyExample: { events: ['connection.deleted'] },
      responses,
      handler: async ({ params, body, caller, actor }) => ({
        status: 200,
        body: await webhookEndpointsService.updateEndpoint(caller.organizationId, params.id, body, actor),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/webhook-endpoints/:id/verify',
      access: owners,
      operationId: 'verifyWebhookEndpoint',
      tag: 'Webhooks',
      summary: 'Send the challenge again to an endpoint that is not verified',
      errors: ['webhook_endpoint_disabled', 'webhook_endpoint_unverified'],
      rateLimit: 'refresh',
      repeat: 'harmless',
      params: webhookEndpointParams,
      responses,
      handler: async ({ params, caller }) => ({
        status: 200,
        body: await webhookEndpointsService.verifyEndpoint(caller.organizationId, params.id),
      }),
    }),

    defineRoute({
      method: 'post',
      path: '/webhook-endpoints/:id/rotate-secret',
      access: owners,
      operationId: 'rotateWebhookSecret',
      tag: 'Webhooks',
      summary: "Replace a webhook endpoint's secret",
      description:
        'Requests are signed with both secrets for `overlapSeconds`, so that receivers can be changed without a pause.',
      errors: [],
      rateLimit: 'write',
      repeat: 'never',
      params: webhookEndpointParams,
      body: rotateWebhookSecretSchema,
      bodyExample: { overlapSeconds: 3_600 },
      responses: {
        200: {
          description: 'The endpoint and its new secret',
          schema: issuedWebhookSecretSchema,
          example: issuedWebhookSecretExample,
        },
      },
      handler: async ({ params, body, caller, actor }) => ({
        status: 200,
        body: await webhookEndpointsService.rotateSecret(caller.organizationId, params.id, {
          ...body,
          actor,
        }),
      }),
    }),

    defineRoute({
      method: 'delete',
      path: '/webhook-endpoints/:id',
      access: owners,
      operationId: 'deleteWebhookEndpoint',
      tag: 'Webhooks',
      summary: 'Delete a webhook endpoint for good',
      description: 'What waits to be delivered to it is given up.',
      errors: [],
      rateLimit: 'write',
      params: webhookEndpointParams,
      responses: { 204: { description: 'The endpoint is gone' } },
      handler: async ({ params, caller, actor }) => {
        await webhookEndpointsService.deleteEndpoint(caller.organizationId, params.id, actor);
        return { status: 204 };
      },
    }),
  ];
}
