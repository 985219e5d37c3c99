import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiFolder } from '../../../scripts/artifact/bundle.ts';
import { makeArtifact } from '../../../scripts/artifact/make-artifact.ts';
import type { WantedIndexes } from '../../../src/cli/deploy-check/project-files.ts';
import type { CloudProject } from './google-cloud.ts';

const root = join(apiFolder, '../..');

/** A copy of the files that a deployment is made of, to spoil. */
export interface TestRepository {
  path: string;
  write: (name: string, text: string) => Promise<void>;
  read: (name: string) => Promise<string>;
  /** Puts every file back as it was. */
  restore: () => Promise<void>;
  remove: () => Promise<void>;
}

/** @param variables what `.env.PROJECT` holds. */
export async function makeTestRepository(projectId: string, variables: string): Promise<TestRepository> {
  const path = await mkdtemp(join(tmpdir(), 'klayim-check-'));
  const files = [
    'firebase.json',
    'firestore.rules',
    'firestore.indexes.json',
    '.env.example',
    'apps/api/deploy/.env',
  ];
  await mkdir(join(path, 'apps/api'), { recursive: true });
  await makeArtifact(join(path, 'apps/api/dist'));
  await cp(join(path, 'apps/api/dist'), join(path, 'built'), { recursive: true });
  await symlink(join(apiFolder, 'node_modules'), join(path, 'apps/api/node_modules'), 'junction');
  const write = async (name: string, text: string) => {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), text);
  };
  const restore = async () => {
    for (const name of files) {
      await write(name, await readFile(join(root, name), 'utf8'));
    }
    await write('.firebaserc', '{"projects":{}}');
    await write(`apps/api/deploy/.env.${projectId}`, variables);
    await cp(join(path, 'built'), join(path, 'apps/api/dist'), { recursive: true, force: true });
  };
  await restore();
  return {
    path,
    write,
    read: (name) => readFile(join(path, name), 'utf8'),
    restore,
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

const apis = [
  'cloudfunctions',
  'run',
  'cloudbuild',
  'artifactregistry',
  'eventarc',
  'cloudscheduler',
  'cloudtasks',
];
const moreApis = ['secretmanager', 'firestore', 'identitytoolkit'];

/** A project in which everything has been prepared as docs/deploy.md says, and nothing deployed. */
export function preparedProject(projectId: string): CloudProject {
  const emails = ['api', 'scheduler', 'worker'].map(
    (name) => `klayim-${name}@${projectId}.iam.gserviceaccount.com`,
  );
  const members = emails.map((email) => `serviceAccount:${email}`);
  return {
    projectId,
    state: 'ACTIVE',
    enabledApis: [...apis, ...moreApis].map((name) => `${name}.googleapis.com`),
    databases: { '(default)': { type: 'FIRESTORE_NATIVE', locationId: 'us-central1', indexes: [], ttl: [] } },
    rules: {},
    secrets: {
      ENCRYPTION_KEY: { state: 'ENABLED', value: `${randomBytes(32).toString('base64')}\n` },
      ENCRYPTION_PREVIOUS_KEYS: { state: 'ENABLED', value: 'none' },
      GOOGLE_CLIENT_SECRET: { state: 'ENABLED', value: 'GOCSPX-something' },
    },
    sites: ['another-site', 'a-third', projectId],
    functions: {},
    queues: {},
    jobs: {},
    permissions: [
      'cloudfunctions.functions.create',
      'run.services.setIamPolicy',
      'cloudscheduler.jobs.create',
      'cloudtasks.queues.create',
      'firebaserules.releases.update',
      'datastore.indexes.create',
      'firebasehosting.sites.update',
      'secretmanager.secrets.setIamPolicy',
      'artifactregistry.repositories.list',
      'serviceusage.services.enable',
    ],
    serviceAccounts: Object.fromEntries(
      emails.map((email) => [
        email,
        {
          permissions: ['iam.serviceAccounts.actAs'],
          bindings: [{ role: 'roles/iam.serviceAccountUser', members: [`serviceAccount:${email}`] }],
        },
      ]),
    ),
    bindings: [
      { role: 'roles/datastore.user', members },
      { role: 'roles/firebaseauth.admin', members: members.slice(0, 1) },
    ],
  };
}

/** The same project after a deployment. */
export function deployedProject(projectId: string, rules: string, wanted: WantedIndexes): CloudProject {
  const project = preparedProject(projectId);
  const queues = [
    'refreshTokenBatch',
    'storeDeferredCommit',
    'runOperatorJob',
    'importEmployees',
    'deliverWebhooks',
    'sendMail',
  ];
  const jobs = ['refreshExpiringTokens', 'deliverNotifications', 'rotateCredentialKeys', 'requeueWebhooks'];
  return {
    ...project,
    rules: { 'cloud.firestore': rules },
    functions: { api: { 'firebase-functions-codebase': 'api' } },
    queues: Object.fromEntries(queues.map((name) => [name, 'RUNNING'])),
    jobs: Object.fromEntries(jobs.map((name) => [`firebase-schedule-${name}-us-central1`, 'ENABLED'])),
    databases: {
      '(default)': {
        type: 'FIRESTORE_NATIVE',
        locationId: 'us-central1',
        indexes: wanted.indexes.map((index) => ({ ...index, state: 'READY' })),
        ttl: wanted.fieldOverrides
          .filter(({ ttl }) => ttl)
          .map(({ collectionGroup, fieldPath }) => ({ collectionGroup, fieldPath, state: 'ACTIVE' })),
      },
    },
  };
}
