import { documentIdSchema, integrationProviderSchema, organizationIdSchema } from '@klayim/shared/schemas';
import { onTaskDispatched } from 'firebase-functions/tasks';
import { z } from 'zod';
import { refreshQueueName } from '../config/deployment.ts';
import { tokenRefreshService } from '../services/token-refresh.service.ts';
import { processLogger } from '../lib/process-logger.ts';
import { commonOptions } from './options.ts';

const taskSchema = z.strictObject({
  batch: z.array(
    z.strictObject({
      organizationId: organizationIdSchema,
      integrationId: documentIdSchema,
      provider: integrationProviderSchema,
    }),
  ),
});

/**
 * Refreshes one batch of a sweep. A failed refresh has a back-off of its own in its document, so the task fails, and is
 * repeated by the queue, only when the whole batch could not be worked on.
 */
export const refreshTokenBatch = onTaskDispatched(
  {
    ...commonOptions,
    memory: '512MiB',
    timeoutSeconds: 300,
    concurrency: 4,
    retryConfig: { maxAttempts: 3, minBackoffSeconds: 30 },
    rateLimits: { maxConcurrentDispatches: 20, maxDispatchesPerSecond: 20 },
  },
  async ({ data }) => {
    const task = taskSchema.safeParse(data);
    if (!task.success) {
      // No repetition would mend it.
      processLogger.error('A task of the refresh queue was not understood', { queue: refreshQueueName });
      return;
    }
    await tokenRefreshService.refreshBatch(task.data.batch);
  },
);
