import { onSchedule } from 'firebase-functions/scheduler';
import { processGraph } from '../services/process.ts';
import { schedulerOptions } from './options.ts';

/**
 * Makes mails of what organizations have to be told, and puts the mails that wait on the queue that sends them. A second
 * run beside it does no harm: a mail is written once, and sent by one process at a time.
 */
export const deliverNotifications = onSchedule(
  { ...schedulerOptions, schedule: 'every 5 minutes', timeoutSeconds: 300, retryCount: 0 },
  async () => {
    const { notificationsService, mailService } = processGraph;
    try {
      await notificationsService.deliverNotifications();
    } finally {
      // Mails of earlier runs do not wait for what went wrong with the new ones.
      await mailService.enqueueDue();
    }
  },
);
