/**
 * What callers notice of a provider that is slow, of a crash, and of an outage, and what people notice of the dashboard, in real time
 * and with real processes. Each is a part of a suite, which holds what it prints: a scenario runs that part alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
/** The suite of a provider in trouble, from the root of the repository. */
export const providerSuite = 'apps/api/test/reliability/slow-provider.soak.test.ts';
/** The suite of the dashboard in figures. */
export const dashboardSuite = 'apps/dashboard/e2e/quality.e2e.ts';

/** Where a scenario is. */
export interface Scenario {
  suite: string;
  /** Vitest's configuration that knows the suite. */
  config: string;
  /** What the titles of its tests match. */
  titles: string;
}

const inProviderSuite = (titles: string): Scenario => ({
  suite: providerSuite,
  config: 'vitest.soak.config.ts',
  titles,
});

/** By name. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map([
  ['slow', inProviderSuite('keep (every|the) grant')],
  ['crash', inProviderSuite('process (is|that refreshed was) killed')],
  ['outage', inProviderSuite('after an outage')],
  ['dashboard', { suite: dashboardSuite, config: 'vitest.dashboard.config.ts', titles: '' }],
]);

/** Runs scenarios, which print their tables. @returns 0 when all that they promise was kept. */
export async function runScenarios(names: readonly string[]): Promise<number> {
  const chosen = names.flatMap((name) => scenarios.get(name) ?? []);
  let result = 0;
  for (const [suite, parts] of Map.groupBy(chosen, (scenario) => scenario.suite)) {
    const titles = parts.map((part) => `(${part.titles})`).join('|');
    result = Math.max(result, await runSuite(suite, parts[0]?.config ?? '', titles));
  }
  return result;
}

async function runSuite(suite: string, config: string, titles: string): Promise<number> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [
    'run',
    `--config=${join(root, config)}`,
    `--root=${root}`,
    suite,
    '--testNamePattern',
    titles,
  ];
  // The dashboard's suite tells times, and judges them only here, where nothing else runs.
  const env = { ...process.env, KLAYIM_JUDGE_TIMES: '1' };
  const running = spawn(process.execPath, [vitest, ...args], { stdio: 'inherit', env });
  const [code] = (await once(running, 'exit')) as [number | null];
  return code ?? 1;
}
