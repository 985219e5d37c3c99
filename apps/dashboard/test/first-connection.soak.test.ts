import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumArguments, findChromium } from '../e2e/testing/chromium.ts';
import { answerConsent } from '../e2e/testing/provider.ts';

const repository = join(import.meta.dirname, '../../..');
const administrator = 'administrator@northwind.example';
const account = 'ada@northwind.example';
const prepareTimeoutMs = 900_000;
/** A minute is what is promised on a machine that does nothing else. This only says that something is broken. */
const limitMs = 300_000;

/** Neither what the package manager of this run tells its scripts, nor the Firestore of the tests. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^((npm|pnpm)_|FIRESTORE_EMULATOR_HOST$)/i.test(name)),
);

describe.skipIf(findChromium() === null)('somebody with a fresh clone that is installed', () => {
  let folder = '';
  let clone = '';
  let browser: Browser;
  let dev: ChildProcess | undefined;
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'klayim-first-'));
    clone = join(folder, 'clone');
    const run = promisify(execFile);
    await run('git', ['clone', '--quiet', '--depth', '1', `file://${repository}`, clone]);
    await run('npx', ['-y', 'pnpm@10', 'install', '--frozen-lockfile', '--prefer-offline'], {
      cwd: clone,
      env: environment,
    });
    browser = await chromium.launch({ executablePath: findChromium() ?? '', args: chromiumArguments });
  }, prepareTimeoutMs);

  afterAll(async () => {
    await browser?.close();
    if (dev?.pid !== undefined && dev.exitCode === null) {
      const ended = once(dev, 'exit');
      process.kill(-dev.pid, 'SIGINT');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }, prepareTimeoutMs);

  it('starts it, signs in and has connected an account', { timeout: limitMs }, async () => {
    const startMs = performance.now();
    const seconds = () => ((performance.now() - startMs) / 1000).toFixed(1);
    dev = spawn('npx', ['-y', 'pnpm@10', 'dev', '--any-ports', '--state-dir', join(folder, 'state')], {
      cwd: clone,
      // A process group of its own, as a terminal gives it.
      detached: true,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const address = Promise.withResolvers<string>();
    for (const stream of [dev.stdout, dev.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [, url] = /the dashboard on (http:\/\/\S+)\s/.exec(output) ?? [];
        if (url !== undefined) {
          address.resolve(url);
        }
      });
    }
    dev.on('exit', () => address.reject(new Error(`It ended:\n${output}`)));
    const url = await address.promise;
    const upAfter = seconds();

    const page = await browser.newPage();
    page.setDefaultTimeout(limitMs);
    await page.goto(url);
    await page.getByRole('button', { name: administrator }).click();
    await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor();
    const signedInAfter = seconds();
    await page.getByRole('link', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Google Calendar' }).click();
    await answerConsent(page, { account });
    await page.getByText('The account is connected', { exact: true }).waitFor();
    process.stderr.write(
      `From \`dev\` in a fresh clone: up after ${upAfter} s, signed in after ${signedInAfter} s, an account connected after ${seconds()} s.\n`,
    );
    expect(new URL(page.url()).searchParams.get('status')).toBe('connected');
  });
});
