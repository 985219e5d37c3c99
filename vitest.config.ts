import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { notSuites, suitePatterns, suitesWithoutFirestore } from './scripts/suites/firestore-suites.ts';
import { LongestFirst } from './scripts/suites/longest-first.ts';

// Suites start hundreds of processes with the same modules: each is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const withoutFirestore = suitesWithoutFirestore(import.meta.dirname);
/** They replace what all suites of a process share, such as the apps of the Admin SDK. */
const ofOwnProcess = ['apps/api/src/lib/firestore.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // On two cores as well: suites wait for processes, leases and the disk nearly half of the time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Suites share processes, and the modules that are loaded there; what a suite changes of its process is undone after it.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'firestore',
          include: [...suitePatterns],
          exclude: [...notSuites, ...withoutFirestore, ...ofOwnProcess],
          // One Firestore for the whole run, unless FIRESTORE_EMULATOR_HOST names another; each file has a project of its own.
          globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
          setupFiles: ['scripts/suites/clean-process.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'own process',
          include: ofOwnProcess,
          isolate: true,
          globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'rest',
          include: withoutFirestore,
          sequence: { groupOrder: 1 },
          setupFiles: ['scripts/suites/clean-process.setup.ts', 'scripts/suites/no-firestore.setup.ts'],
        },
      },
    ],
  },
});
