import { expect, it } from 'vitest';
import { createServerClock, microsFromTimestamp, timestampFromMicros } from './server-clock.ts';

it('never gives a time twice and never goes back', () => {
  const machine = [1000, 1000, 999, 1001];
  const clock = createServerClock(() => machine.shift() ?? 0);
  const given = [1, 2, 3, 4].map(() => microsFromTimestamp(clock.now()));
  expect(given).toEqual([1_000_000, 1_000_001, 1_000_002, 1_001_000]);
});

it('stays ahead of the times that it is told of', () => {
  const clock = createServerClock(() => 1000);
  clock.advancePast(5_000_000);
  expect(microsFromTimestamp(clock.now())).toBe(5_000_001);
});

it('tells neighbouring microseconds apart in milliseconds', () => {
  const micros = 1_795_000_000_123_456;
  expect(timestampFromMicros(micros + 1).toMillis()).toBeGreaterThan(timestampFromMicros(micros).toMillis());
  expect(microsFromTimestamp(timestampFromMicros(micros))).toBe(micros);
});
