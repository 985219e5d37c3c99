import { defineConfig } from 'vitest/config';
import { notSuites, suitePatterns, suitesWithoutFirestore } from './scripts/suites/firestore-suites.ts';

const withoutFirestore = suitesWithoutFirestore(import.meta.dirname);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'firestore',
          include: [...suitePatterns],
          exclude: [...notSuites, ...withoutFirestore],
          // One Firestore for the whole run, unless FIRESTORE_EMULATOR_HOST names another; each file has a project of its own.
          globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'rest',
          include: withoutFirestore,
          setupFiles: ['scripts/suites/no-firestore.setup.ts'],
        },
      },
    ],
  },
});
