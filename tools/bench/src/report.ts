/**
 * Makes the tables and plots of `docs/performance.md` from `bench/results.json`; with `--check` it writes nothing and
 * fails when they are not what the results say.
 */
import { findDrift, writeReport } from './report/report-files.ts';

if (process.argv.includes('--check')) {
  const drifted = await findDrift();
  for (const name of drifted) {
    console.error(`${name} is not what bench/results.json says: run "pnpm --filter @klayim/bench report"`);
  }
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  await writeReport();
}
