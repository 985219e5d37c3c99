import { readFile } from 'node:fs/promises';
import { Refusal } from './refusal.ts';

/** Where a command works. */
export interface Target {
  projectId: string;
  /** The emulators' `host:port`; null for a real project. */
  emulators: { auth: string; firestore: string } | null;
}

export interface TargetDependencies {
  /** Named on the command line. */
  project: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  /** What `dev` starts when nothing else is said. */
  local: { projectId: string; auth: string; firestore: string };
  /** Whether somebody listens at a `host:port` of this machine. */
  isListening: (address: string) => Promise<boolean>;
}

/**
 * Finds the project that is meant, without asking: a named one, the credentials' one, or a running `dev`.
 * @throws {Refusal} when nothing says which.
 */
export async function findTarget({
  project,
  environment,
  local,
  isListening,
}: TargetDependencies): Promise<Target> {
  const { FIREBASE_AUTH_EMULATOR_HOST: auth, FIRESTORE_EMULATOR_HOST: firestore } = environment;
  const named = project || environment['GOOGLE_CLOUD_PROJECT'] || environment['GCLOUD_PROJECT'] || undefined;
  const emulators = { auth: auth || local.auth, firestore: firestore || local.firestore };
  // Projects with this prefix have no cloud behind them.
  const isDemo = named?.startsWith('demo-') ?? false;
  if (auth || isDemo) {
    return { projectId: named ?? local.projectId, emulators };
  }

  const projectId = named ?? (await projectOfCredentials(environment['GOOGLE_APPLICATION_CREDENTIALS']));
  if (projectId !== undefined) {
    if (firestore) {
      throw new Refusal(
        `${projectId} is a real project, and FIRESTORE_EMULATOR_HOST is set: unset it, or set FIREBASE_AUTH_EMULATOR_HOST too.`,
      );
    }
    return { projectId, emulators: null };
  }
  if (await isListening(local.auth)) {
    return { projectId: local.projectId, emulators };
  }
  throw new Refusal(
    'Which project? Name it with --project ID, or start the local stack with "npx -y pnpm@10 dev".',
  );
}

async function projectOfCredentials(path: string | undefined): Promise<string | undefined> {
  if (!path) {
    return undefined;
  }
  try {
    const credentials = JSON.parse(await readFile(path, 'utf8')) as { project_id?: unknown };
    return typeof credentials.project_id === 'string' ? credentials.project_id : undefined;
  } catch (cause) {
    throw new Refusal('The file that GOOGLE_APPLICATION_CREDENTIALS names cannot be read.', { cause });
  }
}
