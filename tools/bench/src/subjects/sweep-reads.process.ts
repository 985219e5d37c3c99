/** Counts, on the wire, what a sweep reads. */

import type { IntegrationReference } from '@klayim/api/repositories/cross-tenant/due-integrations.repository';
import { startFirestoreProxy } from '@klayim/local-firestore';
import { answerParent } from '../harness/child.ts';
import { movableTokenService } from './service.ts';

/** What was read by the sweep that finds what is due, and by the workers that refresh it. */
export interface CountedSweep {
  due: number;
  sweepReads: number;
  workerReads: number;
  queries: number;
}

const proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
// The client goes through the proxy; it is made at its first use.
process.env['FIRESTORE_EMULATOR_HOST'] = proxy.host;

answerParent(async (): Promise<CountedSweep> => {
  const batches: (readonly IntegrationReference[])[] = [];
  const { service } = movableTokenService({
    enqueueRefreshBatch: async ({ batch }) => batches.push(batch) > 0,
  });
  proxy.reset();
  const { due } = await service.refreshExpiringTokens();
  const { documentsRead: sweepReads, queries } = proxy.counts();
  proxy.reset();
  for (const batch of batches) {
    const { refreshed } = await service.refreshBatch(batch);
    if (refreshed !== batch.length) {
      throw new Error('Not all of a batch were refreshed.');
    }
  }
  return { due, sweepReads, queries, workerReads: proxy.counts().documentsRead };
});
