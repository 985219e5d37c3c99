import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CloudProject,
  type GoogleCloud,
  type Outage,
  startGoogleCloud,
} from '../../../test/cli/deploy-check/google-cloud.ts';
import { preparedProject } from '../../../test/cli/deploy-check/prepared-project.ts';
import { CannotTell } from './check.ts';
import { createGoogleApi } from './google-api.ts';
import { type GuardedDeployment, guardRules } from './guard-rules.ts';
import { readProjectFiles } from './project-files.ts';

const projectId = 'acme-production';
const openRules =
  'service cloud.firestore { match /databases/{d}/documents { match /{a=**} { allow read; } } }';
const root = join(import.meta.dirname, '../../../../..');

describe('a deployment of the Firestore rules', () => {
  let cloud: GoogleCloud;
  let project: CloudProject;
  let outages: Outage[];
  let files: GuardedDeployment['files'];
  beforeAll(async () => {
    cloud = await startGoogleCloud(
      () => project,
      () => outages,
    );
    files = await readProjectFiles(root, projectId);
  });
  afterAll(() => cloud.close());
  beforeEach(() => {
    project = structuredClone(preparedProject(projectId));
    outages = [];
  });

  async function deploy(change: Partial<GuardedDeployment> = {}): Promise<string> {
    const connect = async () =>
      createGoogleApi({ projectId, accessToken: 'a-token', quotaProject: null, baseUrl: cloud.url });
    const deployment = { projectId, files, replaceRulesOf: undefined, connect, ...change };
    const { isAllowed, lines } = await guardRules(deployment);
    return [isAllowed ? 'goes on' : 'stops', ...lines].join('\n');
  }

  it('is stopped before it replaces the rules of somebody, with what to do instead', async () => {
    project.rules['cloud.firestore'] = openRules;
    const said = await deploy();
    expect(said).toMatch(
      /^stops\nWARNING: .*REPLACES the rules of the database \(default\), which are not ours/,
    );
    expect(said).toMatch(
      /Nothing was deployed: keep them by a database of its own .* or by the function kit/,
    );
    expect(said).toContain(`deploy with KLAYIM_REPLACE_RULES=${projectId}`);
  });

  it('goes on where there are no rules, where they let nobody in, and where they are ours', async () => {
    delete project.rules['cloud.firestore'];
    await expect(deploy()).resolves.toMatch(/^goes on\n.* has none, and gets ours/);
    project.rules['cloud.firestore'] = openRules.replace('read;', 'read, write: if false;');
    await expect(deploy()).resolves.toMatch(/^goes on\n.* let nobody in/);
    project.rules['cloud.firestore'] = files.rules;
    await expect(deploy()).resolves.toBe('goes on\nFirestore rules: ours');
  });

  it('minds the database that firebase.json names, and no other', async () => {
    project.rules['cloud.firestore'] = openRules;
    const own = { files: { ...files, rulesDatabase: 'klayim' } };
    await expect(deploy(own)).resolves.toMatch(/^goes on/);
    project.rules['cloud.firestore/klayim'] = openRules;
    await expect(deploy(own)).resolves.toMatch(/^stops\n.*database klayim/);
  });

  it('replaces them for whoever names the very project', async () => {
    project.rules['cloud.firestore'] = openRules;
    await expect(deploy({ replaceRulesOf: projectId })).resolves.toMatch(/^goes on/);
    for (const replaceRulesOf of ['another-project', 'true', '']) {
      await expect(deploy({ replaceRulesOf })).resolves.toMatch(/^stops/);
    }
  });

  it('is stopped when nobody can tell', async () => {
    outages = [{ service: 'firebaserules', status: 503, body: {} }];
    await expect(deploy()).resolves.toMatch(/^stops\nCannot tell .* answered 503[\s\S]*Nothing was deployed/);
    const connect = () => Promise.reject(new CannotTell('no account is logged in', 'gcloud auth login'));
    await expect(deploy({ connect })).resolves.toMatch(
      /^stops\nCannot tell .*logged in\.\n {2}gcloud auth login/,
    );
  });

  it('is guarded by a hook in firebase.json, which firebase-tools runs by way of a script', async () => {
    const [firebase, manifest] = await Promise.all(
      ['firebase.json', 'package.json'].map(async (name) =>
        JSON.parse(await readFile(join(root, name), 'utf8')),
      ),
    );
    const [, script = ''] = /\s(deploy:\S+)$/.exec(firebase.firestore.predeploy.at(-1)) ?? [];
    const [, file = ''] = /^node (\S+)$/.exec(manifest.scripts[script]) ?? [];
    const run = (env: NodeJS.ProcessEnv) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [join(root, file)], { env }, (_error, stdout, stderr) =>
          resolve([child.exitCode, stdout + stderr]),
        );
      });
    await expect(run({})).resolves.toEqual([2, expect.stringContaining('GCLOUD_PROJECT names no project')]);
    const named = { GCLOUD_PROJECT: projectId, KLAYIM_REPLACE_RULES: projectId };
    await expect(run(named)).resolves.toEqual([0, expect.stringContaining('become ours')]);
  });
});
