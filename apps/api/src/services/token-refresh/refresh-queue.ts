import { lateRenewalQueueName, refreshQueueName } from '../../config/deployment.ts';
import { queueOf } from '../../lib/task-queue.ts';
import type { IntegrationReference } from '../../repositories/system/due-integrations.repository.ts';
import type { BatchTime } from './refresh-sweep.ts';
import type { LateRenewalTask } from './late-renewal.task.ts';

/**
 * Puts one batch of due integrations on the Cloud Tasks queue of the function `refreshTokenBatch`.
 * @param when not before `atMs`; after `goodUntilMs` it is thrown away, for a later sweep has found again what was not done.
 * @param taskId a batch with an id that was used already is on the queue, or was: it is not put there again.
 * @returns whether it was put there.
 */
export async function enqueueRefreshBatch(
  batch: readonly IntegrationReference[],
  taskId: string,
  { atMs, goodUntilMs }: BatchTime,
): Promise<boolean> {
  try {
    await queueOf(refreshQueueName).enqueue(
      { batch, goodUntilMs },
      { id: taskId, scheduleTime: new Date(atMs) },
    );
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'functions/task-already-exists')
      return false;
    throw error;
  }
}

/** Puts a renewal that Firestore did not take on the queue of the function `storeLateRenewal`. */
export async function enqueueLateRenewal(task: LateRenewalTask): Promise<void> {
  await queueOf(lateRenewalQueueName).enqueue(task);
}
