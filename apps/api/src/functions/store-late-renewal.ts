import { onTaskDispatched } from 'firebase-functions/tasks';
import { lateRenewalQueueName, serviceAccounts } from '../config/deployment.ts';
import { lateRenewalTaskSchema } from '../services/token-refresh/late-renewal.task.ts';
import { tokenRefreshService } from '../services/token-refresh.service.ts';
import { processLogger } from '../lib/process-logger.ts';
import { workerOptions } from './options.ts';

/**
 * Stores a renewal that Firestore did not take when it was made. It fails, and is repeated by the queue, until Firestore
 * does; after a day the token that it holds has long expired and the next refresh has told the truth.
 */
export const storeLateRenewal = onTaskDispatched(
  {
    ...workerOptions,
    // Whoever refreshes.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    timeoutSeconds: 60,
    retryConfig: { maxAttempts: -1, maxRetrySeconds: 86_400, minBackoffSeconds: 1, maxBackoffSeconds: 30 },
  },
  async ({ data }) => {
    const task = lateRenewalTaskSchema.safeParse(data);
    if (!task.success) {
      // No repetition would mend it.
      processLogger.error('A late renewal was not understood', { queue: lateRenewalQueueName });
      return;
    }
    await tokenRefreshService.storeLateRenewal(task.data);
  },
);
