import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalFirestore } from '@klayim/local-firestore';
import { type RunningEmulators, startFirebaseEmulators } from '../stack/firebase-emulators.ts';
import { StackError } from '../stack-error.ts';
import { isLocalProject, kitName } from './install-kit.ts';

/** A kit that the emulators serve. */
export interface ServedKit {
  /** Where its API is. */
  apiUrl: string;
  emulators: RunningEmulators;
  stop: () => Promise<void>;
}

/**
 * Serves an installed kit, and the project's own functions beside it, by Firebase's emulators and a Firestore that is empty at first and
 * forgotten afterwards. Nothing needs a login, a secret or Java.
 * @throws {StackError} when the project may be one that exists.
 */
export async function serveKit(folder: string, projectId: string): Promise<ServedKit> {
  if (!isLocalProject(projectId)) {
    throw new StackError(`${projectId} cannot be served here: take a name that begins with demo-.`);
  }
  const secrets = [
    `ENCRYPTION_KEY=${randomBytes(32).toString('base64')}`,
    'ENCRYPTION_PREVIOUS_KEYS=none',
    'GOOGLE_CLIENT_SECRET=local',
  ];
  // In a folder that is committed and deployed: it goes when the emulators do.
  const secretsFile = join(folder, kitName, '.secret.local');
  await writeFile(secretsFile, `${secrets.join('\n')}\n`);
  const firestore = await startLocalFirestore();
  const cleanUp = async (): Promise<void> => {
    await firestore.stop();
    await rm(secretsFile, { force: true });
  };
  const emulators = await startFirebaseEmulators(folder, {
    only: 'functions,auth,tasks',
    projectId,
    environment: {
      FIRESTORE_EMULATOR_HOST: `127.0.0.1:${firestore.port}`,
      FIREBASE_CLI_EXPERIMENTS: 'kits',
    },
  }).catch(async (error: unknown) => {
    await cleanUp();
    throw error;
  });
  return {
    apiUrl: `${emulators.functionsUrl}/${projectId}/us-central1/kit-${kitName}-api`,
    emulators,
    async stop() {
      await emulators.stop();
      await cleanUp();
    },
  };
}
