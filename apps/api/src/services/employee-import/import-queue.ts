import { importQueueName } from '../../config/deployment.ts';
import { queueOf } from '../../lib/task-queue.ts';

/** Which import is to be worked on. */
export interface ImportTask {
  organizationId: string;
  importId: string;
}

/** Puts an import on the Cloud Tasks queue of the function `importEmployees`. */
export async function enqueueImport(task: ImportTask): Promise<void> {
  await queueOf(importQueueName).enqueue(task);
}
