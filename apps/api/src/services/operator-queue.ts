import { getFunctions } from 'firebase-admin/functions';
import { functionsRegion, operatorQueueName } from '../config/deployment.ts';
import { AppError } from '../errors/app-error.ts';
import { getFirebaseApp } from '../lib/firestore.ts';

/** Work that outlasts a request: what the function `runOperatorJob` does. */
export type OperatorJob = { job: 'key_rotation' } | { job: 'sweep'; sweepId: string };

/** Puts a job on the Cloud Tasks queue of `runOperatorJob`. @throws {AppError} queue_unavailable */
export async function enqueueOperatorJob(job: OperatorJob): Promise<void> {
  const queue = getFunctions(getFirebaseApp()).taskQueue(
    `locations/${functionsRegion()}/functions/${operatorQueueName}`,
  );
  try {
    await queue.enqueue(job);
  } catch (cause) {
    throw new AppError('queue_unavailable', { cause, retryAfterMs: 5_000 });
  }
}
