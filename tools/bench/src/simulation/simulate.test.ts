import { minuteMs } from '@klayim/api/lib/duration';
import { describe, expect, it } from 'vitest';
import { capacityOf, scenariosFor } from './scenarios.ts';
import { type Minute, simulate } from './simulate.ts';

/** A hundredth of a million, and of what works on it. */
const integrations = 10_000;
const capacity = {
  ...capacityOf({ REFRESH_QUEUE_RATE: '500', REFRESH_QUEUE_CONCURRENCY: '4' }),
  refreshMs: 2_500,
};
const perSecond = integrations / 3_000;
const scenarios = scenariosFor(integrations);

/** Refreshes in a second, for every five minutes: with so few integrations a batch gathers what is due in as many. */
function ratesOf(minutes: readonly Minute[]): number[] {
  const parts = Array.from({ length: minutes.length / 5 }, (_, index) =>
    minutes.slice(5 * index, 5 * index + 5),
  );
  return parts.map((part) => part.reduce((sum, { refreshes }) => sum + refreshes, 0) / 300);
}
const hour = (minutes: readonly Minute[], from: number) => minutes.slice(from * 60, from * 60 + 60);

describe('the load of the sweep, by the real policy', () => {
  it('is flat when integrations were connected at any time', () => {
    const minutes = hour(simulate(scenarios.steady, capacity), 7);
    expect(Math.max(...ratesOf(minutes))).toBeLessThan(2 * perSecond);
    expect(Math.min(...ratesOf(minutes))).toBeGreaterThan(0.4 * perSecond);
    expect(minutes.every(({ expired }) => expired === 0)).toBe(true);
    // Handed out ahead, a batch is worked on when its last one is due.
    expect(Math.max(...minutes.map(({ latenessMs }) => latenessMs))).toBeLessThan(6 * minuteMs);
  });

  it('is flat from the first hour on when all were connected within a minute, and no token expires', () => {
    const minutes = simulate(scenarios.bunched, capacity);
    for (const from of [1, 4, 7]) {
      expect(Math.max(...ratesOf(hour(minutes, from)))).toBeLessThan(2 * perSecond);
      expect(Math.min(...ratesOf(hour(minutes, from)))).toBeGreaterThan(0.4 * perSecond);
    }
    expect(minutes.every(({ expired }) => expired === 0)).toBe(true);
  });

  it('comes back from an hour without the provider by itself, and asks little of it meanwhile', () => {
    const minutes = simulate(scenarios.outage, capacity);
    const failures = hour(minutes, 2).reduce((sum, minute) => sum + minute.failures, 0);
    expect(failures).toBeGreaterThan(0);
    expect(failures).toBeLessThan(integrations / 5);
    expect(hour(minutes, 2).at(-1)?.expired).toBeGreaterThan(0.9 * integrations);
    expect(hour(minutes, 4).every(({ expired }) => expired < 0.01 * integrations)).toBe(true);
    expect(hour(minutes, 5).every(({ expired }) => expired === 0)).toBe(true);
    // Two hours later nothing is seen of it.
    expect(Math.max(...ratesOf(hour(minutes, 6)))).toBeLessThan(2 * perSecond);
    expect(Math.min(...ratesOf(hour(minutes, 6)))).toBeGreaterThan(0.4 * perSecond);
    // The queue's concurrency is the most that the provider sees, also on the first minute after.
    const most =
      (capacity.queueConcurrency / capacity.instanceConcurrency) * 16 * (1000 / capacity.refreshMs);
    expect(Math.max(...ratesOf(minutes))).toBeLessThan(1.1 * most);
  });
});
