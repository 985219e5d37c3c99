import { randomBytes } from 'node:crypto';
import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/** An empty database of its own for one test file. */
export interface TestFirestore {
  projectId: string;
  /** The file's first client. */
  firestore: () => Firestore;
  /** Another client of the same database, with connections of its own, as a second instance would have. */
  secondClient: () => Firestore;
}

/**
 * Gives the calling test file (or `describe` block) a database: a project with a random name on the Firestore that
 * `FIRESTORE_EMULATOR_HOST` names. Its clients are closed after the last test.
 *
 * @throws {Error} in `beforeAll` when that variable is not set: these tests never reach the cloud.
 */
export function useTestFirestore(): TestFirestore {
  const projectId = newProjectId();
  const apps = new Map<string, App>();

  function client(name: string): Firestore {
    const app = apps.get(name) ?? initializeApp({ projectId }, `${projectId}-${name}`);
    apps.set(name, app);
    return getFirestore(app);
  }

  beforeAll(requireEmulator);

  afterAll(async () => {
    await Promise.all([...apps.values()].map((app) => deleteApp(app)));
    apps.clear();
  });

  return { projectId, firestore: () => client('first'), secondClient: () => client('second') };
}

/** An empty database of its own for the test that runs. */
export interface FreshFirestore {
  projectId: () => string;
  firestore: () => Firestore;
}

/**
 * Gives each test of the calling file (or `describe` block) a database of its own: for tests that kill a process in the
 * middle of a transaction, since a database with locks keeps what that has read for a minute.
 *
 * @throws {Error} as `useTestFirestore` does.
 */
export function useFreshFirestore(): FreshFirestore {
  let app: App | undefined;
  let projectId = '';

  beforeAll(requireEmulator);
  beforeEach(() => {
    projectId = newProjectId();
    app = initializeApp({ projectId }, projectId);
  });
  afterEach(async () => {
    if (app) {
      await deleteApp(app);
    }
  });

  function firestore(): Firestore {
    if (!app) {
      throw new Error('There is a database as soon as a test runs.');
    }
    return getFirestore(app);
  }
  return { projectId: () => projectId, firestore };
}

/** Project ids have at most 30 characters. */
function newProjectId(): string {
  return `demo-${randomBytes(8).toString('hex')}`;
}

function requireEmulator(): void {
  if (!process.env['FIRESTORE_EMULATOR_HOST']) {
    throw new Error('FIRESTORE_EMULATOR_HOST is not set: run the tests with vitest from the root folder.');
  }
}
