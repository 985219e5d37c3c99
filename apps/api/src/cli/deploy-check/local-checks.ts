import { readConfig } from '../../config/config.ts';
import { isAppError } from '../../errors/app-error.ts';
import { providerRegistry } from '../../providers/index.ts';
import type { Check, CheckResult } from './check.ts';
import { buildCommand, type CheckContext } from './context.ts';

/** What this machine and its files say. */
export function localChecks(context: CheckContext): Check[] {
  const { projectId, files } = context;
  return [
    { name: 'Node', run: async () => [nodeVersion(context)] },
    { name: '.firebaserc', run: async () => [projectNames(context)] },
    { name: `.env.${projectId}`, run: async () => parameters(context) },
    { name: 'firebase.json', run: async () => [databaseNames(context)] },
    { name: 'artifact', run: async () => [artifact(context)] },
  ].filter(({ name }) => files.variables !== null || name !== 'firebase.json');
}

function nodeVersion({ nodeVersion: version }: CheckContext): CheckResult {
  const name = 'Node';
  if (Number.parseInt(version, 10) >= 20) {
    return { name, status: 'ok', message: version };
  }
  const message = `firebase-tools needs Node 20 or later, and this is ${version}`;
  return { name, status: 'missing', message, fix: 'install Node 24 (https://nodejs.org)' };
}

/** An alias "default" leads commands without --project to it. */
function projectNames({ projectId, files }: CheckContext): CheckResult {
  const name = '.firebaserc';
  const { default: usual } = files.projects;
  if (usual === undefined) {
    return { name, status: 'ok', message: 'no default project: every command names its own' };
  }
  if (usual === projectId) {
    return { name, status: 'ok', message: `the default project is ${projectId}` };
  }
  return {
    name,
    status: 'missing',
    message: `the default project is ${usual}: a command without --project works there`,
    fix: `set "default" to "${projectId}" in .firebaserc, or take it out`,
  };
}

const servers = [...providerRegistry.servers.values()];
const secretNames: ReadonlySet<string> = new Set([
  'ENCRYPTION_KEY',
  'ENCRYPTION_PREVIOUS_KEYS',
  'SMTP_PASSWORD',
  ...servers.map(({ clientSecretVariable }) => clientSecretVariable),
]);

function parameters({ projectId, files, variables }: CheckContext): CheckResult[] {
  const path = `apps/api/deploy/.env.${projectId}`;
  const name = `.env.${projectId}`;
  if (files.variables === null) {
    return [{ name, status: 'missing', message: `there is no ${path}`, fix: 'docs/deploy.md, section 4' }];
  }
  const faults = [
    ...configurationFaults(variables, projectId),
    ...Object.keys(variables)
      .filter((variable) => secretNames.has(variable))
      .map((variable) => `${variable}: is a secret, and belongs in Secret Manager`),
    ...Object.keys(variables)
      .filter((variable) => !files.knownVariables.has(variable))
      .map((variable) => `${variable}: unknown variable (see .env.example)`),
    ...Object.entries(variables)
      .filter(([, value]) => value === '...')
      .map(([variable]) => `${variable}: is still "..."`),
  ];
  const bad = faults.map(
    (fault): CheckResult => ({ name, status: 'missing', message: fault, fix: `edit ${path}` }),
  );
  return bad.length > 0 ? bad : [{ name, status: 'ok', message: 'valid', fix: undefined }];
}

/** What the functions would say of these variables, were the secrets there. */
function configurationFaults(variables: Readonly<Record<string, string>>, projectId: string): string[] {
  const secrets = Object.fromEntries(
    servers
      .filter(({ clientIdVariable }) => variables[clientIdVariable])
      .map(({ clientSecretVariable }): [string, string] => [clientSecretVariable, 'in Secret Manager']),
  );
  const numbers = Object.entries(variables)
    .filter(([name, value]) => /_(MB|INSTANCES|CONCURRENCY|RATE)$/.test(name) && !/^\d+$/.test(value))
    .map(([name]) => `${name}: must be a number`);
  const clientIds = servers.map(({ clientIdVariable }) => clientIdVariable).join(' or ');
  const providers = Object.keys(secrets).length === 0 ? [`${clientIds}: no account could be connected`] : [];
  try {
    readConfig({ ...variables, ...secrets, GOOGLE_CLOUD_PROJECT: projectId });
    return [...numbers, ...providers];
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
    return [...(error.detail ?? error.message).split('; '), ...numbers, ...providers];
  }
}

/** Rules and indexes go to the database that `firebase.json` names, data to that of FIRESTORE_DATABASE_ID. */
function databaseNames({ files, databaseId }: CheckContext): CheckResult {
  const name = 'firebase.json';
  if (files.rulesDatabase === databaseId) {
    return {
      name,
      status: 'ok',
      message: `rules and indexes go to the database ${databaseId}, where the data is`,
    };
  }
  return {
    name,
    status: 'missing',
    message: `rules and indexes would go to the database ${files.rulesDatabase}, and the data is in ${databaseId}`,
    fix: `set "database": "${databaseId}" in the "firestore" part of firebase.json`,
  };
}

function artifact({ artifact: found }: CheckContext): CheckResult {
  const name = 'artifact';
  if (found.state === 'absent') {
    return { name, status: 'missing', message: 'apps/api/dist is not built', fix: buildCommand };
  }
  if (found.state === 'broken') {
    return {
      name,
      status: 'missing',
      message: `no functions are found in it: ${found.reason}`,
      fix: buildCommand,
    };
  }
  const count = Object.keys(found.manifest.endpoints).length;
  return { name, status: 'ok', message: `${count} functions for Node ${found.node}` };
}
