/**
 * What callers notice of a provider that is slow, of a crash, and of an outage, in real time and with real processes. Each is
 * a part of a suite, which holds what it prints: a scenario runs that part alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
/** The suite, from the root of the repository. */
export const scenarioSuite = 'apps/api/test/reliability/slow-provider.soak.test.ts';

/** The names of scenarios, and what the titles of their tests match. */
export const scenarios: ReadonlyMap<string, string> = new Map([
  ['slow', 'keep (every|the) grant'],
  ['crash', 'process (is|that refreshed was) killed'],
  ['outage', 'after an outage'],
]);

/** Runs scenarios, which print their tables. @returns 0 when all that they promise was kept. */
export async function runScenarios(names: readonly string[]): Promise<number> {
  const titles = names.map((name) => `(${scenarios.get(name)})`).join('|');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = join(root, 'vitest.soak.config.ts');
  const args = ['run', `--config=${config}`, `--root=${root}`, scenarioSuite, '--testNamePattern', titles];
  const running = spawn(process.execPath, [vitest, ...args], { stdio: 'inherit' });
  const [code] = (await once(running, 'exit')) as [number | null];
  return code ?? 1;
}
