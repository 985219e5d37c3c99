import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CloudProject,
  type GoogleCloud,
  type Outage,
  startGoogleCloud,
} from '../../../test/cli/deploy-check/google-cloud.ts';
import {
  deployedProject,
  makeTestRepository,
  preparedProject,
  type TestRepository,
} from '../../../test/cli/deploy-check/prepared-project.ts';
import { type Artifact, readArtifact } from './artifact.ts';
import { type CheckResult, isReady } from './check.ts';
import { checkDeployment, type DeploymentToCheck } from './check-deployment.ts';
import { readProjectFiles } from './project-files.ts';

const projectId = 'acme-production';
const variables = `PUBLIC_BASE_URL=https://${projectId}.web.app/api\nGOOGLE_CLIENT_ID=g.apps.googleusercontent.com\n`;
const variablesFile = `apps/api/deploy/.env.${projectId}`;
const openRules =
  'service cloud.firestore { match /databases/{d}/documents { match /{a=**} { allow read; } } }';
const closedRules =
  "rules_version = '2'; service cloud.firestore { match /databases/{d}/documents { match /{a=**} { allow read, write: if false; } } }";

describe('deploy:check', () => {
  let repository: TestRepository;
  let cloud: GoogleCloud;
  let tools: string;
  let artifact: Artifact;
  let project: CloudProject;
  let deployed: CloudProject;
  let outages: Outage[];

  beforeAll(async () => {
    repository = await makeTestRepository(projectId, variables);
    artifact = await readArtifact(join(repository.path, 'apps/api'), { GOOGLE_CLIENT_ID: 'g' });
    cloud = await startGoogleCloud(
      () => project,
      () => outages,
    );
    const { rules, indexes } = await readProjectFiles(repository.path, projectId);
    deployed = deployedProject(projectId, rules, indexes);
    // A login without gcloud's own machinery: the command that prints its token.
    tools = await mkdtemp(join(tmpdir(), 'klayim-tools-'));
    await writeFile(join(tools, 'gcloud'), '#!/bin/sh\necho a-token\n');
    await chmod(join(tools, 'gcloud'), 0o755);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([cloud.close(), repository.remove(), rm(tools, { recursive: true })]);
  });
  beforeEach(() => {
    project = structuredClone(preparedProject(projectId));
    outages = [];
    cloud.requests.length = 0;
  });
  afterEach(() => repository.restore());

  interface Outcome {
    exitCode: number | null;
    stdout: string;
    stderr: string;
  }

  function run(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
    const environment = {
      PATH: tools,
      HOME: tools,
      DEPLOY_CHECK_REPOSITORY: repository.path,
      DEPLOY_CHECK_GOOGLE_URL: cloud.url,
      ...env,
    };
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [join(import.meta.dirname, 'main.ts'), ...args],
        { env: environment },
        (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
      );
    });
  }

  /** The same in this process, with the artifact that was read once: much faster. */
  async function check(
    options: Partial<DeploymentToCheck> = {},
  ): Promise<{ isReady: boolean; results: CheckResult[] }> {
    const results = await checkDeployment({
      projectId,
      repository: repository.path,
      environment: { PATH: tools, HOME: tools },
      nodeVersion: '24.1.0',
      readArtifact: async () => artifact,
      replaceRules: false,
      googleBaseUrl: cloud.url,
      onResult: () => {},
      ...options,
    });
    return { isReady: isReady(results), results };
  }
  const bad = (results: readonly CheckResult[]) =>
    results.filter(({ status }) => status === 'missing' || status === 'unknown');

  it('finds a prepared project ready, says what the deployment makes, and only reads', async () => {
    const { isReady: ready, results } = await check();
    expect(bad(results)).toEqual([]);
    expect(ready).toBe(true);
    const named = (status: string) =>
      results.filter((result) => result.status === status).map(({ name }) => name);
    expect(named('pending')).toEqual([
      'Firestore rules',
      'Firestore indexes',
      'Firestore TTL policies',
      'function api',
      'Cloud Tasks queues',
      'Cloud Scheduler jobs',
    ]);
    expect(named('manual')).toEqual(['redirect URI at Google']);
    const writes = cloud.requests.filter(
      ({ method, path }) => method !== 'GET' && !/:(getIamPolicy|testIamPermissions)$/.test(path),
    );
    expect(writes).toEqual([]);
    expect(new Set(cloud.requests.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer a-token']),
    );
  });

  it('finds nothing to come after a deployment', async () => {
    project = structuredClone(deployed);
    const { isReady: ready, results } = await check();
    expect(bad(results)).toEqual([]);
    expect(ready).toBe(true);
    expect(results.filter(({ status }) => status === 'pending')).toEqual([]);
  });

  it('prints a line for each check and under it the command that mends it', async () => {
    delete project.secrets['GOOGLE_CLIENT_SECRET'];
    const { exitCode, stdout, stderr } = await run(['--project', projectId]);
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toContain(
      `missing      secret GOOGLE_CLIENT_SECRET: there is none\n               npx -y firebase-tools@15.34.2 functions:secrets:set GOOGLE_CLIENT_SECRET --project ${projectId}\n`,
    );
    expect(stdout).toMatch(/^ok +APIs: all 10 are enabled$/m);
    expect(stdout).toMatch(/\nNot ready: 1 missing, 0 cannot be told\. Nothing was changed\.\n$/);
    expect(stdout).not.toContain(project.secrets['ENCRYPTION_KEY']?.value.trim());
  });

  const emailOf = (name: string) => `klayim-${name}@${projectId}.iam.gserviceaccount.com`;
  const accountOf = (name: string) => {
    const account = project.serviceAccounts[emailOf(name)];
    if (!account) {
      throw new Error(`there is no ${name}`);
    }
    return account;
  };

  it.each<[string, () => void, RegExp, RegExp, RegExp]>([
    [
      'a project that is not there',
      () => (project.projectId = 'other'),
      /^project/,
      /no Firebase project/,
      /addfirebase/,
    ],
    ['a project that is being deleted', () => (project.state = 'DELETED'), /^project/, /DELETED/, /./],
    [
      'an API',
      () => project.enabledApis.splice(6, 1),
      /^APIs/,
      /cloudtasks\.googleapis/,
      /services enable cloudtasks/,
    ],
    [
      'a database',
      () => (project.databases = {}),
      /^Firestore database/,
      /there is none/,
      /databases create/,
    ],
    [
      'a database in native mode',
      () => Object.assign(project.databases['(default)'] ?? {}, { type: 'DATASTORE_MODE' }),
      /^Firestore database/,
      /DATASTORE_MODE/,
      /database of its own/,
    ],
    [
      'rules that would be kept',
      () => (project.rules['cloud.firestore'] = openRules),
      /^Firestore rules/,
      /WARNING: a deployment REPLACES the rules/,
      /database of its own.*function kit.*--replace-rules/,
    ],
    [
      'a key',
      () => delete project.secrets['ENCRYPTION_KEY'],
      /ENCRYPTION_KEY$/,
      /none/,
      /openssl rand.*secrets:set/,
    ],
    [
      'a good key',
      () => Object.assign(project.secrets['ENCRYPTION_KEY'] ?? {}, { value: 'c2hvcnQ=' }),
      /^encryption keys/,
      /32 random bytes/,
      /key-rotation/,
    ],
    [
      'a secret that is not empty',
      () => Object.assign(project.secrets['GOOGLE_CLIENT_SECRET'] ?? {}, { value: '' }),
      /GOOGLE_CLIENT_SECRET/,
      /empty/,
      /secrets:set/,
    ],
    [
      'a secret without a line break at its end',
      () => Object.assign(project.secrets['GOOGLE_CLIENT_SECRET'] ?? {}, { value: 'GOCSPX-x\n' }),
      /GOOGLE_CLIENT_SECRET/,
      /line break/,
      /secrets:set/,
    ],
    [
      'an enabled secret',
      () => Object.assign(project.secrets['GOOGLE_CLIENT_SECRET'] ?? {}, { state: 'DESTROYED' }),
      /GOOGLE_CLIENT_SECRET/,
      /DESTROYED/,
      /secrets:set/,
    ],
    ['the Hosting site', () => project.sites.pop(), /^PUBLIC_BASE_URL/, /no Hosting site/, /edit/],
    [
      'a free name',
      () => (project.functions = { api: { 'firebase-functions-codebase': 'default' } }),
      /^function api/,
      /another codebase/,
      /kit/,
    ],
    [
      'a right of the deployer',
      () => project.permissions.pop(),
      /^your roles/,
      /serviceusage/,
      /serviceUsageAdmin/,
    ],
    [
      'a service account',
      () => delete project.serviceAccounts[emailOf('worker')],
      /klayim-worker/,
      /none/,
      /service-accounts create klayim-worker/,
    ],
    [
      'an enabled account',
      () => (accountOf('api').disabled = true),
      /klayim-api/,
      /disabled/,
      /service-accounts enable/,
    ],
    [
      'the right to act as it',
      () => (accountOf('api').permissions = []),
      /klayim-api/,
      /you may not/,
      /user:YOU/,
    ],
    [
      'its right to act as itself',
      () => (accountOf('worker').bindings = []),
      /klayim-worker/,
      /no queue/,
      /serviceAccountUser/,
    ],
    [
      'a role for data',
      () => project.bindings[0]?.members.pop(),
      /^roles/,
      /worker.*Firestore/,
      /datastore\.user/,
    ],
    ['a role for users', () => project.bindings.pop(), /^roles/, /users/, /firebaseauth\.viewer/],
  ])('misses %s, and says what mends it', async (_what, spoil, name, message, fix) => {
    spoil();
    const { isReady: ready, results } = await check();
    expect(ready).toBe(false);
    expect(bad(results)).toEqual([
      {
        name: expect.stringMatching(name),
        status: 'missing',
        message: expect.stringMatching(message),
        fix: expect.stringMatching(fix),
      },
    ]);
  });

  it.each<[string, () => void, RegExp, RegExp]>([
    [
      'an index',
      () => project.databases['(default)']?.indexes.pop(),
      /^Firestore indexes/,
      /1 of \d+ are not there/,
    ],
    [
      'a built index',
      () => Object.assign(project.databases['(default)']?.indexes[0] ?? {}, { state: 'CREATING' }),
      /^Firestore indexes/,
      /1 being built/,
    ],
    [
      'a TTL policy',
      () => project.databases['(default)']?.ttl.pop(),
      /^Firestore TTL/,
      /1 of \d+ are not there/,
    ],
    ['a queue', () => delete project.queues['storeDeferredCommit'], /^Cloud Tasks/, /storeDeferredCommit/],
    ['a running queue', () => (project.queues['storeDeferredCommit'] = 'PAUSED'), /^Cloud Tasks/, /PAUSED/],
    ['a schedule', () => (project.jobs = {}), /^Cloud Scheduler/, /refreshExpiringTokens/],
  ])('misses %s of a project that was deployed to', async (_what, spoil, name, message) => {
    project = structuredClone(deployed);
    spoil();
    const found = bad((await check()).results);
    expect(found).toMatchObject([
      { name: expect.stringMatching(name), status: 'missing', message: expect.stringMatching(message) },
    ]);
    expect(found[0]?.fix).toContain(projectId);
  });

  it.each([
    ['that let nobody in', closedRules],
    ['that let nobody in, with an open one as a comment', `// allow read;\n/* allow write; */${closedRules}`],
    ['of an older version of ours', 'match /employeeFacets/{facetsId} { allow get: if true; }'],
  ])('does not warn of rules %s', async (_which, rules) => {
    project.rules['cloud.firestore'] = rules;
    expect(bad((await check()).results)).toEqual([]);
  });

  it('replaces rules when it is told to, and looks at those of the database that is used', async () => {
    project.rules['cloud.firestore'] = openRules;
    expect((await check({ replaceRules: true })).isReady).toBe(true);
    // In a database of its own, the others' rules are left alone.
    project.databases['klayim'] = project.databases['(default)'] ?? {
      type: '',
      locationId: '',
      indexes: [],
      ttl: [],
    };
    await repository.write(variablesFile, `${variables}FIRESTORE_DATABASE_ID=klayim\n`);
    expect(bad((await check()).results)).toMatchObject([
      { name: 'firebase.json', fix: expect.stringContaining('"klayim"') },
    ]);
    const config = JSON.parse(await repository.read('firebase.json')) as { firestore: object };
    const firestore = { ...config.firestore, database: 'klayim' };
    await repository.write('firebase.json', JSON.stringify({ ...config, firestore }));
    expect(bad((await check()).results)).toEqual([]);
    project.rules['cloud.firestore/klayim'] = openRules;
    expect(bad((await check()).results)).toMatchObject([
      { message: expect.stringContaining('database klayim') },
    ]);
  });

  it('asks about the users in the project where they are', async () => {
    await repository.write(variablesFile, `${variables}AUTH_PROJECT_ID=acme-users\n`);
    project.bindings.pop();
    expect(bad((await check()).results)).toMatchObject([
      { message: expect.stringContaining('users of acme-users') },
    ]);
  });

  it.each<[string, string, string, RegExp, RegExp]>([
    [
      'another default project',
      '.firebaserc',
      '{"projects":{"default":"other"}}',
      /^\.firebaserc/,
      /works there/,
    ],
    ['a typing error', variablesFile, `${variables}GOOGLE_CLIENTID=x\n`, /^\.env/, /GOOGLE_CLIENTID: nobody/],
    ['a secret', variablesFile, `${variables}ENCRYPTION_KEY=x\n`, /^\.env/, /belongs in Secret Manager/],
    ['an http address', variablesFile, variables.replace('https', 'http'), /^\.env/, /must be https/],
    ['no number', variablesFile, `${variables}API_MAX_INSTANCES=many\n`, /^\.env/, /must be a number/],
    ['a mail sender', variablesFile, `${variables}SMTP_HOST=smtp.example.com\n`, /^\.env/, /SMTP_SENDER/],
    [
      'a mail password',
      variablesFile,
      `${variables}SMTP_PASSWORD=x\n`,
      /^\.env/,
      /belongs in Secret Manager/,
    ],
    ['a placeholder', variablesFile, variables.replace(/g\.apps.*/, '...'), /^\.env/, /still "\.\.\."/],
    ['another path', variablesFile, variables.replace('/api', '/v1'), /^PUBLIC_BASE_URL/, /leads \/api/],
    [
      'a function of another project',
      variablesFile,
      variables.replace(/https.*api/, 'https://us-central1-other.cloudfunctions.net/api'),
      /^PUBLIC_BASE_URL/,
      /not us-central1-other/,
    ],
  ])('notices %s in the files of the deployment', async (_what, file, text, name, message) => {
    await repository.write(file, text);
    const { isReady: ready, results } = await check();
    expect(ready).toBe(false);
    expect(bad(results)[0]).toMatchObject({
      name: expect.stringMatching(name),
      status: 'missing',
      message: expect.stringMatching(message),
      fix: expect.any(String),
    });
  });

  it('asks for the password of the SMTP server once there is a user for it, and not before', async () => {
    const mail = `${variables}SMTP_HOST=smtp.example.com\nSMTP_SENDER=Klayim <notices@example.com>\n`;
    const passwords = async (file: string) => {
      await repository.write(variablesFile, file);
      const { results } = await check();
      return results.filter(({ name }) => name === 'secret SMTP_PASSWORD');
    };
    expect(await passwords(mail)).toEqual([]);
    expect(await passwords(`${mail}SMTP_USER=klayim\n`)).toMatchObject([
      {
        status: 'missing',
        message: 'there is none',
        fix: expect.stringContaining('functions:secrets:set SMTP_PASSWORD'),
      },
    ]);
    project.secrets['SMTP_PASSWORD'] = { state: 'ENABLED', value: 'secret\n' };
    expect(await passwords(`${mail}SMTP_USER=klayim\n`)).toMatchObject([
      { message: expect.stringMatching(/line break/) },
    ]);
    project.secrets['SMTP_PASSWORD'] = { state: 'ENABLED', value: 'secret' };
    expect(await passwords(`${mail}SMTP_USER=klayim\n`)).toMatchObject([{ status: 'ok' }]);
  });

  it('reads the artifact as firebase-tools does, and leaves its folder as it was', async () => {
    expect(artifact).toMatchObject({ state: 'found', node: '24' });
    expect(await readdir(join(repository.path, 'apps/api'))).toEqual(['deploy', 'dist', 'node_modules']);
    await repository.write('apps/api/dist/functions.js', 'throw new Error("broken")');
    const broken = await readArtifact(join(repository.path, 'apps/api'), {});
    expect(broken).toEqual({ state: 'broken', reason: expect.stringContaining('broken') });
    const { results } = await check({ readArtifact: async () => broken });
    expect(bad(results)[0]).toMatchObject({ name: 'artifact', fix: 'npx -y pnpm@10.34.8 build' });
  });

  it('says that nothing is prepared: no file of variables, nothing built, another Node', async () => {
    await rm(join(repository.path, variablesFile));
    await rm(join(repository.path, 'apps/api/dist'), { recursive: true });
    const { stdout } = await run(['--project', projectId], {
      npm_config_user_agent: 'pnpm/10.34.9 node/v18.20.0 linux',
    });
    expect(stdout).toMatch(/^missing +Node: firebase-tools needs Node 20 or later, and this is 18\.20\.0$/m);
    expect(stdout).toMatch(/^missing +\.env\.acme-production: there is no /m);
    expect(stdout).toMatch(
      /^missing +artifact: apps\/api\/dist is not built\n +npx -y pnpm@10\.34\.8 build$/m,
    );
    expect(stdout).toMatch(/^cannot tell +Cloud Tasks queues: only a built artifact/m);
  });

  it.each<[string, Outage, RegExp, RegExp | null]>([
    [
      'an API that is not enabled',
      {
        service: 'secretmanager',
        status: 403,
        body: {
          error: {
            status: 'PERMISSION_DENIED',
            message: 'disabled',
            details: [{ reason: 'SERVICE_DISABLED' }],
          },
        },
      },
      /secretmanager\.googleapis\.com is not enabled/,
      /services enable secretmanager/,
    ],
    [
      'an API that one may not ask',
      {
        service: 'iam',
        status: 403,
        body: { error: { status: 'PERMISSION_DENIED', message: 'no iam.get' } },
      },
      /iam\.googleapis\.com answered 403 PERMISSION_DENIED no iam\.get/,
      null,
    ],
    ['an API that is out', { service: 'firebaserules', status: 503, body: {} }, /answered 503/, null],
    [
      'an answer of another form',
      { service: 'firestore', status: 200, body: { indexes: 'x' } },
      /unexpected/,
      null,
    ],
  ])('cannot tell what %s hides, and tells the rest', async (_what, outage, message, fix) => {
    outages = [outage];
    const { isReady: ready, results } = await check();
    const hidden = results.filter(({ status }) => status === 'unknown');
    expect(ready).toBe(false);
    expect(hidden[0]?.message).toMatch(message);
    if (fix) {
      expect(hidden[0]?.fix).toMatch(fix);
    }
    expect(results.filter(({ status }) => status === 'ok').length).toBeGreaterThan(5);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'gcloud',
      { PATH: '/nonexistent' },
      /^cannot tell +project acme-production: there is neither gcloud nor [\s\S]*install gcloud/m,
    ],
    [
      'a network',
      { DEPLOY_CHECK_GOOGLE_URL: 'http://127.0.0.1:1' },
      /cannot be reached \(ECONNREFUSED|bad port/,
    ],
    [
      'credentials in the file that is named',
      { GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent.json' },
      /the application default credentials give no access token\n +gcloud auth application-default login/,
    ],
  ])('says so in one line without %s', async (_what, environment, message) => {
    const outcome = await run(['--project', projectId], {
      METADATA_SERVER_DETECTION: 'none',
      ...environment,
    });
    expect([outcome.exitCode, outcome.stderr]).toEqual([1, '']);
    expect(outcome.stdout).toMatch(message);
    expect(outcome.stdout.match(/^cannot tell/gm)).toHaveLength(1);
    expect(outcome.stdout).toMatch(/^ok +artifact/m);
  });

  it('asks for a login when gcloud has none, and for a new one when Google does not accept it', async () => {
    const loggedOut = await mkdtemp(join(tmpdir(), 'klayim-tools-'));
    await writeFile(join(loggedOut, 'gcloud'), '#!/bin/sh\necho "no active account" >&2\nexit 1\n');
    await chmod(join(loggedOut, 'gcloud'), 0o755);
    await symlink(process.execPath, join(loggedOut, 'node'));
    const env = { PATH: loggedOut, METADATA_SERVER_DETECTION: 'none' };
    const { stdout } = await run(['--project', projectId], env);
    expect(stdout).toMatch(/nobody is logged in\n +gcloud auth login/);
    await rm(loggedOut, { recursive: true });
    outages = [{ service: 'firebase', status: 401, body: {} }];
    expect(bad((await check()).results)).toMatchObject([{ status: 'unknown', fix: 'gcloud auth login' }]);
  });

  it.each([
    [[], /Which project\?/],
    [['--project', 'Not a project'], /is no project id/],
    [['--projects', projectId], /--projects/],
  ])('refuses to be called by %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('shows a login to nobody but Google and this machine', async () => {
    const { exitCode, stderr } = await run(['--project', projectId], {
      DEPLOY_CHECK_GOOGLE_URL: 'http://evil.example',
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('must be on 127.0.0.1')]);
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await run(['--help']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('--replace-rules')]);
  });
});
