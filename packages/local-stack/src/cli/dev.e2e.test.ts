import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOST } from '../stack/ports.ts';
import { waitFor } from '../stack/wait.ts';

const TIMEOUT_MS = 120_000;
/** How long a stop may take, the stack's own limits included. */
const STOP_TIMEOUT_MS = 10_000;

describe('the dev command', () => {
  let stateDir = '';
  let dev: ChildProcess;
  let output = '';

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'klayim-dev-'));
    const { FIRESTORE_EMULATOR_HOST: _shared, ...env } = process.env;
    output = '';
    dev = spawn(
      process.execPath,
      [join(import.meta.dirname, '../main.ts'), '--any-ports', '--state-dir', stateDir],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [dev.stdout, dev.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
  });

  afterEach(async () => {
    if (dev.exitCode === null && dev.signalCode === null) {
      dev.kill('SIGKILL');
      await once(dev, 'exit');
    }
    await rm(stateDir, { recursive: true, force: true });
  });

  async function printed(text: string): Promise<void> {
    await waitFor(
      () => {
        if (dev.exitCode !== null) throw new Error(`It ended with ${dev.exitCode}:\n${output}`);
        return output.includes(text) ? true : undefined;
      },
      { what: `"${text}" in the output`, timeoutMs: TIMEOUT_MS },
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
        timeoutMs: STOP_TIMEOUT_MS,
      });
    }
  }

  it(
    'stops everything that it started on Ctrl-C',
    async () => {
      await printed('everything is up');
      dev.kill('SIGINT');
      const [exitCode] = await once(dev, 'exit');
      expect(exitCode, output).toBe(0);
      expect(output).toContain('stopped everything');
      await expectNothingLeft();
    },
    TIMEOUT_MS,
  );

  it(
    'leaves nothing behind when it is killed',
    async () => {
      await printed('everything is up');
      dev.kill('SIGKILL');
      await once(dev, 'exit');
      await expectNothingLeft();
    },
    TIMEOUT_MS,
  );
});

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, HOST);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
