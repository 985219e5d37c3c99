import { serviceAccounts } from '../config/deployment.ts';
import { processDependencies, tokenRefreshService } from '../services/process.ts';
import { deferredCommitQueue } from '../tasks/deferred-commit.queue.ts';
import { workerOptions } from './options.ts';

/**
 * Stores a renewal that Firestore did not take when it was made. It fails, and is repeated by the queue, until Firestore
 * does; after a day the token that it holds has long expired and the next refresh has told the truth.
 */
export const storeLateRenewal = deferredCommitQueue.handler(
  {
    ...workerOptions,
    // Whoever refreshes.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    timeoutSeconds: 60,
    retryConfig: { maxAttempts: -1, maxRetrySeconds: 86_400, minBackoffSeconds: 1, maxBackoffSeconds: 30 },
  },
  processDependencies.logger,
  (task) => tokenRefreshService.storeLateRenewal(task),
);
