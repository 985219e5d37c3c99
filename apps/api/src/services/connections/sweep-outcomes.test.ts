import type { RefreshOutcome } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { sweepsOf } from './sweep-outcomes.ts';

const outcome = (at: string, change: Partial<RefreshOutcome> = {}): RefreshOutcome => ({
  at: `2026-11-23T${at}.000Z`,
  outcome: 'refreshed',
  code: null,
  reason: null,
  durationMs: 2000,
  trigger: 'sweep',
  ...change,
});

describe('what the last sweeps did', () => {
  it('is counted by the interval of their schedule, without what others asked for, the last one first', () => {
    const one = [
      outcome('10:00:05'),
      outcome('10:00:40', { trigger: 'manual' }),
      outcome('11:00:09', { outcome: 'failed' }),
    ];
    const two = [outcome('10:00:10'), outcome('10:01:00', { trigger: 'caller' }), outcome('11:00:06')];
    expect(sweepsOf([JSON.stringify(one), undefined, JSON.stringify(two), 'damaged'])).toEqual([
      { at: '2026-11-23T11:00:04.000Z', refreshed: 1, failed: 1, durationMs: 5000 },
      { at: '2026-11-23T10:00:03.000Z', refreshed: 2, failed: 0, durationMs: 7000 },
    ]);
  });

  it('is told of twelve sweeps at most', () => {
    const hours = Array.from({ length: 20 }, (_none, hour) =>
      outcome(`${String(hour).padStart(2, '0')}:00:00`),
    );
    const sweeps = sweepsOf([JSON.stringify(hours)]);
    expect([sweeps.length, sweeps[0]?.at]).toEqual([12, '2026-11-23T18:59:58.000Z']);
  });
});
