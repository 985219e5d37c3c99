import * as z from 'zod';
import {
  cursorSchema,
  documentIdSchema,
  pageSchema,
  pageSizeSchema,
  timestampSchema,
} from './common.schema.ts';

/** What an endpoint can subscribe to. docs/webhooks.md says when each is sent and what it holds. */
export const webhookEventTypeSchema = z.enum([
  'connection.connected',
  'connection.reauthorization_required',
  'connection.recovered',
  'connection.scopes_changed',
  'connection.expiring',
  'connection.disconnected',
  'connection.deleted',
  'employees.changed',
  'import.finished',
]);
export type WebhookEventType = z.infer<typeof webhookEventTypeSchema>;

const eventsSchema = z
  .array(webhookEventTypeSchema)
  .min(1)
  .refine((events) => new Set(events).size === events.length, 'must not name an event twice');

const urlSchema = z
  .string()
  .min(1)
  .max(2_048)
  .describe('An https URL without a user name, a password or a fragment. Redirects are not followed.');

/** `unverified`: the challenge has not been answered yet. Only `enabled` endpoints are sent events. */
export const webhookEndpointStatusSchema = z.enum(['unverified', 'enabled', 'disabled']);

/** Why a request to an endpoint failed. */
export const webhookFailureSchema = z.enum([
  'address_not_allowed',
  'challenge_not_echoed',
  'endpoint_disabled',
  'network_error',
  'redirected',
  'refused',
  'secret_unreadable',
  'timeout',
]);
export type WebhookFailure = z.infer<typeof webhookFailureSchema>;

/** A webhook endpoint without its secrets. */
export const webhookEndpointSchema = z
  .strictObject({
    id: documentIdSchema,
    url: urlSchema,
    events: z.array(webhookEventTypeSchema),
    status: webhookEndpointStatusSchema,
    disabledReason: z
      .enum(['owner', 'gone', 'failing'])
      .nullable()
      .describe('`gone`: it answered 410. `failing`: it failed for five days. Null unless it is disabled.'),
    lastFailure: webhookFailureSchema
      .nullable()
      .describe('Why the last request failed; null when the last one succeeded.'),
    failingSince: timestampSchema.nullable().describe('Since when every delivery has failed.'),
    previousSecretExpiresAt: timestampSchema
      .nullable()
      .describe('Until when requests are also signed with the replaced secret.'),
    createdAt: timestampSchema,
    createdBy: z.string().describe('User id of the owner who added it.'),
    updatedAt: timestampSchema,
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;

/** `GET /webhook-endpoints`. An organization has 10 endpoints at most, so that there are no pages. */
export const webhookEndpointListSchema = z
  .strictObject({ items: z.array(webhookEndpointSchema) })
  .meta({ id: 'WebhookEndpointList' });

/** Body of `POST /webhook-endpoints`. */
export const createWebhookEndpointSchema = z
  .strictObject({ url: urlSchema, events: eventsSchema })
  .meta({ id: 'CreateWebhookEndpoint' });
export type CreateWebhookEndpoint = z.infer<typeof createWebhookEndpointSchema>;

/** Body of `PATCH /webhook-endpoints/{id}`. */
export const webhookEndpointPatchSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    enabled: z
      .boolean()
      .optional()
      .describe('True sends the challenge, as a new URL does; false gives up what waits for delivery.'),
  })
  .meta({ id: 'WebhookEndpointPatch' });
export type WebhookEndpointPatch = z.infer<typeof webhookEndpointPatchSchema>;

/** Body of `POST /webhook-endpoints/{id}/rotate-secret`. */
export const rotateWebhookSecretSchema = z
  .strictObject({
    overlapSeconds: z
      .number()
      .int()
      .min(0)
      .max(604_800)
      .default(86_400)
      .describe('How long requests are signed with both secrets.'),
  })
  .meta({ id: 'RotateWebhookSecret' });

/** An endpoint and its new secret: the only answer that holds it. */
export const issuedWebhookSecretSchema = z
  .strictObject({
    endpoint: webhookEndpointSchema,
    secret: z.string().describe('`whsec_` and base64. It is shown once and cannot be read again.'),
  })
  .meta({ id: 'IssuedWebhookSecret' });
export type IssuedWebhookSecret = z.infer<typeof issuedWebhookSecretSchema>;

/** One event, as it was or will be delivered to one endpoint. */
export const webhookDeliverySchema = z
  .strictObject({
    id: documentIdSchema.describe('The `webhook-id` of every attempt.'),
    type: z.union([webhookEventTypeSchema, z.literal('endpoint.test')]),
    state: z
      .enum(['pending', 'delivered', 'failed'])
      .describe('`failed`: given up, after three days or because the endpoint was disabled.'),
    attempts: z.number().int().min(0),
    lastAttemptAt: timestampSchema.nullable(),
    lastStatus: z.number().int().nullable().describe('The HTTP status of the last answer.'),
    lastFailure: webhookFailureSchema.nullable(),
    nextAttemptAt: timestampSchema
      .nullable()
      .describe(
        'When it is tried next, if nothing that comes before it waits longer. Null unless it is pending.',
      ),
    createdAt: timestampSchema,
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

/** `GET /webhook-endpoints/{id}/deliveries`. */
export const webhookDeliveryPageSchema = pageSchema(webhookDeliverySchema).meta({
  id: 'WebhookDeliveryPage',
});
export type WebhookDeliveryPage = z.infer<typeof webhookDeliveryPageSchema>;

/** Query of `GET /webhook-endpoints/{id}/deliveries`. */
export const webhookDeliveryListQuerySchema = z.strictObject({
  limit: pageSizeSchema,
  cursor: cursorSchema.optional(),
});
