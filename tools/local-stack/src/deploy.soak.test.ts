import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalFirestore } from '@klayim/local-firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApi } from './stack/build-api.ts';
import { buildDashboard } from './stack/build-dashboard.ts';
import { startFirebaseEmulators } from './stack/firebase-emulators.ts';
import { repositoryRoot } from './stack/repository.ts';
import {
  type DeploymentFolder,
  type DeploymentPlan,
  makeDeploymentFolder,
} from './testing/deployment-folder.ts';
import { type InstalledNode, installNode } from './testing/install-node.ts';
import { runFirestoreHook } from './testing/run-firestore-hook.ts';

const testTimeoutMs = 240_000;
const encryption = ['ENCRYPTION_KEY', 'ENCRYPTION_PREVIOUS_KEYS'];
const base = { PUBLIC_BASE_URL: 'https://demo-klayim.web.app/api' };

describe('what `pnpm build` leaves, in the hands of firebase-tools', () => {
  let folder: DeploymentFolder;

  /** What people may have, and what is older than the functions run on. */
  let older: InstalledNode;

  beforeAll(async () => {
    await Promise.all([buildApi(), buildDashboard()]);
    older = await installNode('22');
    expect(older.version).toMatch(/^v22\./);
    folder = await makeDeploymentFolder();
  }, testTimeoutMs);
  afterAll(() => Promise.all([folder.remove(), older.remove()]));

  const secretsOf = ({ endpoints }: DeploymentPlan, id: string) =>
    endpoints.find((endpoint) => endpoint.id === id)?.secretEnvironmentVariables?.map(({ key }) => key);

  it.each([
    ['demo-google', 'Node 24', { GOOGLE_CLIENT_ID: 'g' }, ['GOOGLE_CLIENT_SECRET']],
    ['demo-microsoft', 'Node 24', { MICROSOFT_CLIENT_ID: 'm' }, ['MICROSOFT_CLIENT_SECRET']],
    [
      'demo-both',
      'Node 22',
      { GOOGLE_CLIENT_ID: 'g', MICROSOFT_CLIENT_ID: 'm' },
      ['GOOGLE_CLIENT_SECRET', 'MICROSOFT_CLIENT_SECRET'],
    ],
  ])(
    'is found, and %s, deployed by firebase-tools on %s, gets the secrets of its own providers only',
    async (projectId, runtime, variables, expected) => {
      await folder.configure(projectId, { ...base, ...variables });
      const plan = await folder.plan(projectId, runtime === 'Node 22' ? older.program : undefined);
      expect(plan.endpoints.map(({ id }) => id)).toContain('api');
      expect(plan.endpoints).toHaveLength(11);
      for (const id of ['api', 'refreshTokenBatch']) {
        expect(secretsOf(plan, id)).toEqual([...encryption, ...expected]);
      }
      expect(secretsOf(plan, 'refreshExpiringTokens')).toBeUndefined();
      expect(plan.uploaded).toEqual(expect.arrayContaining(['functions.js', 'pnpm-lock.yaml']));
      expect(plan.uploaded.filter((name) => /node_modules|compile-cache|\.env/.test(name))).toEqual([]);
    },
    testTimeoutMs,
  );

  it(
    'does not replace Firestore rules before somebody could look whose they are',
    async () => {
      const deploy = (variables: Readonly<Record<string, string>>) =>
        runFirestoreHook(repositoryRoot, 'demo-rules', variables);
      const refused = await deploy({});
      expect(refused).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/Cannot tell whether this would replace rules of demo-rules/),
      });
      expect(refused.output).toContain('firestore predeploy error');
      expect(await deploy({ KLAYIM_REPLACE_RULES: 'demo-rules' })).toMatchObject({ exitCode: 0 });
    },
    testTimeoutMs,
  );

  it(
    'is served through Hosting: the dashboard at every path of its own, and the API, which is ready with one provider',
    async () => {
      const firestore = await startLocalFirestore();
      const secrets = [
        `ENCRYPTION_KEY=${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`,
        'ENCRYPTION_PREVIOUS_KEYS=none',
        'GOOGLE_CLIENT_SECRET=s',
      ];
      await folder.configure('demo-klayim', { ...base, GOOGLE_CLIENT_ID: 'g' });
      await writeFile(join(folder.path, 'apps/api/dist/.secret.local'), secrets.join('\n'));
      const emulators = await startFirebaseEmulators(folder.path, {
        only: 'functions,hosting,auth,tasks',
        environment: {
          FIRESTORE_EMULATOR_HOST: firestore.host.includes(':')
            ? firestore.host
            : `${firestore.host}:${firestore.port}`,
        },
      });
      try {
        const get = async (path: string) => {
          const answer = await fetch(`${emulators.hostingUrl}${path}`);
          return { status: answer.status, text: await answer.text() };
        };
        const page = { status: 200, text: expect.stringContaining('<div id="app">') };
        for (const path of ['/', '/connections', '/connections/a-connection', '/sign-in']) {
          expect(await get(path), path).toMatchObject(page);
        }
        expect((await get('/sign-in')).text).not.toBe((await get('/')).text);
        // A page in place of a script of an earlier version would be kept for a year.
        expect(await get('/assets/index-gone.js')).toMatchObject({ status: 404 });
        expect(JSON.parse((await get('/__/firebase/init.json')).text)).toMatchObject({
          projectId: 'demo-klayim',
          apiKey: expect.any(String),
        });
        expect(await get('/api/readyz'), emulators.output()).toMatchObject({ status: 200 });
        expect((await get('/api/openapi.json')).text).toContain('"openapi"');
        // A callback without a started authorization reaches the API, and is refused there.
        expect(await get('/api/oauth/google/callback?state=x&code=y')).toMatchObject({ status: 400 });
      } finally {
        await emulators.stop();
        await firestore.stop();
      }
    },
    testTimeoutMs,
  );
});
