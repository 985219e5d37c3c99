import { defineConfig } from 'vitest/config';
import { notSuites, suitePatterns, suitesWithoutFirestore } from './scripts/suites/firestore-suites.ts';
import { LongestFirst } from './scripts/suites/longest-first.ts';

const withoutFirestore = suitesWithoutFirestore(import.meta.dirname);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
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
          // They share a process, and the modules that it has loaded; clean-process.setup.ts undoes what they change of it.
          isolate: false,
          sequence: { groupOrder: 1 },
          setupFiles: ['scripts/suites/clean-process.setup.ts', 'scripts/suites/no-firestore.setup.ts'],
        },
      },
    ],
  },
});
