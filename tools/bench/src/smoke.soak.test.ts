import { minuteMs } from '@klayim/api/lib/duration';
import { describe, expect, it } from 'vitest';
import { benches } from './benches/index.ts';
import { withParts } from './report/document.ts';
import { plotsOf } from './report/plots.ts';
import { tablesOf } from './report/tables.ts';
import { textReport } from './report/text-report.ts';
import type { Results } from './results/results.schema.ts';
import { runBenches } from './run-benches.ts';
import { smokeSizes } from './sizes.ts';

describe('the benches', () => {
  let results: Results;

  it(
    'all run, against floors that do their work too',
    async () => {
      results = await runBenches(benches, { sizes: smokeSizes, say: () => undefined });
      expect(results.figures.map(({ id }) => id)).toEqual([
        'encryption',
        'encryption-scrypt',
        'fresh-token-alone',
        'fresh-token-alone-cpu',
        'fresh-token-together',
        'fresh-token-together-cpu',
        'token-route-cpu',
        'token-route-first-cpu',
        'refresh-google',
        'refresh-google-read',
        'refresh-microsoft',
        'refresh-microsoft-read',
        'sweep',
        'sweep-sequential',
        'sweep-cpu',
        'sweep-memory',
        'sweep-resident',
        'list-throughput',
        'list-p99',
        'list-cpu',
        'import-cpu',
        'audit-export-cpu',
        'cold-start',
        'cold-start-list',
      ]);
      for (const { ours, floor, id } of results.figures) {
        // Memory need not grow.
        const least = floor === null ? 0 : Number.MIN_VALUE;
        expect(Math.min(...ours.samples, ...(floor?.samples ?? [])), id).toBeGreaterThanOrEqual(least);
      }
    },
    15 * minuteMs,
  );

  it('a sweep reads what is due, whatever there is besides', () => {
    expect(results.sweepReads).toEqual(
      smokeSizes.sweepReads.totals.map((total) => ({
        total,
        due: 10,
        sweepReads: 10,
        // Its ten, and the canary of the key.
        workerReads: 11,
        queries: 17,
      })),
    );
  });

  it('every action costs the Firestore operations that it should', () => {
    const counted = results.operations.map(({ action, reads, writes }) => [action, reads, writes]);
    expect(counted).toEqual([
      ['getValidToken, fresh', 1, 0],
      ['getValidToken, fresh, first use in five minutes', 1, 1],
      ['getValidToken, expired, Google', 1, 2],
      ['getValidToken, expired, Microsoft', 1, 2],
      ['getValidToken, expired, 50 callers at once', 1, 2],
      ['getValidToken, expired, the provider does not answer', 1, 2],
      ['getValidToken, expired, the grant is dead', 1, 3],
      ['POST /integrations/:id/token, first of the day', 1, 1],
      ['POST /integrations/:id/token, again', 1, 0],
      ['GET /integrations, a page of 20 of many', 21, 0],
      ['GET /integrations/:id', 1, 0],
      ['POST /integrations/:provider/authorize', 2, 4],
      ['GET /oauth/:server/callback, a new account', 3, 4],
      ['POST /integrations/:id/refresh', 4, 5],
      ['POST /integrations/:id/disconnect', 4, 3],
      ['DELETE /integrations/:id, disconnected', 1, 2],
      ['GET /audit-events, a page of 20 of many', 21, 0],
    ]);
    for (const { action, reads, writes, minimum } of results.operations) {
      expect(reads, action).toBeGreaterThanOrEqual(minimum.reads);
      expect(writes, action).toBeGreaterThanOrEqual(minimum.writes);
    }
  });

  it('the report holds every figure, and its plots are well-formed', () => {
    const text = textReport(results);
    for (const { title } of results.figures) {
      expect(text).toContain(title);
    }
    const marks = Object.keys(tablesOf(results)).map(
      (name) => `<!-- bench:${name} -->\n<!-- /bench:${name} -->`,
    );
    const document = withParts(`# Page\n${marks.join('\n\n')}\nend`, tablesOf(results));
    expect(withParts(document, tablesOf(results))).toBe(document);
    expect(document).toContain('A sweep of 40 due integrations');
    for (const svg of Object.values(plotsOf(results))) {
      expect(svg).toMatch(/^<svg [^>]+>[\s\S]+<\/svg>\n$/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('a document without a place for a part is refused', () => {
    expect(() => withParts('# Page', { figures: 'table' })).toThrow('no place for figures');
  });
});
