import { onSchedule } from 'firebase-functions/scheduler';
import { processGraph } from '../services/process.ts';
import { schedulerOptions } from './options.ts';

/** Puts webhooks on the queue whose task was lost. A second run beside it does no harm: a task too many does nothing. */
export const requeueWebhooks = onSchedule(
  { ...schedulerOptions, schedule: 'every 5 minutes', timeoutSeconds: 300, retryCount: 0 },
  async () => {
    await processGraph.webhookDeliveriesService.requeueOverdue();
  },
);
