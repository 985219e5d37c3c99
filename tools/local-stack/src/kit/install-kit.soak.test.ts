import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalFirestore } from '@klayim/local-firestore';
import { sweepRunListSchema, sweepRunSchema } from '@klayim/shared/schemas';
import type { SweepRun } from '@klayim/shared/types';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthUsers, stackOperator } from '../stack/auth-users.ts';
import { waitFor } from '../stack/wait.ts';
import { type RunningEmulators, startFirebaseEmulators } from '../testing/firebase-emulators.ts';
import { installKit } from './install-kit.ts';

/** Most of it is the installation of the kit, which takes a busy machine minutes. */
const testTimeoutMs = 900_000;
const projectId = 'demo-klayim';
const ownRules = "rules_version = '2';\nservice cloud.firestore { match /databases/{d}/documents {} }\n";

interface FirebaseJson {
  functions: { kit?: string; codebase?: string; source: string; instances?: Record<string, string> }[];
  firestore: { database: string; rules: string; indexes: string }[];
}

describe('the function kit, installed by the function behind firebase functions:kits:install', () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  async function projectFolder(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'klayim-kit-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return folder;
  }

  async function install(folder: string): Promise<FirebaseJson> {
    const variables = await installKit(folder, projectId);
    const text = await readFile(variables, 'utf8');
    await writeFile(variables, text.replace('GOOGLE_CLIENT_ID=\n', 'GOOGLE_CLIENT_ID=g\n'));
    return JSON.parse(await readFile(join(folder, 'firebase.json'), 'utf8')) as FirebaseJson;
  }

  /** Serves a project folder by the emulators for as long as `use` takes. */
  async function serve<Result>(
    folder: string,
    use: (emulators: RunningEmulators) => Promise<Result>,
  ): Promise<Result> {
    const firestore = await startLocalFirestore();
    const secrets = [
      `ENCRYPTION_KEY=${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`,
      'ENCRYPTION_PREVIOUS_KEYS=none',
      'GOOGLE_CLIENT_SECRET=s',
    ];
    await writeFile(join(folder, 'klayim/.secret.local'), secrets.join('\n'));
    const emulators = await startFirebaseEmulators(folder, 'functions,auth,tasks', {
      FIRESTORE_EMULATOR_HOST: `127.0.0.1:${firestore.port}`,
      FIREBASE_CLI_EXPERIMENTS: 'kits',
    });
    try {
      const result = await use(emulators);
      expect(emulators.output()).not.toContain('Failed to load function definition');
      return result;
    } finally {
      await emulators.stop();
      await firestore.stop();
    }
  }

  const urlOf = ({ functionsUrl }: RunningEmulators, path: string) =>
    `${functionsUrl}/${projectId}/us-central1/${path}`;

  async function receiveAnswer(
    emulators: RunningEmulators,
    path: string,
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(urlOf(emulators, path));
    return { status: answer.status, text: await answer.text() };
  }

  /** Starts a sweep as an operator, which puts a task on the kit's queue, and gives what became of it. */
  async function sweep(emulators: RunningEmulators): Promise<SweepRun> {
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
        what: `the queue to run the sweep:\n${emulators.output()}`,
        timeoutMs: testTimeoutMs / 2,
        intervalMs: 1_000,
      },
    );
  }

  it(
    'is discovered and served in an empty project folder, ready, and called by its own queue',
    async () => {
      const folder = await projectFolder({ 'firebase.json': '{}\n' });
      const config = await install(folder);
      expect(config.functions).toMatchObject([{ kit: 'klayim', source: 'klayim' }]);
      await serve(folder, async (emulators) => {
        expect(await receiveAnswer(emulators, 'kit-klayim-api/readyz')).toMatchObject({ status: 200 });
        expect(await sweep(emulators)).toMatchObject({
          status: 'finished',
          summary: { due: 0 },
          failure: null,
        });
      });
    },
    testTimeoutMs,
  );

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
      const config = await install(folder);
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
      await serve(folder, async (emulators) => {
        expect(await receiveAnswer(emulators, 'kit-klayim-api/healthz')).toMatchObject({ status: 200 });
        expect(await receiveAnswer(emulators, 'hello')).toMatchObject({ status: 200, text: 'own' });
      });
    },
    testTimeoutMs,
  );
});
