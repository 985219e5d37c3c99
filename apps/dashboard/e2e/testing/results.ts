import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstLoads, maxFirstLoadBytes } from '../../scripts/first-load.ts';
import { type LiveFigures, liveTable } from './live-figures.ts';
import type { Vitals } from './vitals.ts';

const repository = join(import.meta.dirname, '../../../..');
const built = join(repository, 'apps/dashboard/dist');
const page = join(repository, 'docs/dashboard-quality.md');

const heading = `# The dashboard in figures

Every figure comes from a run of \`apps/dashboard/e2e/quality.e2e.ts\`, in headless Chromium through the whole stack of \`dev\` on one machine of two
cores, where Firebase's emulators and Chromium share the cores with everything else. The sizes are the same everywhere; times are those of that machine. Web vitals are the
browser's own entries: largest contentful paint, the slowest of five interactions, and layout shifts that nobody caused. Clicks are counted by the test, which fails when a
task takes another number; seconds are from the first click until the page says that it is done, on the provider's local page without a person's thinking.

\`\`\`sh
KLAYIM_WRITE_RESULTS=1 npx -y pnpm@10 test:dashboard quality   # writes this page
npx -y pnpm@10 bench dashboard   # prints, and fails above 120 KB, LCP 2500 ms, INP 200 ms or CLS 0.1
\`\`\`
`;

/** What a person does, and what it takes. */
export interface TaskResult {
  name: string;
  /** Clicks in the dashboard, and on the provider's own page. */
  clicks: number;
  providerClicks: number;
  seconds: number;
}

/**
 * Prints the figures, and writes them to their page when `KLAYIM_WRITE_RESULTS` asks for it: times mean nothing beside other tests.
 * @throws {Error} when a first visit loads more script than it may.
 */
export async function tellResults(
  vitals: ReadonlyMap<string, Vitals>,
  tasks: readonly TaskResult[],
  live: readonly LiveFigures[],
): Promise<void> {
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
    ...liveTable(live),
    '',
  ].join('\n');
  console.log(tables);
  const large = loads.find(({ gzippedBytes }) => gzippedBytes > maxFirstLoadBytes);
  if (large) {
    throw new Error(
      `${large.name}: ${large.gzippedBytes} bytes of script are more than ${maxFirstLoadBytes}.`,
    );
  }
  if (process.env['KLAYIM_WRITE_RESULTS']) {
    await writeFile(page, `${heading}\n${tables}`);
  }
}
