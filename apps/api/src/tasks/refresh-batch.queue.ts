import { documentIdSchema, integrationProviderSchema, organizationIdSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { refreshQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const refreshBatchSchema = z.strictObject({
  /** Milliseconds since the epoch. A batch that starts later is dropped: a later sweep has found the same again. */
  goodUntilMs: z.number(),
  batch: z
    .array(
      z.strictObject({
        organizationId: organizationIdSchema,
        integrationId: documentIdSchema,
        provider: integrationProviderSchema,
      }),
    )
    .readonly(),
});

/** One batch of a sweep. */
export type RefreshBatchTask = z.infer<typeof refreshBatchSchema>;

/** Batches of connections that are due for a refresh. */
export const refreshBatchQueue = defineTaskQueue({ name: refreshQueueName, schema: refreshBatchSchema });
