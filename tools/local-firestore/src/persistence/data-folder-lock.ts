import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { LocalFirestoreError } from '../errors.ts';

const lockFile = 'lock.json';
const probeTimeoutMs = 1000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
}

/** The mark that a server uses a data folder. */
export interface DataFolderLock {
  release(): void;
}

/**
 * Refuses a folder that another running server writes to. A mark left by a killed process does not count:
 * its process must be alive and its port must answer.
 *
 * @throws {LocalFirestoreError} data_folder_in_use
 */
export async function assertFolderFree(folder: string): Promise<void> {
  const holder = readHolder(join(folder, lockFile));
  if (holder && isAlive(holder.pid) && (await answers(holder))) {
    throw new LocalFirestoreError(
      'data_folder_in_use',
      `The data folder ${folder} is in use by the local Firestore on port ${holder.port} (process ${holder.pid}).`,
    );
  }
}

/** Marks the folder as used by this process. */
export function markFolder(folder: string, host: string, port: number): DataFolderLock {
  const path = join(folder, lockFile);
  writeFileSync(path, JSON.stringify({ pid: process.pid, host, port } satisfies Holder));
  return { release: () => rmSync(path, { force: true }) };
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // No mark, or one that was cut off while it was written: nobody can be relying on it.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function answers({ host, port }: Holder): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: probeTimeoutMs });
    const decide = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => decide(true));
    socket.once('timeout', () => decide(false));
    socket.once('error', () => decide(false));
  });
}
