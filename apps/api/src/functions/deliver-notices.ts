import { onSchedule } from 'firebase-functions/scheduler';
import { processServices } from '../services/process.ts';
import { schedulerOptions } from './options.ts';

/** Makes mails of what organizations have to be told. A second run beside it does no harm: a mail is written once. */
export const deliverNotices = onSchedule(
  { ...schedulerOptions, schedule: 'every 5 minutes', timeoutSeconds: 300, retryCount: 0 },
  async () => {
    await processServices.noticesService.deliverNotices();
  },
);
