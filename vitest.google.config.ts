import { defineConfig } from 'vitest/config';
import {
  differentialSuites,
  notSuites,
  suitePatterns,
  suitesWithoutFirestore,
} from './scripts/suites/firestore-suites.ts';
import { LongestFirst } from './scripts/suites/longest-first.ts';

/** The suites that use Firestore, for `pnpm test:google`, which names Google's emulator in FIRESTORE_EMULATOR_HOST. */
export default defineConfig({
  test: {
    include: [...suitePatterns, differentialSuites],
    exclude: [...notSuites, ...suitesWithoutFirestore(import.meta.dirname)],
    globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
    // It takes several times as long as ours for each write.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
