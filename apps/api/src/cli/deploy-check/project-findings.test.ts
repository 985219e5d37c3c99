import { describe, expect, it } from 'vitest';
import {
  findBad,
  projectId,
  useDeployCheck,
  variables,
  variablesFile,
} from '../../../test/cli/deploy-check/use-deploy-check.ts';

const openRules =
  'service cloud.firestore { match /databases/{d}/documents { match /{a=**} { allow read; } } }';
const closedRules =
  "rules_version = '2'; service cloud.firestore { match /databases/{d}/documents { match /{a=**} { allow read, write: if false; } } }";

describe('deploy:check of a project at Google', () => {
  const fixture = useDeployCheck();

  it('finds a prepared project ready, says what the deployment creates, and only reads', async () => {
    const { isReady: ready, results } = await fixture.check();
    expect(findBad(results)).toEqual([]);
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
    const writes = fixture.requests.filter(
      ({ method, path }) => method !== 'GET' && !/:(getIamPolicy|testIamPermissions)$/.test(path),
    );
    expect(writes).toEqual([]);
    expect(new Set(fixture.requests.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer a-token']),
    );
  });

  it('finds nothing left to create after a deployment', async () => {
    fixture.deploy();
    const { isReady: ready, results } = await fixture.check();
    expect(findBad(results)).toEqual([]);
    expect(ready).toBe(true);
    expect(results.filter(({ status }) => status === 'pending')).toEqual([]);
  });

  const emailOf = (name: string) => `klayim-${name}@${projectId}.iam.gserviceaccount.com`;
  const accountOf = (name: string) => {
    const account = fixture.project.serviceAccounts[emailOf(name)];
    if (!account) {
      throw new Error(`there is no ${name}`);
    }
    return account;
  };

  it.each<[string, () => void, RegExp, RegExp, RegExp]>([
    [
      'a project that is not there',
      () => (fixture.project.projectId = 'other'),
      /^project/,
      /no Firebase project/,
      /addfirebase/,
    ],
    [
      'a project that is being deleted',
      () => (fixture.project.state = 'DELETED'),
      /^project/,
      /DELETED/,
      /./,
    ],
    [
      'an API',
      () => fixture.project.enabledApis.splice(6, 1),
      /^APIs/,
      /cloudtasks\.googleapis/,
      /services enable cloudtasks/,
    ],
    [
      'a database',
      () => (fixture.project.databases = {}),
      /^Firestore database/,
      /there is none/,
      /databases create/,
    ],
    [
      'a database in native mode',
      () => Object.assign(fixture.project.databases['(default)'] ?? {}, { type: 'DATASTORE_MODE' }),
      /^Firestore database/,
      /DATASTORE_MODE/,
      /database of its own/,
    ],
    [
      'rules that would be kept',
      () => (fixture.project.rules['cloud.firestore'] = openRules),
      /^Firestore rules/,
      /WARNING: a deployment REPLACES the rules/,
      /database of its own.*function kit.*--replace-rules/,
    ],
    [
      'a key',
      () => delete fixture.project.secrets['ENCRYPTION_KEY'],
      /ENCRYPTION_KEY$/,
      /none/,
      /openssl rand.*secrets:set/,
    ],
    [
      'a good key',
      () => Object.assign(fixture.project.secrets['ENCRYPTION_KEY'] ?? {}, { value: 'c2hvcnQ=' }),
      /^encryption keys/,
      /32 random bytes/,
      /key-rotation/,
    ],
    [
      'a secret that is not empty',
      () => Object.assign(fixture.project.secrets['GOOGLE_CLIENT_SECRET'] ?? {}, { value: '' }),
      /GOOGLE_CLIENT_SECRET/,
      /empty/,
      /secrets:set/,
    ],
    [
      'a secret without a line break at its end',
      () => Object.assign(fixture.project.secrets['GOOGLE_CLIENT_SECRET'] ?? {}, { value: 'GOCSPX-x\n' }),
      /GOOGLE_CLIENT_SECRET/,
      /line break/,
      /secrets:set/,
    ],
    [
      'an enabled secret',
      () => Object.assign(fixture.project.secrets['GOOGLE_CLIENT_SECRET'] ?? {}, { state: 'DESTROYED' }),
      /GOOGLE_CLIENT_SECRET/,
      /DESTROYED/,
      /secrets:set/,
    ],
    ['the Hosting site', () => fixture.project.sites.pop(), /^PUBLIC_BASE_URL/, /no Hosting site/, /edit/],
    [
      'a free name',
      () => (fixture.project.functions = { api: { 'firebase-functions-codebase': 'default' } }),
      /^function api/,
      /another codebase/,
      /kit/,
    ],
    [
      'a right of the deployer',
      () => fixture.project.permissions.pop(),
      /^your roles/,
      /serviceusage/,
      /serviceUsageAdmin/,
    ],
    [
      'a service account',
      () => delete fixture.project.serviceAccounts[emailOf('worker')],
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
      () => fixture.project.bindings[0]?.members.pop(),
      /^roles/,
      /worker.*Firestore/,
      /datastore\.user/,
    ],
    ['a role for users', () => fixture.project.bindings.pop(), /^roles/, /users/, /firebaseauth\.admin/],
  ])('misses %s, and says what mends it', async (_what, spoil, name, message, fix) => {
    spoil();
    const { isReady: ready, results } = await fixture.check();
    expect(ready).toBe(false);
    expect(findBad(results)).toEqual([
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
      () => fixture.project.databases['(default)']?.indexes.pop(),
      /^Firestore indexes/,
      /1 of \d+ are not there/,
    ],
    [
      'a built index',
      () => Object.assign(fixture.project.databases['(default)']?.indexes[0] ?? {}, { state: 'CREATING' }),
      /^Firestore indexes/,
      /1 being built/,
    ],
    [
      'a TTL policy',
      () => fixture.project.databases['(default)']?.ttl.pop(),
      /^Firestore TTL/,
      /1 of \d+ are not there/,
    ],
    [
      'a queue',
      () => delete fixture.project.queues['storeDeferredCommit'],
      /^Cloud Tasks/,
      /storeDeferredCommit/,
    ],
    [
      'a running queue',
      () => (fixture.project.queues['storeDeferredCommit'] = 'PAUSED'),
      /^Cloud Tasks/,
      /PAUSED/,
    ],
    ['a schedule', () => (fixture.project.jobs = {}), /^Cloud Scheduler/, /refreshExpiringTokens/],
  ])('misses %s of a project that was deployed to', async (_what, spoil, name, message) => {
    fixture.deploy();
    spoil();
    const found = findBad((await fixture.check()).results);
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
    fixture.project.rules['cloud.firestore'] = rules;
    expect(findBad((await fixture.check()).results)).toEqual([]);
  });

  it('replaces rules when it is told to, and checks those of the database that is used', async () => {
    fixture.project.rules['cloud.firestore'] = openRules;
    expect((await fixture.check({ replaceRules: true })).isReady).toBe(true);
    // In a database of its own, the others' rules are left alone.
    fixture.project.databases['klayim'] = fixture.project.databases['(default)'] ?? {
      type: '',
      locationId: '',
      indexes: [],
      ttl: [],
    };
    await fixture.repository.write(variablesFile, `${variables}FIRESTORE_DATABASE_ID=klayim\n`);
    expect(findBad((await fixture.check()).results)).toMatchObject([
      { name: 'firebase.json', fix: expect.stringContaining('"klayim"') },
    ]);
    const config = JSON.parse(await fixture.repository.read('firebase.json')) as { firestore: object };
    const firestore = { ...config.firestore, database: 'klayim' };
    await fixture.repository.write('firebase.json', JSON.stringify({ ...config, firestore }));
    expect(findBad((await fixture.check()).results)).toEqual([]);
    fixture.project.rules['cloud.firestore/klayim'] = openRules;
    expect(findBad((await fixture.check()).results)).toMatchObject([
      { message: expect.stringContaining('database klayim') },
    ]);
  });

  it('asks about users in the project that has them', async () => {
    await fixture.repository.write(variablesFile, `${variables}AUTH_PROJECT_ID=acme-users\n`);
    fixture.project.bindings.pop();
    expect(findBad((await fixture.check()).results)).toMatchObject([
      { message: expect.stringContaining('users of acme-users') },
    ]);
  });
});
