import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';
import type { StoredEntry } from './memory-adapter.ts';

/** Writes wait this long for more changes. */
const debounceMs = 200;
const formatVersion = 1;

/** Private keys of a server: they survive a restart together with the tokens. */
export interface ServerKeys {
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly cookieKeys: readonly string[];
}

/** What a state file holds. */
export interface ServerState {
  readonly keys: ServerKeys;
  readonly entries: readonly StoredEntry[];
}

/** New keys: RSA 2048 for RS256 (what Google and Microsoft sign with), 32 random bytes for cookies. */
export async function generateKeys(): Promise<ServerKeys> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
  return {
    jwks: { keys: [{ ...key, kid: randomBytes(8).toString('hex') }] },
    cookieKeys: [randomBytes(32).toString('base64url')],
  };
}

/**
 * Reads a state file.
 *
 * @returns undefined when there is none yet.
 * @throws {Error} when it is there but unusable, with a sentence that says what to do.
 */
export async function readStateFile(path: string): Promise<ServerState | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  try {
    const state: unknown = JSON.parse(text);
    if (isState(state)) {
      return state;
    }
  } catch (error) {
    throw new Error(unusable(path), { cause: error });
  }
  throw new Error(unusable(path));
}

function unusable(path: string): string {
  return `The authorization server's state file ${path} cannot be used. Delete it to start with no grants.`;
}

function isState(value: unknown): value is ServerState & { version: number } {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  if (!('version' in value) || value.version !== formatVersion) {
    return false;
  }
  return (
    'keys' in value && typeof value.keys === 'object' && 'entries' in value && Array.isArray(value.entries)
  );
}

/** Writes state soon after it changes. */
export interface StateWriter {
  /** Says that something changed; several calls make one write. */
  readonly schedule: () => void;
  /** Writes now and waits. @throws {Error} when the file cannot be written. */
  readonly flush: () => Promise<void>;
}

/**
 * A writer that replaces the file in one step (a crash leaves the old file or the new one, never half of one).
 * The file is readable by its owner only, since it holds refresh tokens and keys.
 */
export function createStateWriter(path: string, read: () => ServerState): StateWriter {
  let timer: NodeJS.Timeout | undefined;
  let failure: unknown;
  let last: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const temporary = `${path}.${process.pid}.tmp`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify({ version: formatVersion, ...read() }), { mode: 0o600 });
    await rename(temporary, path);
  };
  const enqueue = (): Promise<void> => {
    last = last.then(write).then(
      () => {
        failure = undefined;
      },
      (error: unknown) => {
        failure = error;
      },
    );
    return last;
  };

  return {
    schedule() {
      if (timer !== undefined) {
        return;
      }
      timer = setTimeout(() => {
        timer = undefined;
        void enqueue();
      }, debounceMs);
      timer.unref();
    },
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      await enqueue();
      if (failure !== undefined) {
        throw new Error(`Writing ${path} failed.`, { cause: failure });
      }
    },
  };
}
