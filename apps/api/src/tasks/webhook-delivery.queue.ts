import { documentIdSchema, organizationIdSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { webhookQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const webhookDeliverySchema = z.strictObject({
  organizationId: organizationIdSchema,
  endpointId: documentIdSchema,
  /** Whose events to deliver, in their order. */
  subjectId: documentIdSchema,
});

/** Which events to deliver to which endpoint. */
export type WebhookDeliveryTask = z.infer<typeof webhookDeliverySchema>;

/** Webhooks that are to be delivered. */
export const webhookDeliveryQueue = defineTaskQueue({
  name: webhookQueueName,
  schema: webhookDeliverySchema,
});
