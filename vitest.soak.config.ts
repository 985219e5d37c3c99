import { defineConfig } from 'vitest/config';

/** The suites that take minutes, one after the other: `pnpm test:soak`. */
export default defineConfig({
  test: {
    include: ['{apps,packages,tools}/*/{src,test}/**/*.soak.test.ts'],
    globalSetup: ['tools/local-firestore/src/testing/vitest-global-setup.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
