import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from './duration.ts';
import { isoTimestampOfMs } from './iso-timestamp.ts';

const furthestMs = 8.64e15;

describe('isoTimestampOfMs', () => {
  it('writes every timestamp as Date does', () => {
    const timestamp = fc.oneof(
      fc.integer({ min: -furthestMs, max: furthestMs }),
      fc.integer({ min: Date.UTC(2020), max: Date.UTC(2030) }),
      fc.integer({ min: -1_000, max: 1_000 }),
    );
    fc.assert(
      fc.property(timestamp, (ms) => {
        expect(isoTimestampOfMs(ms)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, furthestMs + dayMs])('refuses %s', (ms) => {
    expect(() => isoTimestampOfMs(ms)).toThrow(RangeError);
  });
});
