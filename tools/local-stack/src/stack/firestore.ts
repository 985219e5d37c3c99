import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findGoogleEmulator, startGoogleEmulator, startLocalFirestore } from '@klayim/local-firestore';
import { Firestore } from 'firebase-admin/firestore';
import { StackError, sentenceOf } from '../stack-error.ts';
import { stackOrganizations } from './auth-users.ts';
import { loopbackHost } from './ports.ts';
import { repositoryRoot } from './repository.ts';

/** The Firestore of a run: our own, Google's emulator, or the one that FIRESTORE_EMULATOR_HOST names. */
export interface StackFirestore {
  /** `host:port`. */
  readonly host: string;
  /** False when it is Google's, or another process started it. */
  readonly ours: boolean;
  /** An administrator's client: security rules do not apply. */
  readonly client: Firestore;
  readonly stop: () => Promise<void>;
}

/** How to come by a Firestore. */
export interface FirestoreOptions {
  readonly projectId: string;
  /** Which one to start. */
  readonly kind: 'local' | 'google';
  /** Is told which one it will be. */
  readonly say: (sentence: string) => void;
  readonly port: number;
  readonly dataDir: string;
  /** `host:port` of a running one, which is used instead of starting one. */
  readonly externalHost: string | undefined;
  /** Empty a running one first; our own one's folder is emptied by its owner. */
  readonly fresh: boolean;
}

/**
 * Starts the local Firestore with the data of earlier runs, or Google's with none, or joins a running one.
 *
 * @throws {StackError} when it cannot be started or reached.
 */
export async function openFirestore(options: FirestoreOptions): Promise<StackFirestore> {
  const { projectId, externalHost, say } = options;
  if (externalHost !== undefined) {
    say(`using the Firestore at ${externalHost} (FIRESTORE_EMULATOR_HOST is set)`);
  }
  const start = options.kind === 'google' ? startGoogles : startOurs;
  const local = externalHost === undefined ? await start(options) : undefined;
  const host = local?.host ?? externalHost ?? '';
  if (externalHost !== undefined && options.fresh) {
    await empty(externalHost, projectId);
  }
  const client = new Firestore({
    projectId,
    ...address(host),
    ssl: false,
    // Named, so that it is not asked of a cloud that is not there.
    clientOptions: { universeDomain: 'googleapis.com' },
  });
  return {
    host,
    ours: local !== undefined && options.kind === 'local',
    client,
    async stop() {
      await client.terminate();
      await local?.stop();
    },
  };
}

/** Creates the organizations, and leaves those alone that exist. */
export async function createOrganizations(client: Firestore): Promise<void> {
  await Promise.all(
    stackOrganizations.map(async ({ id, name }) => {
      const reference = client.doc(`organizations/${id}`);
      await client.runTransaction(async (transaction) => {
        const found = await transaction.get(reference);
        if (!found.exists) {
          transaction.create(reference, { organizationId: id, name, notificationEmails: [] });
        }
      });
    }),
  );
}

/** The rules are loaded, as without any Google's emulator gives everybody access. */
async function startGoogles({ port, projectId, say }: FirestoreOptions) {
  const found = await findGoogleEmulator();
  if (!('jar' in found)) {
    const reason = 'missing' in found ? found.missing : `FIRESTORE_EMULATOR_HOST=${found.host} runs already`;
    throw new StackError(
      `Google's Firestore emulator cannot be started: ${reason}. Without "--firestore google" dev needs neither it nor Java.`,
    );
  }
  say(
    `starting Google's Firestore emulator ${found.version ?? ''} on ${loopbackHost}:${port}; it keeps no data`,
  );
  let emulator: Awaited<ReturnType<typeof startGoogleEmulator>> | undefined;
  try {
    emulator = await startGoogleEmulator({ ...found, port });
    const content = await readFile(join(repositoryRoot, 'firestore.rules'), 'utf8');
    const response = await fetch(`http://${emulator.host}/emulator/v1/projects/${projectId}:securityRules`, {
      method: 'PUT',
      body: JSON.stringify({ rules: { files: [{ content }] } }),
    });
    if (!response.ok) {
      throw new Error(`it answered ${response.status} to the security rules`);
    }
    return emulator;
  } catch (error) {
    await emulator?.stop();
    throw new StackError(`Google's Firestore emulator does not work: ${sentenceOf(error)}.`, {
      cause: error,
    });
  }
}

async function startOurs({ port, dataDir, say }: FirestoreOptions) {
  say(`starting local Firestore on ${loopbackHost}:${port}, data in ${dataDir}`);
  try {
    return await startLocalFirestore({
      port,
      host: loopbackHost,
      dataDir,
      indexesFile: join(repositoryRoot, 'firestore.indexes.json'),
      rulesFile: join(repositoryRoot, 'firestore.rules'),
    });
  } catch (error) {
    throw new StackError(sentenceOf(error), { cause: error });
  }
}

async function empty(host: string, projectId: string): Promise<void> {
  const url = `http://${host}/emulator/v1/projects/${projectId}/databases/(default)/documents`;
  try {
    const response = await fetch(url, { method: 'DELETE' });
    await response.body?.cancel();
    if (response.ok) {
      return;
    }
    throw new Error(`it answered ${response.status}`);
  } catch (error) {
    throw new StackError(
      `The Firestore at FIRESTORE_EMULATOR_HOST=${host} cannot be emptied: ${sentenceOf(error)}.`,
    );
  }
}

function address(host: string): { host: string; port: number } {
  const at = host.lastIndexOf(':');
  const port = Number(host.slice(at + 1));
  if (at < 1 || !Number.isInteger(port)) {
    throw new StackError(`FIRESTORE_EMULATOR_HOST must be host:port, and it is "${host}".`);
  }
  return { host: host.slice(0, at), port };
}
