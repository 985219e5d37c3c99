import { onSchedule } from 'firebase-functions/scheduler';
import { sweepRunsService } from '../services/sweep-runs.service.ts';
import { commonOptions } from './options.ts';

/** Finds what is due every five minutes and puts it on the queue. A second run beside it does no harm: see the lease. */
export const refreshExpiringTokens = onSchedule(
  { ...commonOptions, schedule: 'every 5 minutes', memory: '512MiB', timeoutSeconds: 300, retryCount: 0 },
  async () => {
    await sweepRunsService.runScheduled();
  },
);
