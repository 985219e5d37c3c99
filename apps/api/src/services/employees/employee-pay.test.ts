import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hourlyRateOf, payOf } from './employee-pay.ts';

it.each([
  [0, 0],
  [1, 0],
  [1_039, 0],
  [1_040, 1],
  [2_080, 1],
  [3_119, 1],
  [3_120, 2],
  [10_000_000, 4_808],
  [52_000_00, 2_500],
  [200_000_000_000, 96_153_846],
])('a salary of %i cents a year is %i cents an hour', (annual, hourly) => {
  expect(hourlyRateOf(annual)).toBe(hourly);
});

it('is never further than half a cent an hour from the salary', () => {
  fc.assert(
    fc.property(fc.nat(2_000_000_000), (annual) => {
      const difference = hourlyRateOf(annual) * 2_080 - annual;
      expect(difference).toBeGreaterThan(-1_040);
      expect(difference).toBeLessThanOrEqual(1_040);
    }),
    { seed: 1 },
  );
});

it('distinguishes unknown pay from pay without a column', () => {
  expect(payOf({ hourlyRateCents: null })).toBeNull();
  expect(payOf({})).toBeUndefined();
});
