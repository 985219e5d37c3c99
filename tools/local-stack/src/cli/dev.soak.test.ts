import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFirestoreProxy, startLocalFirestore } from '@klayim/local-firestore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loopbackHost } from '../stack/ports.ts';
import { repositoryRoot } from '../stack/repository.ts';
import { waitFor } from '../stack/wait.ts';

const testTimeoutMs = 120_000;
/** How long a stop may take, the stack's own limits included. */
const stopTimeoutMs = 10_000;

describe('the dev command', () => {
  let stateDir = '';
  let dev: ChildProcess;
  let output = '';

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'klayim-dev-'));
    output = '';
  });

  /** Starts it as the leader of a process group, which is what a terminal sends Ctrl-C to. */
  function start(
    program: string,
    args: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): void {
    // Neither what the package manager of this run tells its scripts, nor the Firestore of the tests.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^((npm|pnpm)_|FIRESTORE_EMULATOR_HOST$)/i.test(name)),
    );
    dev = spawn(program, [...args, '--any-ports', '--state-dir', stateDir], {
      cwd: repositoryRoot,
      detached: true,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [dev.stdout, dev.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
  }
  const startDirectly = (args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) =>
    start(process.execPath, [join(import.meta.dirname, '../main.ts'), ...args], more);

  /** As Ctrl-C in a terminal does. @throws {Error} when the process was never started. */
  function interrupt(): void {
    if (dev.pid === undefined) {
      throw new Error('It did not start');
    }
    process.kill(-dev.pid, 'SIGINT');
  }

  afterEach(async () => {
    if (dev.pid !== undefined && dev.exitCode === null && dev.signalCode === null) {
      process.kill(-dev.pid, 'SIGKILL');
      await once(dev, 'exit');
    }
    await rm(stateDir, { recursive: true, force: true });
  });

  async function printed(text: string): Promise<void> {
    await waitFor(
      () => {
        if (dev.exitCode !== null) {
          throw new Error(`It ended with ${dev.exitCode}:\n${output}`);
        }
        return output.includes(text) ? true : undefined;
      },
      { what: `"${text}" in the output`, timeoutMs: testTimeoutMs },
    );
  }

  /** The ports that it has named so far, in any of its lines. */
  function portsNamed(): number[] {
    return [...output.matchAll(/127\.0\.0\.1:(\d+)|\b(\d+), (\d+) and (\d+)\b/g)]
      .flatMap(([, ...ports]) => ports)
      .flatMap((port) => (port === undefined ? [] : [Number(port)]));
  }

  async function expectNothingLeft(): Promise<void> {
    const ports = portsNamed();
    expect(ports.length).toBeGreaterThanOrEqual(6);
    for (const port of ports) {
      await waitFor(async () => ((await isOpen(port)) ? undefined : true), {
        what: `port ${port} to be closed`,
        timeoutMs: stopTimeoutMs,
      });
    }
  }

  it(
    'stops everything that it started on Ctrl-C',
    async () => {
      startDirectly();
      await printed('everything is up');
      interrupt();
      const [exitCode] = await once(dev, 'exit');
      expect(exitCode, output).toBe(0);
      expect(output).toContain('stopped everything');
      await expectNothingLeft();
    },
    testTimeoutMs,
  );

  it(
    'ends without a word of the package manager on Ctrl-C',
    async () => {
      start('npx', ['-y', 'pnpm@10', 'dev', '--no-demo']);
      await printed('The stack is up');
      interrupt();
      // The package manager's parent may end first: the output ends with the last of them.
      await once(dev, 'close');
      expect(output).toContain('stopped everything');
      expect(output).not.toMatch(/ELIFECYCLE|Command failed/);
      await expectNothingLeft();
    },
    testTimeoutMs,
  );

  it(
    'goes on after a step that fails with those that do not need it, says what failed, and ends with 1',
    async () => {
      const firestore = await startLocalFirestore();
      const proxy = await startFirestoreProxy({ target: `${loopbackHost}:${firestore.port}` });
      // The database takes no connection at Google.
      proxy.intercept(({ rpc, phase, message }) => {
        const text = rpc === 'Commit' && phase === 'request' ? JSON.stringify(message) : '';
        if (text.includes('/documents/integrations/') && text.includes('google_calendar')) {
          throw Object.assign(new Error('refused by the test'), { code: 7 });
        }
      });
      try {
        startDirectly(['--once'], { FIRESTORE_EMULATOR_HOST: proxy.host });
        const [exitCode] = await once(dev, 'close');
        expect(exitCode, output).toBe(1);
        const ended = Object.fromEntries(
          [...output.matchAll(/^ *\d+ {2}(\S.*?) +(ok|failed|skipped) +[\d.]+ s$/gm)].map(
            ([, title, how]) => [title, how],
          ),
        );
        expect(ended, output).toMatchObject({
          'Sign in': 'ok',
          'Connect a Google account': 'failed',
          'Connect a Microsoft account': 'ok',
          'Let a token expire and get a new one': 'skipped',
          'Run the scheduled sweep': 'ok',
          'Break a connection, read webhook and mail': 'failed',
          'Disconnect the Google account': 'skipped',
          'Import a directory from a CSV file': 'ok',
          'Give a role and take it away': 'ok',
          'Search everything written for secrets': 'ok',
        });
        const notOk = Object.values(ended).filter((how) => how !== 'ok').length;
        expect(output).toContain(`${notOk} of ${Object.keys(ended).length} steps are not ok`);
        expect(output).toMatch(/The callback answered 5\d\d \w+\.\n/);
        expect(output).toMatch(/What the functions said is in \S+emulators\.log/);
      } finally {
        await proxy.stop();
        await firestore.stop();
      }
    },
    2 * testTimeoutMs,
  );

  it(
    'leaves nothing behind when it is killed',
    async () => {
      startDirectly();
      await printed('everything is up');
      dev.kill('SIGKILL');
      await once(dev, 'exit');
      await expectNothingLeft();
    },
    testTimeoutMs,
  );
});

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, loopbackHost);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
