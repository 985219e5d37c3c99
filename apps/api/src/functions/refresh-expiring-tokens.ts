import { onSchedule } from 'firebase-functions/scheduler';
import { processGraph } from '../services/process.ts';
import { schedulerOptions } from './options.ts';

/** Finds what is due every five minutes and puts it on the queue. A second run beside it does no harm: see the lease. */
export const refreshExpiringTokens = onSchedule(
  {
    ...schedulerOptions,
    schedule: 'every 5 minutes',
    // The next run looks for the same and more: repeating a failed one gains nothing, outlasting it neither.
    timeoutSeconds: 300,
    retryCount: 0,
  },
  async () => {
    await processGraph.sweepRunsService.runScheduled();
    await processGraph.clientSecretWatch.warnOfEnds();
  },
);
