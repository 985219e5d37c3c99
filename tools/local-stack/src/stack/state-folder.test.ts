import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateFolder } from './state-folder.ts';
import { lockStateFolder } from './state-lock.ts';

describe('the state folder', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'klayim-state-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('invents keys once and finds them again', async () => {
    const first = await openStateFolder(root, { fresh: false });
    expect(Buffer.from(first.keys.encryptionKey, 'base64')).toHaveLength(32);
    expect(first.keys.google.clientSecret).not.toBe(first.keys.microsoft.clientSecret);
    const second = await openStateFolder(root, { fresh: false });
    expect(second.keys).toEqual(first.keys);
  });

  it('keeps the keys from other users of the machine', async () => {
    await openStateFolder(root, { fresh: false });
    expect((await stat(join(root, 'keys.json'))).mode & 0o777).toBe(0o600);
  });

  it('forgets data, grants and keys when it is to be fresh', async () => {
    const first = await openStateFolder(root, { fresh: false });
    const data = join(first.firestore, 'journal.jsonl');
    await writeFile(data, 'data');
    await writeFile(first.authorizationServer('google'), 'grants');
    const second = await openStateFolder(root, { fresh: true });
    expect(second.keys).not.toEqual(first.keys);
    await expect(readFile(data)).rejects.toThrow('ENOENT');
    await expect(readFile(first.authorizationServer('google'))).rejects.toThrow('ENOENT');
  });

  it('makes a new key current on request, and keeps the one before it for what it has encrypted', async () => {
    const first = await openStateFolder(root, { fresh: false });
    const second = await openStateFolder(root, { fresh: false, newKey: true });
    expect(second.keys.encryptionKeyVersion).toBe(2);
    expect(second.keys.encryptionKey).not.toBe(first.keys.encryptionKey);
    expect(second.keys.previousKeys).toEqual([`1:${first.keys.encryptionKey}`]);
    expect((await openStateFolder(root, { fresh: false })).keys).toEqual(second.keys);
  });

  it('says what to do when the keys are gone and the data they encrypted is there', async () => {
    const { firestore } = await openStateFolder(root, { fresh: false });
    await writeFile(join(firestore, 'journal.jsonl'), 'data');
    await rm(join(root, 'keys.json'));
    await expect(openStateFolder(root, { fresh: false })).rejects.toThrow(/keys\.json is gone.*--fresh/);
  });

  it('says what to do when it is a file', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, '');
    await expect(openStateFolder(file, { fresh: false })).rejects.toThrow(/cannot be used.*--state-dir/);
    await expect(lockStateFolder(file)).rejects.toThrow(/cannot be used.*--state-dir/);
  });

  it.each(['', '{"encryptionKey":1}', 'null'])('says what to do about damaged keys: %j', async (content) => {
    await writeFile(join(root, 'keys.json'), content);
    await expect(openStateFolder(root, { fresh: false })).rejects.toThrow(/damaged\. Start with --fresh/);
  });

  it('is for one process at a time', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      await once(other, 'spawn');
      await writeFile(join(root, 'running.pid'), String(other.pid));
      await expect(lockStateFolder(root)).rejects.toThrow(`process ${other.pid}`);
    } finally {
      other.kill('SIGKILL');
    }
    await once(other, 'exit');
    const release = await lockStateFolder(root);
    expect(await readFile(join(root, 'running.pid'), 'utf8')).toBe(String(process.pid));
    await release();
    await expect(stat(join(root, 'running.pid'))).rejects.toThrow('ENOENT');
  });
});
