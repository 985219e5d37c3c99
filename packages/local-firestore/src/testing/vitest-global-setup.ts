import { startLocalFirestore } from '../index.ts';

/** Starts one local Firestore for a whole test run, unless `FIRESTORE_EMULATOR_HOST` names another. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env['FIRESTORE_EMULATOR_HOST']) return () => Promise.resolve();
  const firestore = await startLocalFirestore({});
  process.env['FIRESTORE_EMULATOR_HOST'] = firestore.host;
  return async () => {
    delete process.env['FIRESTORE_EMULATOR_HOST'];
    await firestore.stop();
  };
}
