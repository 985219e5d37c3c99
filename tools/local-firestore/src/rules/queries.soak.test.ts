import { expect, it } from 'vitest';
import { assertQueriesAreSound, assertUnfilteredQueriesAreSound } from './testing/query-soundness.ts';

const RUNS = 50_000;
const TIMEOUT_MS = 300_000;

it.each([1, 2, 3])(
  `allows no query that could return an unreadable document, in ${RUNS} tries with seed %i`,
  (seed) => {
    const { returned } = assertQueriesAreSound({ numRuns: RUNS, seed });
    expect(returned).toBeGreaterThan(RUNS / 40);
    assertUnfilteredQueriesAreSound({ numRuns: RUNS, seed });
  },
  TIMEOUT_MS,
);
