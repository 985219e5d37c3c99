import { describe, expect, it } from 'vitest';
import { untilLoaded } from './until-loaded.ts';

/** Loads a script that is there after some failures; nothing waits. */
async function loadedAfter(failures: number) {
  const pauses: number[] = [];
  let left = failures;
  const script = await untilLoaded(
    async () => {
      if (left > 0) {
        left -= 1;
        throw new TypeError('Failed to fetch dynamically imported module');
      }
      return 'script';
    },
    async (ms) => void pauses.push(ms),
  );
  return { script, pauses };
}

describe('A script of the dashboard', () => {
  it.each([
    { failures: 0, expected: [] },
    { failures: 1, expected: [5000] },
    { failures: 9, expected: [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000] },
  ])(
    'is there after $failures failures, and asked for less and less often',
    async ({ failures, expected }) => {
      expect(await loadedAfter(failures)).toEqual({ script: 'script', pauses: expected });
    },
  );
});
