import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstLoads } from '../../scripts/first-load.ts';
import type { Vitals } from './vitals.ts';

const repository = join(import.meta.dirname, '../../../..');
const built = join(repository, 'apps/dashboard/dist');
const page = join(repository, 'docs/dashboard-quality.md');

/** What a person does, and what it takes. */
export interface TaskResult {
  name: string;
  /** Clicks in the dashboard, and on the provider's own page. */
  clicks: number;
  providerClicks: number;
  seconds: number;
}

/** Writes the page of figures, when KLAYIM_WRITE_RESULTS says so: a test that anybody runs changes no file. */
export async function writeResults(
  vitals: ReadonlyMap<string, Vitals>,
  tasks: readonly TaskResult[],
): Promise<void> {
  if (!process.env['KLAYIM_WRITE_RESULTS']) {
    return;
  }
  const text = await readFile(page, 'utf8');
  const loads = await firstLoads(built);
  const tables = [
    '## First load\n',
    '| Visit | Script, gzipped |\n| --- | --- |',
    ...loads.map(({ name, gzippedBytes }) => `| ${name} | ${(gzippedBytes / 1000).toFixed(1)} KB |`),
    '\n## Web vitals\n',
    '| Page | LCP, ms | INP, ms | CLS |\n| --- | --- | --- | --- |',
    ...[...vitals].map(
      ([name, { lcpMs, inpMs, cls }]) =>
        `| ${name} | ${lcpMs} | ${inpMs <= 16 ? '16 or less' : Math.round(inpMs)} | ${cls.toFixed(3)} |`,
    ),
    '\n## Tasks\n',
    '| Task | Clicks | Of them at the provider | Seconds |\n| --- | --- | --- | --- |',
    ...tasks.map(
      ({ name, clicks, providerClicks, seconds }) =>
        `| ${name} | ${clicks + providerClicks} | ${providerClicks} | ${seconds.toFixed(1)} |`,
    ),
    '',
  ].join('\n');
  await writeFile(page, `${text.slice(0, text.indexOf('## First load'))}${tables}`);
}
