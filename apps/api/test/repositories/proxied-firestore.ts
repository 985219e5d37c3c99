import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import { afterAll, beforeAll, vi } from 'vitest';
import { type TestFirestore, useTestFirestore } from './test-firestore.ts';

/** A database of a test file's own, and what stands on the wire before it. */
export interface ProxiedFirestore extends TestFirestore {
  /** Counts, delays and fails what this process's clients send; there from the first test on. */
  proxy: () => FirestoreProxy;
}

/** As `useTestFirestore`, with a proxy between the clients of this process and the database. */
export function useProxiedFirestore(): ProxiedFirestore {
  let proxy: FirestoreProxy;
  beforeAll(async () => {
    proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
    // Clients are made at their first use, and then go through the proxy.
    vi.stubEnv('FIRESTORE_EMULATOR_HOST', proxy.host);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await proxy.stop();
  });
  return { ...useTestFirestore(), proxy: () => proxy };
}
