import { serviceAccounts } from '../config/deployment.ts';
import { processGraph } from '../services/process.ts';
import { employeeImportQueue } from '../tasks/employee-import.queue.ts';
import { importerOptions } from './options.ts';

const maxAttempts = 8;

/** Works on one import for some minutes. Whatever ends it, the next attempt goes on where this one came to. */
export const importEmployees = employeeImportQueue.handler(
  {
    ...importerOptions,
    // The upload of a file, and a task that enqueues the next one.
    invoker: [serviceAccounts.api, serviceAccounts.worker],
    // A task works for four minutes before it hands over.
    timeoutSeconds: 540,
    concurrency: 2,
    retryConfig: { maxAttempts, minBackoffSeconds: 5, maxBackoffSeconds: 300 },
    rateLimits: { maxConcurrentDispatches: 10 },
  },
  processGraph.logger,
  (task, { retryCount }) => processGraph.employeeImportService.runTask(task, retryCount + 1 >= maxAttempts),
);
