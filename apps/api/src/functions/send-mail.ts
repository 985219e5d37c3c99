import { serviceAccounts } from '../config/deployment.ts';
import { processGraph } from '../services/process.ts';
import { mailQueue } from '../tasks/mail.queue.ts';
import { mailerOptions } from './options.ts';

/**
 * Makes one attempt to send a mail. What the server refuses is written down and tried again by the schedule; the queue
 * repeats a task only when the database could not be reached.
 */
export const sendMail = mailQueue.handler(
  {
    ...mailerOptions,
    invoker: [serviceAccounts.scheduler],
    // Longer than an attempt and what is written about it, and shorter than the lease.
    timeoutSeconds: 180,
    concurrency: 4,
    // Few connections at once, and few mails a second: what a mail provider takes from everybody.
    maxInstances: 1,
    rateLimits: { maxConcurrentDispatches: 4, maxDispatchesPerSecond: 5 },
    retryConfig: { maxAttempts: 3, minBackoffSeconds: 60 },
  },
  processGraph.logger,
  async ({ mailId }) => {
    await processGraph.mailService.deliver(mailId);
  },
);
