import { documentIdSchema } from '@klayim/shared/schemas';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as z from 'zod';
import { operatorQueueName, serviceAccounts } from '../config/deployment.ts';
import { processLogger } from '../lib/process-logger.ts';
import { keyRotationService } from '../services/key-rotation.service.ts';
import { sweepRunsService } from '../services/sweep-runs.service.ts';
import { workerOptions } from './options.ts';

const jobSchema = z.discriminatedUnion('job', [
  z.strictObject({ job: z.literal('key_rotation') }),
  z.strictObject({ job: z.literal('sweep'), sweepId: documentIdSchema }),
]);

/**
 * Does what an operator has started, apart from the request that started it. The queue repeats a job whose process died;
 * by then the claim of a dead worker has expired.
 */
export const runOperatorJob = onTaskDispatched(
  {
    ...workerOptions,
    // Operators call the API; a rotation that has more to do puts itself on the queue again.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    timeoutSeconds: 540,
    concurrency: 1,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 90 },
    rateLimits: { maxConcurrentDispatches: 4 },
  },
  async ({ data }) => {
    const task = jobSchema.safeParse(data);
    if (!task.success) {
      // No repetition would mend it.
      processLogger.error('A task of the operator queue was not understood', { queue: operatorQueueName });
      return;
    }
    if (task.data.job === 'key_rotation') await keyRotationService.work();
    else await sweepRunsService.runRequested(task.data.sweepId);
  },
);
