import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLocalFirestore } from '../../server/local-firestore.ts';
import { type ClientProcess, startClient } from '../client-process.ts';
import { runCommand } from '../command-process.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const projectId = randomProjectId();
let folder: string;
let journal: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-firestore-'));
  journal = join(folder, 'journal.jsonl');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a server on the folder and a client, and ends both after `use`. */
async function withServer<T>(use: (client: ClientProcess) => Promise<T>): Promise<T> {
  await using stack = new AsyncDisposableStack();
  const server = await startLocalFirestore({ dataDir: folder });
  stack.defer(() => server.stop());
  const client = await startClient(server.host, projectId);
  stack.defer(() => client.kill());
  // Awaited here, because leaving the function ends server and client.
  return await use(client);
}

it(
  'brings every type of value and both times back after a restart',
  async () => {
    const before = await withServer(async (client) => {
      await client.run('set', 'types/one', { first: 'createTime is that of this write' });
      await client.run('setEveryType', 'types/one');
      return client.run('describeEveryType', 'types/one');
    });
    expect(before.updateMicros).toBeGreaterThan(before.createMicros);
    const afterRestart = () => withServer((client) => client.run('describeEveryType', 'types/one'));
    expect(await afterRestart()).toEqual(before);
    // The second start reads the compacted file that the first one wrote.
    expect(await afterRestart()).toEqual(before);
  },
  processTimeoutMs,
);

it(
  'keeps deletes, projects apart, and its clock ahead of what it stored',
  async () => {
    const { updateMicros } = await withServer(async (client) => {
      await client.run('set', 'some/deleted', {});
      await client.run('remove', 'some/deleted');
      await client.run('set', 'some/kept', { value: 1 });
      return client.run('get', 'some/kept');
    });
    await withServer(async (client) => {
      expect((await client.run('get', 'some/deleted')).data).toBeUndefined();
      const kept = await client.run('get', 'some/kept');
      expect(kept).toMatchObject({ data: { value: 1 }, updateMicros });
      expect(kept.readMicros).toBeGreaterThan(updateMicros);
    });
  },
  processTimeoutMs,
);

it(
  'loses nothing that was acknowledged when it is killed',
  async () => {
    const server = await runCommand(['--port', '0', '--data', folder]);
    const client = await startClient(server.host, projectId);
    await client.run('setMany', 'many', 0, 100);
    // More writes are on their way when the server dies.
    const interrupted = client.run('setMany', 'many', 100, 100_000).catch(() => undefined);
    await client.run('get', 'many/99');
    await server.kill('SIGKILL');
    await client.kill();
    await interrupted;
    const data = await withServer(async (after) => {
      const found = await Promise.all([0, 50, 99].map((index) => after.run('get', `many/${index}`)));
      return found.map((one) => one.data);
    });
    expect(data).toEqual([{ index: 0 }, { index: 50 }, { index: 99 }]);
  },
  processTimeoutMs,
);

it(
  'drops a last line that was cut off, and nothing else',
  async () => {
    await withServer(async (client) => {
      await client.run('set', 'some/first', { value: 1 });
      await client.run('set', 'some/second', { value: 2 });
    });
    await truncate(journal, (await readFile(journal)).length - 5);
    await withServer(async (client) => {
      expect((await client.run('get', 'some/first')).data).toEqual({ value: 1 });
      expect((await client.run('get', 'some/second')).data).toBeUndefined();
      await client.run('set', 'some/third', { value: 3 });
    });
    await withServer(async (client) => {
      expect((await client.run('get', 'some/third')).data).toEqual({ value: 3 });
    });
  },
  processTimeoutMs,
);

it(
  'refuses a journal that is damaged anywhere else',
  async () => {
    await withServer(async (client) => {
      await client.run('set', 'some/first', { value: 'original' });
      await client.run('set', 'some/second', {});
    });
    const text = await readFile(journal, 'utf8');
    await writeFile(journal, text.replace('original', 'tampered'));
    await expect(startLocalFirestore({ dataDir: folder })).rejects.toMatchObject({
      code: 'journal_corrupt',
      message: `Line 1 of ${journal} is damaged; repair or delete the file, or start with --fresh.`,
    });
    // The damaged file is evidence, and may be repaired: it is left as it was.
    expect(await readFile(journal, 'utf8')).toBe(text.replace('original', 'tampered'));
  },
  processTimeoutMs,
);

it(
  'takes garbage after the last line for a cut-off write',
  async () => {
    await withServer((client) => client.run('set', 'some/first', { value: 1 }));
    await appendFile(journal, 'deadbeef {"data');
    await withServer(async (client) => {
      expect((await client.run('get', 'some/first')).data).toEqual({ value: 1 });
    });
  },
  processTimeoutMs,
);

it('refuses a folder that another server uses', async () => {
  await using stack = new AsyncDisposableStack();
  const server = await startLocalFirestore({ dataDir: folder });
  stack.defer(() => server.stop());
  await expect(startLocalFirestore({ dataDir: folder })).rejects.toMatchObject({
    code: 'data_folder_in_use',
  });
});

it('refuses a folder that is a file', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await expect(startLocalFirestore({ dataDir: file })).rejects.toMatchObject({
    code: 'data_folder_unusable',
  });
});
