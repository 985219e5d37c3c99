import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepRunListSchema, sweepRunSchema } from '@klayim/shared/schemas';
import type { SweepRun } from '@klayim/shared/types';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthUsers, stackOperator } from '../stack/auth-users.ts';
import type { RunningEmulators } from '../stack/firebase-emulators.ts';
import { waitFor } from '../stack/wait.ts';
import { installKit } from './install-kit.ts';
import { serveKit } from './serve-kit.ts';

/** Most of it is the installation of the kit, which takes a busy machine minutes. */
const testTimeoutMs = 900_000;
const projectId = 'demo-klayim';
/** What the command says once the kit answers. */
const served =
  /The API is at (http:\/\/[\d.:]+)\/demo-klayim\/\S+ and answered 200[\s\S]*Auth emulator is at (http:\/\/[\d.:]+)\./;
const ownRules = "rules_version = '2';\nservice cloud.firestore { match /databases/{d}/documents {} }\n";

interface FirebaseJson {
  functions: { kit?: string; codebase?: string; source: string; instances?: Record<string, string> }[];
  firestore: { database: string; rules: string; indexes: string }[];
}

type Addresses = Pick<RunningEmulators, 'functionsUrl' | 'authUrl'>;

describe('the function kit, installed by the function behind firebase functions:kits:install', () => {
  const folders: string[] = [];
  const running: ChildProcess[] = [];
  let printed = '';
  afterEach(async () => {
    for (const child of running.splice(0)) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
    printed = '';
  });

  async function projectFolder(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'klayim-kit-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return folder;
  }

  async function readConfig(folder: string): Promise<FirebaseJson> {
    return JSON.parse(await readFile(join(folder, 'firebase.json'), 'utf8')) as FirebaseJson;
  }

  /** The command, as a person runs it. */
  async function runKit(folder: string): Promise<{ functionsUrl: string; authUrl: string }> {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'main.ts'), folder, '--project', projectId, '--serve'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    running.push(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    const [, functionsUrl = '', authUrl = ''] = await waitFor(
      () => {
        if (child.exitCode !== null) {
          throw new Error(`It ended with ${child.exitCode}:\n${printed}`);
        }
        return served.exec(printed) ?? undefined;
      },
      { what: 'the kit to be served', timeoutMs: testTimeoutMs / 2, intervalMs: 200 },
    );
    return { functionsUrl, authUrl };
  }

  const urlOf = ({ functionsUrl }: Addresses, path: string) =>
    `${functionsUrl}/${projectId}/us-central1/${path}`;

  async function receiveAnswer(
    emulators: Addresses,
    path: string,
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(urlOf(emulators, path));
    return { status: answer.status, text: await answer.text() };
  }

  /** Starts a sweep as an operator, which puts a task on the kit's queue, and gives what became of it. */
  async function sweep(emulators: Addresses): Promise<SweepRun> {
    const users = createAuthUsers(emulators.authUrl, projectId);
    await users.createAll();
    const authorization = `Bearer ${await users.signIn(stackOperator.email)}`;
    const sweeps = urlOf(emulators, 'kit-klayim-api/operator/sweeps');
    const started = await fetch(sweeps, { method: 'POST', headers: { authorization } });
    const { id, status } = sweepRunSchema.parse(await started.json());
    expect(status).toBe('queued');
    return waitFor(
      async () => {
        const listed = await fetch(sweeps, { headers: { authorization } });
        const { items } = sweepRunListSchema.parse(await listed.json());
        return items.find((run) => run.id === id && run.finishedAt !== null);
      },
      {
        what: `the queue to run the sweep:\n${printed}`,
        timeoutMs: testTimeoutMs / 2,
        intervalMs: 1_000,
      },
    );
  }

  it(
    'is installed, discovered and served in an empty folder by one command, ready, and called by its own queue',
    async () => {
      const folder = await projectFolder({});
      const emulators = await runKit(folder);
      const config = await readConfig(folder);
      expect(config.functions).toMatchObject([{ kit: 'klayim', source: 'klayim' }]);
      expect(config).not.toHaveProperty('emulators');
      expect(await sweep(emulators)).toMatchObject({
        status: 'finished',
        summary: { due: 0 },
        failure: null,
      });
    },
    testTimeoutMs,
  );

  it('is served for a project that cannot exist, and installed where a project or nothing is', async () => {
    await expect(serveKit(await projectFolder({}), 'my-project')).rejects.toThrow('begins with demo-');
    const other = await projectFolder({ 'notes.txt': 'mine' });
    await expect(installKit(other, projectId)).rejects.toThrow('has no firebase.json');
  });

  it(
    'leaves functions, rules and indexes of a project as they are, and is served beside them',
    async () => {
      const present = {
        firestore: { rules: 'firestore.rules', indexes: 'indexes.json' },
        functions: { source: 'functions', codebase: 'default', runtime: 'nodejs24' },
      };
      const folder = await projectFolder({
        'firebase.json': JSON.stringify(present),
        'firestore.rules': ownRules,
        'indexes.json': '{"indexes":[]}',
        'functions/package.json': JSON.stringify({ name: 'own', main: 'index.js', engines: { node: '24' } }),
        'functions/index.js':
          "exports.hello = require('firebase-functions/https').onRequest((_, response) => response.send('own'));\n",
      });
      await installKit(folder, projectId);
      const config = await readConfig(folder);
      expect(config.functions).toMatchObject([
        { source: 'functions', codebase: 'default' },
        { kit: 'klayim', instances: { klayim: 'function-kits/klayim/config-klayim' } },
      ]);
      expect(config.firestore).toEqual([
        { database: '(default)', rules: 'firestore.rules', indexes: 'indexes.json' },
        { database: 'klayim', rules: 'klayim/firestore.rules', indexes: 'klayim/firestore.indexes.json' },
      ]);
      expect(await readFile(join(folder, 'firestore.rules'), 'utf8')).toBe(ownRules);
      // The project's functions need the SDK too; it is the one that was installed with the kit.
      await cp(join(folder, 'klayim/node_modules'), join(folder, 'functions/node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
      });
      const kit = await serveKit(folder, projectId);
      try {
        expect(await receiveAnswer(kit.emulators, 'kit-klayim-api/healthz')).toMatchObject({ status: 200 });
        expect(await receiveAnswer(kit.emulators, 'hello')).toMatchObject({ status: 200, text: 'own' });
        expect(kit.emulators.output()).not.toContain('Failed to load function definition');
      } finally {
        await kit.stop();
      }
      expect(await readdir(join(folder, 'klayim'))).not.toContain('.secret.local');
      expect(await readdir(folder)).not.toContain('firebase.emulators.json');
    },
    testTimeoutMs,
  );
});
