import { documentIdSchema, integrationProviderSchema, organizationIdSchema } from '@klayim/shared/schemas';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as z from 'zod';
import {
  refreshQueueConcurrency,
  refreshQueueName,
  refreshQueueRate,
  serviceAccounts,
} from '../config/deployment.ts';
import { tokenRefreshService } from '../services/token-refresh.service.ts';
import { systemClock } from '../lib/clock.ts';
import { processLogger } from '../lib/process-logger.ts';
import { workerOptions } from './options.ts';

const taskSchema = z.strictObject({
  goodUntilMs: z.number(),
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
    ...workerOptions,
    // The schedule sweeps, and so does a job that an operator starts.
    invoker: [serviceAccounts.scheduler, serviceAccounts.worker],
    // A batch of 50 takes seconds, and with a provider that answers nobody 80 s: 50 over 16 at once, at 20 s each.
    timeoutSeconds: 300,
    // A batch waits for providers most of the time, and all of an instance share the limits for each provider.
    concurrency: 4,
    retryConfig: { maxAttempts: 3, minBackoffSeconds: 30 },
    rateLimits: {
      maxConcurrentDispatches: refreshQueueConcurrency,
      maxDispatchesPerSecond: refreshQueueRate,
    },
  },
  async ({ data }) => {
    const task = taskSchema.safeParse(data);
    if (!task.success) {
      // No repetition would mend it.
      processLogger.error('A task of the refresh queue was not understood', { queue: refreshQueueName });
      return;
    }
    // Where the queue is longer than a sweep, what was not done is on it again: nothing is done twice for that.
    if (systemClock() > task.data.goodUntilMs) return;
    await tokenRefreshService.refreshBatch(task.data.batch);
  },
);
