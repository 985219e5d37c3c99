import type { RefreshSummary } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { AppError } from '../../errors/app-error.ts';
import { dayMs } from '../../lib/duration.ts';
import { collections } from '../../repositories/collections.ts';
import type { OperatorJob } from '../../tasks/operator-job.queue.ts';
import { createSweepRunsService } from './sweep-runs.service.ts';

const counts = { due: 3, enqueued: 3, refreshed: 0, skipped: 0, failed: 0 };
const summary: RefreshSummary = { ...counts, byProvider: { google_calendar: counts } };

describe('the runs of the sweep', () => {
  const { firestore } = useTestFirestore();
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  let nowMs = startMs;
  let sweeps = 0;
  const clock = () => nowMs;

  function serviceWith({
    sweep = () => Promise.resolve(summary),
    enqueueOperatorJob = async (_job: OperatorJob): Promise<unknown> => true,
  } = {}) {
    return createSweepRunsService({
      sweepRunRepository: testRepositories({ firestore, clock }).sweepRunRepository,
      tokenRefreshService: {
        refreshExpiringTokens: () => {
          sweeps += 1;
          nowMs += 1_000;
          return sweep();
        },
      },
      enqueueOperatorJob,
      clock,
    });
  }

  it('are kept for operators, newest first, for a month', async () => {
    await serviceWith().runScheduled();
    const queue: string[] = [];
    const service = serviceWith({
      enqueueOperatorJob: async (job) => job.job === 'sweep' && queue.push(job.sweepId),
    });
    const requested = await service.requestSweep('olga');
    expect(requested).toMatchObject({ status: 'queued', startedBy: 'olga', summary: null, finishedAt: null });
    expect(queue).toEqual([requested.id]);
    await service.runRequested(requested.id);
    await expect(service.getSweeps()).resolves.toMatchObject([
      { id: requested.id, status: 'finished', startedBy: 'olga', summary, failure: null },
      { status: 'finished', startedBy: 'schedule', requestedAt: '2026-01-01T00:00:00.000Z', summary },
    ]);
    const stored = await firestore().collection(collections.sweepRuns.name).doc(requested.id).get();
    const monthLater = new Date(requested.requestedAt).getTime() + 30 * dayMs;
    expect(stored.get('expiresAt')).toEqual(Timestamp.fromMillis(monthLater));

    // The queue delivers at least once.
    const before = sweeps;
    await service.runRequested(requested.id);
    await service.runRequested('unknown');
    expect(sweeps).toBe(before);
  });

  it('say what ended them, and pass the error on', async () => {
    const failing = serviceWith({ sweep: () => Promise.reject(new AppError('store_unavailable')) });
    await expect(failing.runScheduled()).rejects.toMatchObject({ code: 'store_unavailable' });
    const [latest] = await failing.getSweeps();
    expect(latest).toMatchObject({ status: 'failed', failure: 'store_unavailable', summary: null });

    const requested = await failing.requestSweep('olga');
    await expect(failing.runRequested(requested.id)).rejects.toMatchObject({ code: 'store_unavailable' });
    // The repetition by the queue mends it.
    await serviceWith().runRequested(requested.id);
    const [mended] = await failing.getSweeps();
    expect(mended).toMatchObject({ id: requested.id, status: 'finished', failure: null });
  });

  it('are none when the queue does not take them', async () => {
    const service = serviceWith({
      enqueueOperatorJob: () => Promise.reject(new AppError('queue_unavailable')),
    });
    const before = await service.getSweeps();
    await expect(service.requestSweep('olga')).rejects.toMatchObject({ code: 'queue_unavailable' });
    await expect(service.getSweeps()).resolves.toEqual(before);
  });
});
