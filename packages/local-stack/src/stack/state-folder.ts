import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../stack-error.ts';

/** An application as registered at one of the local authorization servers. */
interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a clone invents at its first run. None of it is good for anything but this machine. */
export interface DevelopmentKeys {
  /** 32 random bytes, base64. */
  readonly encryptionKey: string;
  readonly google: ClientRegistration;
  readonly microsoft: ClientRegistration;
}

/** Where a clone keeps what outlives a run. */
export interface StateFolder {
  readonly root: string;
  readonly firestore: string;
  readonly logs: string;
  readonly runs: string;
  /** Grants, tokens and keys of an authorization server. */
  readonly authorizationServer: (plays: 'google' | 'microsoft') => string;
  readonly keys: DevelopmentKeys;
}

const OWNER_ONLY = 0o600;

/**
 * Opens the state folder, and makes it when there is none.
 *
 * @param fresh begin with nothing: data, grants and keys of earlier runs are deleted.
 * @throws {StackError} when its keys cannot be read.
 */
export async function openStateFolder(root: string, { fresh }: { fresh: boolean }): Promise<StateFolder> {
  const firestore = join(root, 'firestore');
  const oauth = join(root, 'oauth');
  const keysFile = join(root, 'keys.json');
  if (fresh) {
    for (const path of [firestore, oauth, keysFile]) await rm(path, { recursive: true, force: true });
  }
  const logs = join(root, 'logs');
  const runs = join(root, 'run');
  for (const folder of [firestore, oauth, logs, runs]) await mkdir(folder, { recursive: true });
  return {
    root,
    firestore,
    logs,
    runs,
    authorizationServer: (plays) => join(oauth, `${plays}.json`),
    keys: (await readKeys(keysFile)) ?? (await inventKeys(keysFile)),
  };
}

async function readKeys(file: string): Promise<DevelopmentKeys | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StackError(`The development keys in ${file} cannot be read.`, { cause: error });
  }
  const keys = parse(text);
  if (!isDevelopmentKeys(keys)) {
    throw new StackError(`The development keys in ${file} are damaged. Start with --fresh to make new ones.`);
  }
  return keys;
}

async function inventKeys(file: string): Promise<DevelopmentKeys> {
  const keys = {
    encryptionKey: randomBytes(32).toString('base64'),
    google: inventRegistration('google'),
    microsoft: inventRegistration('microsoft'),
  };
  // In one step, so that an interrupted run leaves no half of a file.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: OWNER_ONLY });
  await rename(draft, file);
  return keys;
}

function inventRegistration(plays: string): ClientRegistration {
  return {
    clientId: `klayim-${plays}-${randomBytes(4).toString('hex')}`,
    clientSecret: randomBytes(24).toString('base64url'),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDevelopmentKeys(value: unknown): value is DevelopmentKeys {
  return (
    isRecord(value) &&
    typeof value['encryptionKey'] === 'string' &&
    isRegistration(value['google']) &&
    isRegistration(value['microsoft'])
  );
}

function isRegistration(value: unknown): value is ClientRegistration {
  return (
    isRecord(value) && typeof value['clientId'] === 'string' && typeof value['clientSecret'] === 'string'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
