/**
 * Runs the suites on Google's Firestore emulator: `pnpm test:google [PATH…]`. With `--if-installed`, a machine without
 * the emulator is no failure. Suites that use no Firestore, or test only the inside of ours, are left out: see below.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEmulator, thisMachine } from './google/find-emulator.ts';
import { startEmulator } from './google/start-emulator.ts';

/** Local authorization servers, the language of security rules, and the parts that our own Firestore is made of. */
const leftOut = [
  'packages/local-oauth/**',
  'packages/local-firestore/src/{engine,indexes,persistence,rules}/**',
];

interface Report {
  testResults: { status: string }[];
  numPassedTests: number;
  numFailedTests: number;
}

const args = process.argv.slice(2);
process.exitCode = await main(
  args.filter((arg) => arg !== '--if-installed'),
  args.includes('--if-installed'),
);

async function main(paths: string[], isOptional: boolean): Promise<number> {
  const found = await findEmulator(thisMachine);
  if ('missing' in found) {
    console.error(`\n*** NOT RUN on Google's Firestore emulator: ${found.missing}. ***\n`);
    return isOptional ? 0 : 1;
  }
  const emulator = 'host' in found ? { host: found.host, stop: async () => {} } : await startEmulator(found);
  const folder = await mkdtemp(join(tmpdir(), 'klayim-google-'));
  const startedMs = Date.now();
  try {
    const reportFile = join(folder, 'report.json');
    const exitCode = await runVitest(paths, emulator.host, reportFile);
    const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
    const seconds = Math.round((Date.now() - startedMs) / 1_000);
    const { testResults, numPassedTests: passed, numFailedTests: failed } = report;
    console.log(
      `Google's Firestore emulator: ${testResults.length} suites, ${passed} passed, ${failed} failed, ${seconds} seconds`,
    );
    return exitCode;
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One suite after the other: the emulator takes the second core. */
async function runVitest(paths: string[], host: string, reportFile: string): Promise<number> {
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  const options = [
    '--no-file-parallelism',
    // It takes several times as long as ours for each write.
    '--testTimeout=180000',
    '--hookTimeout=180000',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${reportFile}`,
  ];
  const exclusions = leftOut.map((pattern) => `--exclude=${pattern}`);
  const run = spawn(process.execPath, [vitest, 'run', ...options, ...exclusions, ...paths], {
    stdio: 'inherit',
    env: { ...process.env, FIRESTORE_EMULATOR_HOST: host },
  });
  const [code] = await once(run, 'exit');
  return typeof code === 'number' ? code : 1;
}
