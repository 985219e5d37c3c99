/**
 * Runs the suites on Google's Firestore emulator: `pnpm test:google [PATH…]`. With `--if-installed`, a machine without
 * the emulator is no failure. `vitest.google.config.ts` says which suites.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGoogleEmulator } from '../tools/local-firestore/src/google/find-google-emulator.ts';
import { startGoogleEmulator } from '../tools/local-firestore/src/google/start-google-emulator.ts';

interface Report {
  testResults: { status: string }[];
  numPassedTests: number;
  numFailedTests: number;
}

/** What ends this run early, with the numbers that exit statuses are made of. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

const args = process.argv.slice(2);
process.exitCode = await main(
  args.filter((arg) => arg !== '--if-installed'),
  args.includes('--if-installed'),
);

async function main(paths: string[], isOptional: boolean): Promise<number> {
  const found = await findGoogleEmulator();
  if ('missing' in found) {
    console.error(`\n*** NOT RUN on Google's Firestore emulator: ${found.missing}. ***\n`);
    return isOptional ? 0 : 1;
  }
  const interruption = abortOnSignal();
  const folder = await mkdtemp(join(tmpdir(), 'klayim-google-'));
  const emulator =
    'host' in found ? { host: found.host, stop: async () => {} } : await startGoogleEmulator(found);
  const startedMs = Date.now();
  try {
    const reportFile = join(folder, 'report.json');
    const exitCode = await runVitest(paths, emulator.host, reportFile, interruption);
    if (interruption.aborted) {
      return Number(interruption.reason);
    }
    const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
    const seconds = Math.round((Date.now() - startedMs) / 1_000);
    const { testResults, numPassedTests: passed, numFailedTests: failed } = report;
    const version = 'host' in found ? `at ${found.host}` : (found.version ?? 'of unknown version');
    console.log(
      `Google's Firestore emulator ${version}: ${testResults.length} suites, ${passed} passed, ${failed} failed, ${seconds} seconds`,
    );
    return exitCode;
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Aborts when this process is told to end, with the exit status as the reason: what was started is stopped first. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, number] of Object.entries(signals)) {
    process.once(signal, () => controller.abort(128 + number));
  }
  return controller.signal;
}

async function runVitest(
  paths: string[],
  host: string,
  reportFile: string,
  interruption: AbortSignal,
): Promise<number> {
  const root = join(import.meta.dirname, '..');
  const options = [
    `--config=${join(root, 'vitest.google.config.ts')}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${reportFile}`,
  ];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  if (interruption.aborted) {
    return Number(interruption.reason);
  }
  const run = spawn(process.execPath, [vitest, 'run', ...options, ...paths], {
    stdio: 'inherit',
    env: { ...process.env, FIRESTORE_EMULATOR_HOST: host },
  });
  interruption.addEventListener('abort', () => run.kill());
  const [code] = await once(run, 'exit');
  return typeof code === 'number' ? code : 1;
}
