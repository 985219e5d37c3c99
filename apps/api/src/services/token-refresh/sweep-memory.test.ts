import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { DueIntegration } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import { batchSize, createSweep } from './sweep.ts';
import { emptySummary } from './sweep-summary.ts';

/** Waits for a condition, however busy the machine is. */
const patience = { timeout: minuteMs };

/** Waits until everything that is ready has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the memory of a sweep', () => {
  const { firestore } = useTestFirestore();

  /** A sweep of many pages, each of one batch, with the number of pages that it has read. */
  function sweepOf(pages: number, refreshBatch: () => Promise<ReturnType<typeof emptySummary>>) {
    const { providerIncidentsRepository } = testRepositories({ firestore });
    const due = { organizationId: 'a', integrationId: 'i', provider: 'google_calendar', dueAtMs: 0 };
    const page: DueIntegration[] = Array.from({ length: batchSize }, () => due);
    let pagesRead = 0;
    async function* findExpiringWithin() {
      while (pagesRead < pages) {
        pagesRead += 1;
        yield page;
      }
    }
    const sweep = createSweep({
      dueIntegrationsRepository: { findExpiringWithin },
      providerIncidentsRepository,
      providers: () => new Map(),
      refreshBatch,
      enqueueRefreshBatch: null,
      clock: () => 0,
    });
    return { sweep, pagesRead: () => pagesRead };
  }

  it('is bounded: it reads no page while eight batches are being handed out', async () => {
    const gate = Promise.withResolvers<void>();
    let [started, running, maxRunning] = [0, 0, 0];
    const { sweep, pagesRead } = sweepOf(100, async () => {
      started += 1;
      running += 1;
      maxRunning = Math.max(maxRunning, running);
      await gate.promise;
      await settled();
      running -= 1;
      return { ...emptySummary(), due: batchSize };
    });
    const summary = sweep();
    await expect.poll(() => started, patience).toBe(8);
    await settled();
    expect(pagesRead()).toBe(8);
    gate.resolve();
    expect((await summary).due).toBe(100 * batchSize);
    expect([started, maxRunning]).toEqual([100, 8]);
  });

  it('is released at the first batch that fails: no more pages are read', async () => {
    let started = 0;
    const { sweep, pagesRead } = sweepOf(1_000, async () => {
      started += 1;
      await settled();
      if (started >= 20) {
        throw new Error('the queue is out');
      }
      return emptySummary();
    });
    await expect(sweep()).rejects.toThrow('the queue is out');
    const read = pagesRead();
    expect(read).toBeLessThan(40);
    await settled();
    await settled();
    expect(pagesRead()).toBe(read);
  });
});
