import { getFunctions } from 'firebase-admin/functions';
import { functionsRegion, refreshQueueName } from '../config/deployment.ts';
import { getFirebaseApp } from '../lib/firestore.ts';
import type { DueIntegration } from '../repositories/system/due-integrations.repository.ts';

/** Puts one batch of due integrations on the Cloud Tasks queue of the function `refreshTokenBatch`. */
export async function enqueueRefreshBatch(batch: readonly DueIntegration[]): Promise<void> {
  const queue = getFunctions(getFirebaseApp()).taskQueue(
    `locations/${functionsRegion}/functions/${refreshQueueName}`,
  );
  await queue.enqueue({ batch });
}
