import { serviceAccounts } from '../config/deployment.ts';
import { processGraph } from '../services/process.ts';
import { webhookDeliveryQueue } from '../tasks/webhook-delivery.queue.ts';
import { webhookOptions } from './options.ts';

/**
 * Delivers the webhooks of one connection to one endpoint, in their order. How often an event is tried stands in its
 * document: the queue repeats a task only when that could not be read or written.
 */
export const deliverWebhooks = webhookDeliveryQueue.handler(
  {
    ...webhookOptions,
    // Whatever stores an event, and the schedule that looks for what was lost.
    invoker: [serviceAccounts.api, serviceAccounts.scheduler, serviceAccounts.worker],
    // A task works for four minutes before it hands over.
    timeoutSeconds: 300,
    // It waits for endpoints most of the time.
    concurrency: 20,
    retryConfig: { maxAttempts: 5, minBackoffSeconds: 30, maxBackoffSeconds: 300 },
    rateLimits: { maxConcurrentDispatches: 100 },
  },
  processGraph.logger,
  (task) => processGraph.webhookDeliveriesService.deliverStream(task),
);
