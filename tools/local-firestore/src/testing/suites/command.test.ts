import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startClient } from '../client-process.ts';
import { runCommand, runCommandToEnd } from '../command-process.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const projectId = randomProjectId();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-firestore-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it.each(['SIGINT', 'SIGTERM'] as const)(
  'prints the line to export and ends cleanly on %s with clients connected',
  async (signal) => {
    const server = await runCommand(['--port', '0']);
    const client = await startClient(server.host, projectId);
    await client.run('watchDocument', 'open listener', 'some/document');
    const { exitCode, stdout, stderr } = await server.kill(signal);
    await client.kill();
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: `export FIRESTORE_EMULATOR_HOST=${server.host}\n`,
      stderr: '',
    });
  },
  processTimeoutMs,
);

it(
  'keeps the data between runs until it is told to start fresh',
  async () => {
    const valueAfter = async (args: readonly string[], write: boolean) => {
      const server = await runCommand(['--port', '0', '--data', folder, ...args]);
      const client = await startClient(server.host, projectId);
      if (write) {
        await client.run('set', 'some/document', { value: 1 });
      }
      const { data } = await client.run('get', 'some/document');
      await client.kill();
      await server.kill('SIGTERM');
      return data;
    };
    expect(await valueAfter([], true)).toEqual({ value: 1 });
    expect(await valueAfter([], false)).toEqual({ value: 1 });
    expect(await valueAfter(['--fresh'], false)).toBeUndefined();
  },
  processTimeoutMs,
);

it(
  'explains itself',
  async () => {
    const { exitCode, stdout } = await runCommandToEnd(['--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--fresh');
  },
  processTimeoutMs,
);

it(
  'says in one sentence that the port is busy',
  async () => {
    const server = await runCommand(['--port', '0']);
    const port = server.host.split(':')[1] ?? '';
    expect(await runCommandToEnd(['--port', port])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: `Port ${port} on 127.0.0.1 is already in use.\n`,
    });
    await server.kill('SIGTERM');
  },
  processTimeoutMs,
);

it(
  'says in one sentence that another server uses the data folder, and leaves the data alone',
  async () => {
    const server = await runCommand(['--port', '0', '--data', folder]);
    const second = await runCommandToEnd(['--port', '0', '--data', folder, '--fresh']);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toMatch(
      /^The data folder \S+ is in use by the local Firestore on port \d+ \(process \d+\)\.\n$/,
    );
    await server.kill('SIGTERM');
  },
  processTimeoutMs,
);

it.each([
  [['--prot', '8080'], "Unknown option '--prot'. Try --help.\n"],
  [['--port', 'web'], '--port must be a number from 0 to 65535, not "web". Try --help.\n'],
  [['--port', '65536'], '--port must be a number from 0 to 65535, not "65536". Try --help.\n'],
  [['--fresh'], '--fresh needs --data: without a folder every start is empty. Try --help.\n'],
  [['--data', ''], '--data needs the name of a folder. Try --help.\n'],
])(
  'refuses %j in one sentence',
  async (args, stderr) => {
    expect(await runCommandToEnd(args)).toMatchObject({ exitCode: 2, stdout: '', stderr });
  },
  processTimeoutMs,
);
