import { startLocalFirestore } from '../index.ts';

/** Starts one local Firestore for a whole test run, unless `FIRESTORE_EMULATOR_HOST` names another. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env['FIRESTORE_EMULATOR_HOST']) return () => Promise.resolve();
  const firestore = await startLocalFirestore({});
  process.env['FIRESTORE_EMULATOR_HOST'] = firestore.host;
  // Tells it from one that a person named: tests of the whole stack start a Firestore that keeps its data instead.
  process.env['KLAYIM_TEST_FIRESTORE'] = firestore.host;
  return async () => {
    delete process.env['FIRESTORE_EMULATOR_HOST'];
    delete process.env['KLAYIM_TEST_FIRESTORE'];
    await firestore.stop();
  };
}
