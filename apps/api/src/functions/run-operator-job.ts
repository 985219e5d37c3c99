import { serviceAccounts } from '../config/deployment.ts';
import { processGraph } from '../services/process.ts';
import { operatorJobQueue } from '../tasks/operator-job.queue.ts';
import { workerOptions } from './options.ts';

/**
 * Does what an operator has started, apart from the request that started it. The queue repeats a job whose process died;
 * by then the claim of a dead worker has expired.
 */
export const runOperatorJob = operatorJobQueue.handler(
  {
    ...workerOptions,
    // Operators call the API; a rotation that has more to do puts itself on the queue again.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    timeoutSeconds: 540,
    concurrency: 1,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 90 },
    rateLimits: { maxConcurrentDispatches: 4 },
  },
  processGraph.logger,
  async (task) => {
    const { keyRotationService, sweepRunsService } = processGraph;
    if (task.job === 'key_rotation') {
      await keyRotationService.work();
    } else {
      await sweepRunsService.runRequested(task.sweepId);
    }
  },
);
