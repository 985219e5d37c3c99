import { documentIdSchema, organizationIdSchema } from '@klayim/shared/schemas';
import { onTaskDispatched } from 'firebase-functions/tasks';
import * as z from 'zod';
import { importQueueName, serviceAccounts } from '../config/deployment.ts';
import { processLogger } from '../lib/process-logger.ts';
import { employeeImportService } from '../services/employee-import.service.ts';
import { importerOptions } from './options.ts';

const taskSchema = z.strictObject({ organizationId: organizationIdSchema, importId: documentIdSchema });

const maxAttempts = 8;

/** Works on one import for some minutes. Whatever ends it, the next attempt goes on where this one came to. */
export const importEmployees = onTaskDispatched(
  {
    ...importerOptions,
    // Whoever takes in a file, and a task that puts the next one on the queue.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    // A task works for four minutes before it hands over.
    timeoutSeconds: 540,
    concurrency: 2,
    retryConfig: { maxAttempts, minBackoffSeconds: 5, maxBackoffSeconds: 300 },
    rateLimits: { maxConcurrentDispatches: 10 },
  },
  async ({ data, retryCount }) => {
    const task = taskSchema.safeParse(data);
    if (!task.success) {
      // No repetition would mend it.
      processLogger.error('A task of the import queue was not understood', { queue: importQueueName });
      return;
    }
    await employeeImportService.runTask(task.data, retryCount + 1 >= maxAttempts);
  },
);
