import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ClientProcess, startClient } from '../client-process.ts';
import { type Subject, startSubject } from '../subject.ts';
import { processTimeoutMs, randomProjectId } from '../test-project.ts';

const projectId = randomProjectId();
let subject: Subject;
let writer: ClientProcess;
let watcher: ClientProcess;

beforeAll(async () => {
  subject = await startSubject();
  [writer, watcher] = await Promise.all([
    startClient(subject.host, projectId),
    startClient(subject.host, projectId),
  ]);
}, processTimeoutMs);

afterAll(async () => {
  await Promise.all([writer.kill(), watcher.kill()]);
  await subject.stop();
});

it(
  'shows a query what another process adds, changes, moves out and deletes',
  async () => {
    await writer.run('set', 'items/a', { open: true });
    await watcher.run('watchOpenItems', 'open', 'items');
    expect(await watcher.run('nextSnapshot', 'open', 0)).toEqual({ changes: [['added', 'a']], ids: ['a'] });

    await writer.run('set', 'items/b', { open: true });
    expect(await watcher.run('nextSnapshot', 'open', 1)).toEqual({
      changes: [['added', 'b']],
      ids: ['a', 'b'],
    });

    await writer.run('set', 'items/a', { open: true, step: 2 });
    expect(await watcher.run('nextSnapshot', 'open', 2)).toEqual({
      changes: [['modified', 'a']],
      ids: ['a', 'b'],
    });

    await writer.run('set', 'items/a', { open: false });
    expect(await watcher.run('nextSnapshot', 'open', 3)).toEqual({ changes: [['removed', 'a']], ids: ['b'] });

    await writer.run('remove', 'items/b');
    expect(await watcher.run('nextSnapshot', 'open', 4)).toEqual({ changes: [['removed', 'b']], ids: [] });
    await watcher.run('unwatch', 'open');
  },
  processTimeoutMs,
);

it(
  'shows a document that another process creates and deletes',
  async () => {
    await watcher.run('watchDocument', 'one', 'singles/one');
    expect((await watcher.run('nextSnapshot', 'one', 0)).ids).toEqual([]);
    await writer.run('set', 'singles/one', { step: 1 });
    expect((await watcher.run('nextSnapshot', 'one', 1)).ids).toEqual(['one']);
    await writer.run('remove', 'singles/one');
    expect((await watcher.run('nextSnapshot', 'one', 2)).ids).toEqual([]);
  },
  processTimeoutMs,
);

it(
  'serves several listeners of one process side by side',
  async () => {
    await Promise.all([
      watcher.run('watchOpenItems', 'left', 'left'),
      watcher.run('watchOpenItems', 'right', 'right'),
    ]);
    await writer.run('set', 'right/x', { open: true });
    expect((await watcher.run('nextSnapshot', 'right', 1)).ids).toEqual(['x']);
    await writer.run('set', 'left/y', { open: true });
    expect((await watcher.run('nextSnapshot', 'left', 1)).ids).toEqual(['y']);
  },
  processTimeoutMs,
);

it(
  'shows that the database was cleared',
  async () => {
    await writer.run('set', 'cleared/a', { open: true });
    await watcher.run('watchOpenItems', 'cleared', 'cleared');
    const url = `http://${subject.host}/emulator/v1/projects/${projectId}/databases/(default)/documents`;
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(200);
    expect((await watcher.run('nextSnapshot', 'cleared', 1)).ids).toEqual([]);
  },
  processTimeoutMs,
);
