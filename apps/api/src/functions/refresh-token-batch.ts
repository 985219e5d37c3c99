import { refreshQueueConcurrency, refreshQueueRate, serviceAccounts } from '../config/deployment.ts';
import { processGraph, tokenRefreshService } from '../services/process.ts';
import { refreshBatchQueue } from '../tasks/refresh-batch.queue.ts';
import { workerOptions } from './options.ts';

/**
 * Refreshes one batch of a sweep. A failed refresh has a back-off of its own in its document, so the task fails, and is
 * repeated by the queue, only when the whole batch could not be worked on.
 */
export const refreshTokenBatch = refreshBatchQueue.handler(
  {
    ...workerOptions,
    // The schedule sweeps, and so does a job that an operator starts.
    invoker: [serviceAccounts.scheduler, serviceAccounts.worker],
    // A batch of 50 takes seconds. The slowest is all of one organization, whose provider takes the longest that is waited
    // for: 50 over 8 at once, at 45 s each. No exchange is cut off by the end of its task.
    timeoutSeconds: 540,
    // A batch waits for providers most of the time, and all of an instance share the limits for each provider.
    concurrency: 4,
    retryConfig: { maxAttempts: 3, minBackoffSeconds: 30 },
    rateLimits: {
      maxConcurrentDispatches: refreshQueueConcurrency,
      maxDispatchesPerSecond: refreshQueueRate,
    },
  },
  processGraph.logger,
  async ({ batch, goodUntilMs }) => {
    // Where the queue is longer than a sweep, what was not done is on it again: nothing is done twice for that.
    if (processGraph.clock() <= goodUntilMs) {
      await tokenRefreshService.refreshBatch(batch);
    }
  },
);
