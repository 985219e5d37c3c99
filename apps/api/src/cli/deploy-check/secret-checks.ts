import * as z from 'zod';
import { isAppError } from '../../errors/app-error.ts';
import { readKeyring } from '../../lib/keyring.ts';
import { CannotTell, type Check, type CheckResult } from './check.ts';
import { type CloudContext, firebase } from './context.ts';

const versionSchema = z.object({ state: z.string() });
const accessSchema = z.object({ payload: z.object({ data: z.string().default('') }) });

/** Secrets that the functions bind: the keys, those of the providers that have a client id, the SMTP server's password. */
export function secretChecks(context: CloudContext): Check[] {
  const providers = ['GOOGLE', 'MICROSOFT'].filter((provider) => context.variables[`${provider}_CLIENT_ID`]);
  const mailSecrets = context.variables['SMTP_USER'] ? ['SMTP_PASSWORD'] : [];
  return [
    { name: 'encryption keys', run: () => encryptionKeys(context) },
    ...[...providers.map((provider) => `${provider}_CLIENT_SECRET`), ...mailSecrets].map((secret) => {
      return { name: `secret ${secret}`, run: async () => [(await readSecret(context, secret)).result] };
    }),
  ];
}

async function encryptionKeys(context: CloudContext): Promise<CheckResult[]> {
  const current = await readSecret(context, 'ENCRYPTION_KEY');
  const previous = await readSecret(context, 'ENCRYPTION_PREVIOUS_KEYS');
  const results = [current.result, previous.result];
  if (current.value === null || previous.value === null) {
    return results;
  }
  try {
    readKeyring({
      ENCRYPTION_KEY: current.value,
      ENCRYPTION_PREVIOUS_KEYS: previous.value,
      ENCRYPTION_KEY_VERSION: context.variables['ENCRYPTION_KEY_VERSION'],
    });
    return results;
  } catch (error) {
    if (!isAppError(error)) {
      throw error;
    }
    const message = `the functions would refuse them: ${error.detail ?? error.message}`;
    return [...results, { name: 'encryption keys', status: 'missing', message, fix: 'docs/key-rotation.md' }];
  }
}

interface SecretReading {
  result: CheckResult;
  /** Null when it is not there or may not be read. It leaves this file in no form. */
  value: string | null;
}

/** @see https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access */
async function readSecret({ google, projectId }: CloudContext, secret: string): Promise<SecretReading> {
  const name = `secret ${secret}`;
  const fix = setCommand(secret, projectId);
  const path = `v1/projects/${projectId}/secrets/${secret}/versions/latest`;
  const version = await google.get(versionSchema, 'secretmanager', path);
  if (!version) {
    return { result: { name, status: 'missing', message: 'there is none', fix }, value: null };
  }
  if (version.state !== 'ENABLED') {
    const message = `its latest version is ${version.state}`;
    return { result: { name, status: 'missing', message, fix }, value: null };
  }
  const answer = await google.get(accessSchema, 'secretmanager', `${path}:access`).catch((cause: unknown) => {
    const message = `it is there, and whether it is empty cannot be seen: ${cause instanceof Error ? cause.message : cause}`;
    const role = `gcloud secrets add-iam-policy-binding ${secret} --member=user:YOU --role=roles/secretmanager.secretAccessor --project=${projectId}`;
    throw new CannotTell(`${secret}: ${message}`, role, { cause });
  });
  const value = Buffer.from(answer?.payload.data ?? '', 'base64').toString();
  if (value.trim() === '') {
    return { result: { name, status: 'missing', message: 'it is empty', fix }, value: null };
  }
  if (value !== value.trim() && /(CLIENT_SECRET|PASSWORD)$/.test(secret)) {
    const message = 'it begins or ends with a space or a line break, which the other side would be sent too';
    return { result: { name, status: 'missing', message, fix }, value: null };
  }
  return { result: { name, status: 'ok', message: 'there, and not empty' }, value };
}

function setCommand(secret: string, projectId: string): string {
  const set = `${firebase} functions:secrets:set ${secret}`;
  if (secret === 'ENCRYPTION_KEY') {
    return `openssl rand -base64 32 | ${set} --data-file - --project ${projectId}`;
  }
  if (secret === 'ENCRYPTION_PREVIOUS_KEYS') {
    return `printf none | ${set} --data-file - --project ${projectId}`;
  }
  return `${set} --project ${projectId}`;
}
