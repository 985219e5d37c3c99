import { join } from 'node:path';
import { startLocalFirestore } from '@klayim/local-firestore';
import { Firestore } from 'firebase-admin/firestore';
import { sentenceOf, StackError } from '../stack-error.ts';
import { ORGANIZATIONS } from './auth-users.ts';
import { HOST } from './ports.ts';
import { repositoryRoot } from './repository.ts';

/** The Firestore of a run: our own, or the one that FIRESTORE_EMULATOR_HOST names. */
export interface StackFirestore {
  /** `host:port`. */
  readonly host: string;
  /** False when somebody else started it. */
  readonly ours: boolean;
  /** An administrator's client: security rules do not apply. */
  readonly client: Firestore;
  readonly stop: () => Promise<void>;
}

/** How to come by a Firestore. */
export interface FirestoreOptions {
  readonly projectId: string;
  readonly port: number;
  readonly dataDir: string;
  /** `host:port` of a running one, which is used instead of starting one. */
  readonly externalHost: string | undefined;
  /** Empty a running one first; our own one's folder is emptied by its owner. */
  readonly fresh: boolean;
}

/**
 * Starts the local Firestore with the data of earlier runs, or joins a running one.
 *
 * @throws {StackError} when it cannot be started or reached.
 */
export async function openFirestore(options: FirestoreOptions): Promise<StackFirestore> {
  const { projectId, externalHost } = options;
  const local = externalHost === undefined ? await startOurs(options) : undefined;
  const host = local?.host ?? externalHost ?? '';
  if (externalHost !== undefined && options.fresh) await empty(externalHost, projectId);
  const client = new Firestore({
    projectId,
    ...address(host),
    ssl: false,
    // Named, so that it is not asked of a cloud that is not there.
    clientOptions: { universeDomain: 'googleapis.com' },
  });
  return {
    host,
    ours: local !== undefined,
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
    ORGANIZATIONS.map(async ({ id, name }) => {
      const reference = client.doc(`organizations/${id}`);
      await client.runTransaction(async (transaction) => {
        const found = await transaction.get(reference);
        if (!found.exists) transaction.create(reference, { name, notificationEmails: [] });
      });
    }),
  );
}

async function startOurs({ port, dataDir }: FirestoreOptions) {
  try {
    return await startLocalFirestore({
      port,
      host: HOST,
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
    if (response.ok) return;
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
