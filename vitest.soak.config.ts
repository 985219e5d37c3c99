import { defineConfig } from 'vitest/config';

/** The suites that take minutes, one after the other: `pnpm test:soak`. */
export default defineConfig({
  test: {
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['{apps,packages,tools}/*/{src,test}/**/*.soak.test.ts'],
          globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          // Each lost answer once more, on a database that locks what transactions read.
          name: 'locks',
          include: [
            'apps/api/test/reliability/{firestore-faults,rotation-faults}.test.ts',
            'apps/api/src/repositories/lost-commits.test.ts',
          ],
          globalSetup: ['tools/local-firestore/src/testing/vitest-locking-setup.ts'],
        },
      },
    ],
  },
});
