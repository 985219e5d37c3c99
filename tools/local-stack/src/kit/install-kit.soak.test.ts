import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalFirestore } from '@klayim/local-firestore';
import { afterEach, describe, expect, it } from 'vitest';
import { startFirebaseEmulators } from '../testing/firebase-emulators.ts';
import { installKit } from './install-kit.ts';

const testTimeoutMs = 300_000;
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

  /** Serves a project folder by the emulators, and gives what paths of its functions answer. */
  async function serve(
    folder: string,
    paths: readonly string[],
  ): Promise<{ status: number; text: string }[]> {
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
      const answers = [];
      for (const path of paths) {
        const answer = await fetch(`${emulators.functionsUrl}/${projectId}/us-central1/${path}`);
        answers.push({ status: answer.status, text: await answer.text() });
      }
      expect(emulators.output()).not.toContain('Failed to load function definition');
      return answers;
    } finally {
      await emulators.stop();
      await firestore.stop();
    }
  }

  it(
    'is discovered and served in an empty project folder, and ready',
    async () => {
      const folder = await projectFolder({ 'firebase.json': '{}\n' });
      const config = await install(folder);
      expect(config.functions).toMatchObject([{ kit: 'klayim', source: 'klayim' }]);
      const [ready] = await serve(folder, ['kit-klayim-api/readyz']);
      expect(ready).toMatchObject({ status: 200 });
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
      expect(await serve(folder, ['kit-klayim-api/healthz', 'hello'])).toMatchObject([
        { status: 200 },
        { status: 200, text: 'own' },
      ]);
    },
    testTimeoutMs,
  );
});
