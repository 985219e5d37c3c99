import type { SweepRun } from '@klayim/shared/types';

/** A sweep that an operator has just started. */
export const queuedSweepExample: SweepRun = {
  id: '3f0e9a52-6c1d-4a4e-9c57-0d1a3a1f8b10',
  status: 'queued',
  startedBy: 'uid-of-olga',
  requestedAt: '2026-11-23T10:15:00.000Z',
  finishedAt: null,
  summary: null,
  failure: null,
};

/** One of the regular sweeps. */
export const finishedSweepExample: SweepRun = {
  id: 'a1b54c7e-02f4-4f5a-8f0d-5be0b6b0a0de',
  status: 'finished',
  startedBy: 'schedule',
  requestedAt: '2026-11-23T10:10:00.000Z',
  finishedAt: '2026-11-23T10:10:01.200Z',
  summary: {
    due: 12,
    enqueued: 12,
    refreshed: 0,
    skipped: 0,
    failed: 0,
    byProvider: { google_calendar: { due: 12, enqueued: 12, refreshed: 0, skipped: 0, failed: 0 } },
  },
  failure: null,
};
