import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startLocalFirestore } from '../server/local-firestore.ts';

const indexes = fileURLToPath(new URL('../../../../firestore.indexes.json', import.meta.url));

/**
 * Starts one local Firestore for a project of a test run, unless `FIRESTORE_EMULATOR_HOST` names another. It refuses
 * queries that need an index which the repository does not deploy.
 */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  return provideFirestore(project);
}

/** @param lockMs as of `startLocalFirestore`. */
export async function provideFirestore(
  { config }: TestProject,
  lockMs?: number,
): Promise<() => Promise<void>> {
  // Clients would look for a cloud's metadata server on the network.
  process.env['METADATA_SERVER_DETECTION'] ??= 'none';
  if (process.env['FIRESTORE_EMULATOR_HOST']) {
    return () => Promise.resolve();
  }
  const firestore = await startLocalFirestore({
    indexesFile: indexes,
    ...(lockMs !== undefined && { lockMs }),
  });
  // For the workers of this project alone: each project of a run has a server of its own, with or without locks.
  config.env = {
    ...config.env,
    FIRESTORE_EMULATOR_HOST: firestore.host,
    // Tells it from one that a person named: tests of the whole stack start a Firestore that keeps its data instead.
    KLAYIM_TEST_FIRESTORE: firestore.host,
  };
  return () => firestore.stop();
}
