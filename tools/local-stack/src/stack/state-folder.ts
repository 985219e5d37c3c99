import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { StackError } from '../stack-error.ts';

/** An application as registered at one of the local authorization servers. */
const registrationSchema = z.strictObject({ clientId: z.string(), clientSecret: z.string() });
type ClientRegistration = z.infer<typeof registrationSchema>;

/** The keys file. */
const keysSchema = z.strictObject({
  encryptionKey: z.string().describe('32 random bytes, base64: the current key'),
  encryptionKeyVersion: z.int().positive(),
  previousKeys: z.array(z.string()).describe('Keys before it, oldest first, as in ENCRYPTION_PREVIOUS_KEYS'),
  google: registrationSchema,
  microsoft: registrationSchema,
});

/** What a clone invents at its first run. None of it is good for anything but this machine. */
export type DevelopmentKeys = z.infer<typeof keysSchema>;

/** Where a clone keeps what outlives a run. */
export interface StateFolder {
  readonly root: string;
  readonly firestore: string;
  readonly logs: string;
  readonly runs: string;
  /** Grants, tokens and keys of an authorization server. */
  readonly authorizationServer: (profile: 'google' | 'microsoft') => string;
  readonly keys: DevelopmentKeys;
}

const ownerOnly = 0o600;

/**
 * Opens the state folder, and makes it when there is none.
 *
 * @param fresh begin with nothing: data, grants and keys of earlier runs are deleted.
 * @param newKey make a new encryption key current and keep the one before it for what it has encrypted. Default: false.
 * @throws {StackError} when the folder cannot be written, its keys cannot be read, or data is left without its keys.
 */
export async function openStateFolder(
  root: string,
  { fresh, newKey = false }: { fresh: boolean; newKey?: boolean },
): Promise<StateFolder> {
  const firestore = join(root, 'firestore');
  const oauth = join(root, 'oauth');
  const keysFile = join(root, 'keys.json');
  const logs = join(root, 'logs');
  const runs = join(root, 'run');
  try {
    if (fresh) {
      for (const path of [firestore, oauth, keysFile]) {
        await rm(path, { recursive: true, force: true });
      }
    }
    for (const folder of [firestore, oauth, logs, runs]) {
      await mkdir(folder, { recursive: true });
    }
  } catch (error) {
    throw unusable(root, error);
  }
  return {
    root,
    firestore,
    logs,
    runs,
    authorizationServer: (profile) => join(oauth, `${profile}.json`),
    keys: await openKeys(keysFile, { newKey, hasData: (await readdir(firestore)).length > 0 }),
  };
}

/** What to do about a folder that cannot be written. */
export function unusable(root: string, cause: unknown): StackError {
  const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
  return new StackError(
    `${root} cannot be used as a folder for data and logs${reason}. ` +
      'Make it a folder that you can write to, or name another one with --state-dir.',
    { cause },
  );
}

async function openKeys(
  file: string,
  { newKey, hasData }: { newKey: boolean; hasData: boolean },
): Promise<DevelopmentKeys> {
  const found = await readKeys(file);
  if (found === undefined && hasData) {
    throw new StackError(
      `${file} is gone, and with it the key that the stored credentials were encrypted with. ` +
        'Put the file back, or start with --fresh to delete the data and make new keys.',
    );
  }
  if (found !== undefined && !newKey) {
    return found;
  }
  const keys = found === undefined ? inventKeys() : rotateKey(found);
  await writeKeys(file, keys);
  return keys;
}

async function readKeys(file: string): Promise<DevelopmentKeys | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw new StackError(`The development keys in ${file} cannot be read.`, { cause: error });
  }
  const keys = keysSchema.safeParse(parse(text));
  if (!keys.success) {
    throw new StackError(`The development keys in ${file} are damaged. Start with --fresh to make new ones.`);
  }
  return keys.data;
}

async function writeKeys(file: string, keys: DevelopmentKeys): Promise<void> {
  // In one step, so that an interrupted run leaves no half of a file.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: ownerOnly });
  await rename(draft, file);
}

function inventKeys(): DevelopmentKeys {
  return {
    encryptionKey: randomBytes(32).toString('base64'),
    encryptionKeyVersion: 1,
    previousKeys: [],
    google: inventRegistration('google'),
    microsoft: inventRegistration('microsoft'),
  };
}

function rotateKey(keys: DevelopmentKeys): DevelopmentKeys {
  const { encryptionKey, encryptionKeyVersion, previousKeys } = keys;
  return {
    ...keys,
    encryptionKey: randomBytes(32).toString('base64'),
    encryptionKeyVersion: encryptionKeyVersion + 1,
    previousKeys: [...previousKeys, `${encryptionKeyVersion}:${encryptionKey}`],
  };
}

function inventRegistration(profile: string): ClientRegistration {
  return {
    clientId: `klayim-${profile}-${randomBytes(4).toString('hex')}`,
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
