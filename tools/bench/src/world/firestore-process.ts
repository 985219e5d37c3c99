import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryFolder } from './repository.ts';

/** A Firestore in a process of its own, so that its processor time is nobody else's. */
export interface FirestoreProcess {
  /** `host:port`. */
  host: string;
  stop(): Promise<void>;
}

/** Starts the local Firestore, empty and in memory, with the indexes that are deployed. */
export async function startFirestoreProcess(): Promise<FirestoreProcess> {
  const main = join(repositoryFolder, 'tools/local-firestore/src/main.ts');
  const indexes = join(repositoryFolder, 'firestore.indexes.json');
  const child = spawn(process.execPath, [main, '--port', '0', '--indexes', indexes], {
    // 100,000 integrations and their history.
    env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=4096' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { host: await readHost(child), stop: () => stop(child) };
}

async function readHost(
  child: ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> },
): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) {
    const [, host] = /FIRESTORE_EMULATOR_HOST=(\S+)/.exec(line) ?? [];
    if (host !== undefined) {
      return host;
    }
  }
  throw new Error('The local Firestore did not start.');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
