import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { runSteps, type Step } from './run-steps.ts';

type Need = 'connection' | 'directory';

describe('the steps of a job', () => {
  it('go on after one that fails, except those that need what it should have made', async () => {
    const made = new Set<Need>();
    const seen: string[] = [];
    const steps: Step<string[], Need>[] = [
      {
        title: 'connect',
        run: async () => check(false, 'The provider said no.'),
      },
      { title: 'refresh', run: async (ran) => void ran.push('refresh'), needs: ['connection'] },
      {
        title: 'import',
        run: async (ran) => {
          made.add('directory');
          ran.push('import');
        },
      },
      { title: 'export', run: async (ran) => void ran.push('export'), needs: ['directory'] },
      { title: 'both', run: async (ran) => void ran.push('both'), needs: ['directory', 'connection'] },
    ];
    const ran: string[] = [];
    const results = await runSteps(steps, ran, (need) => made.has(need), {
      onStep: (number, title) => seen.push(`${number} ${title}`),
      onResult: ({ title, outcome }) => seen.push(`${title}: ${outcome}`),
    });
    expect(ran).toEqual(['import', 'export']);
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped', 'ok', 'ok', 'skipped']);
    expect(results[0]).toMatchObject({ failure: 'The provider said no.', cause: expect.any(Error) });
    expect(seen.slice(0, 4)).toEqual(['1 connect', 'connect: failed', '2 refresh', 'refresh: skipped']);
  });
});
