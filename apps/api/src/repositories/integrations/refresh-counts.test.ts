import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../lib/duration.ts';
import { addToCounts, sumCounts } from './refresh-counts.ts';

const startMs = Date.parse('2026-01-10T09:30:00.000Z');

/** The counts of a connection whose refreshes ended at these hours from the start. */
function countsOf(ends: readonly [hours: number, outcome: 'refreshed' | 'failed'][]): string | undefined {
  return ends.reduce<string | undefined>(
    (stored, [hours, outcome]) =>
      addToCounts(stored, {
        at: new Date(startMs + hours * hourMs).toISOString(),
        outcome,
        code: null,
        reason: null,
        durationMs: 1,
        trigger: 'sweep',
      }),
    undefined,
  );
}

const counted = (stored: readonly (string | undefined)[], unit: 'hours' | 'days', nowMs: number) =>
  sumCounts(stored, unit, nowMs)
    .filter(({ refreshed, failed }) => refreshed + failed > 0)
    .map(({ startMs: start, refreshed, failed }) => [
      new Date(start).toISOString().slice(0, 13),
      refreshed,
      failed,
    ]);

describe('the counts of refreshes', () => {
  it('are by hour and by day, of all connections together', () => {
    const one = countsOf([
      [0, 'refreshed'],
      [0.4, 'failed'],
      [1, 'refreshed'],
    ]);
    const other = countsOf([
      [1, 'failed'],
      [20, 'refreshed'],
    ]);
    const nowMs = startMs + 20 * hourMs;
    expect(counted([one, other, undefined], 'hours', nowMs)).toEqual([
      ['2026-01-10T09', 1, 1],
      ['2026-01-10T10', 1, 1],
      ['2026-01-11T05', 1, 0],
    ]);
    expect(counted([one, other], 'days', nowMs)).toEqual([
      ['2026-01-10T00', 2, 2],
      ['2026-01-11T00', 1, 0],
    ]);
    expect(sumCounts([], 'hours', nowMs)).toHaveLength(24);
    expect(sumCounts([], 'days', nowMs)).toHaveLength(14);
  });

  it('forget what is older than a day, or than two weeks', () => {
    const stored = countsOf([
      [0, 'refreshed'],
      [23, 'refreshed'],
    ]);
    expect(counted([stored], 'hours', startMs + 23 * hourMs)).toHaveLength(2);
    expect(counted([stored], 'hours', startMs + dayMs)).toEqual([['2026-01-11T08', 1, 0]]);
    expect(counted([stored], 'hours', startMs + 1000 * hourMs)).toEqual([]);
    expect(counted([stored], 'days', startMs + 14 * dayMs)).toEqual([['2026-01-11T00', 1, 0]]);
  });

  it('count a commit that comes late where it belongs, and not at all when that is forgotten', () => {
    const late = countsOf([
      [30, 'refreshed'],
      [28, 'failed'],
      [0, 'failed'],
    ]);
    expect(counted([late], 'hours', startMs + 30 * hourMs)).toEqual([
      ['2026-01-11T13', 0, 1],
      ['2026-01-11T15', 1, 0],
    ]);
  });

  it('start over when they cannot be read, and stay small', () => {
    expect(counted(['no JSON'], 'hours', startMs)).toEqual([]);
    const busy = countsOf(Array.from({ length: 1000 }, (_none, index) => [index / 2, 'refreshed']));
    expect(busy?.length).toBeLessThan(400);
  });
});
