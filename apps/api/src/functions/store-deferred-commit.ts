import { serviceAccounts } from '../config/deployment.ts';
import { processGraph, tokenRefreshService } from '../services/process.ts';
import { deferredCommitQueue } from '../tasks/deferred-commit.queue.ts';
import { workerOptions } from './options.ts';

/**
 * Stores renewed credentials that Firestore did not take when they were issued. It fails, and the queue repeats it, until
 * Firestore can be reached. After a day the access token has long expired and the next refresh has updated the status.
 */
export const storeDeferredCommit = deferredCommitQueue.handler(
  {
    ...workerOptions,
    // All that refresh tokens.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    // Finding out whether a grant has outlived a refused refresh is an exchange with the provider, of 55 s at most.
    timeoutSeconds: 120,
    retryConfig: { maxAttempts: -1, maxRetrySeconds: 86_400, minBackoffSeconds: 1, maxBackoffSeconds: 30 },
  },
  processGraph.logger,
  (task) => tokenRefreshService.storeDeferredCommit(task),
);
