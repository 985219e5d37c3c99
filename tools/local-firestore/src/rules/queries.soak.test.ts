import { expect, it } from 'vitest';
import { assertQueriesAreSound, assertUnfilteredQueriesAreSound } from './testing/query-soundness.ts';

const runs = 50_000;
const testTimeoutMs = 300_000;

it.each([1, 2, 3])(
  `allows no query that could return an unreadable document, in ${runs} tries with seed %i`,
  (seed) => {
    const { returned } = assertQueriesAreSound({ numRuns: runs, seed });
    expect(returned).toBeGreaterThan(runs / 40);
    assertUnfilteredQueriesAreSound({ numRuns: runs, seed });
  },
  testTimeoutMs,
);
