import { fileURLToPath } from 'node:url';
import { startLocalFirestore } from '../index.ts';

const indexes = fileURLToPath(new URL('../../../../firestore.indexes.json', import.meta.url));

/**
 * Starts one local Firestore for a whole test run, unless `FIRESTORE_EMULATOR_HOST` names another. It refuses queries
 * that need an index which the repository does not deploy.
 */
export function setup(): Promise<() => Promise<void>> {
  return provideFirestore();
}

/** @param lockMs as of `startLocalFirestore`. */
export async function provideFirestore(lockMs?: number): Promise<() => Promise<void>> {
  // Clients would look for a cloud's metadata server on the network.
  process.env['METADATA_SERVER_DETECTION'] ??= 'none';
  if (process.env['FIRESTORE_EMULATOR_HOST']) {
    return () => Promise.resolve();
  }
  const firestore = await startLocalFirestore({
    indexesFile: indexes,
    ...(lockMs !== undefined && { lockMs }),
  });
  process.env['FIRESTORE_EMULATOR_HOST'] = firestore.host;
  // Tells it from one that a person named: tests of the whole stack start a Firestore that keeps its data instead.
  process.env['KLAYIM_TEST_FIRESTORE'] = firestore.host;
  return async () => {
    delete process.env['FIRESTORE_EMULATOR_HOST'];
    delete process.env['KLAYIM_TEST_FIRESTORE'];
    await firestore.stop();
  };
}
