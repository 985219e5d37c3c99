import { onSchedule } from 'firebase-functions/scheduler';
import { processGraph } from '../services/process.ts';
import { workerOptions } from './options.ts';

/**
 * Moves credentials to the current encryption key, a few minutes of work at a time. Every quarter of an hour it goes on
 * with what was left, and starts by itself when credentials are under an older key. Keys older than 90 days are
 * reported once a day.
 */
export const rotateCredentialKeys = onSchedule(
  { ...workerOptions, schedule: 'every 15 minutes', maxInstances: 1, timeoutSeconds: 540, retryCount: 0 },
  async () => {
    await processGraph.keyRotationService.keepUp();
  },
);
