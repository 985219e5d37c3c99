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
          // `pnpm test` runs a sample of the cases of these suites.
          name: 'thorough',
          include: [
            'apps/api/test/reliability/{batch,batch-crash,crash,fault-matrix,firestore-faults,interleaving}.test.ts',
            'apps/api/src/services/employee-import/import-crash.test.ts',
          ],
          globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
          provide: { thorough: true },
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
          provide: { thorough: true },
        },
      },
    ],
  },
});
