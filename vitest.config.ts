import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/{src,scripts}/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.soak.test.ts'],
    // One Firestore for the whole run, unless FIRESTORE_EMULATOR_HOST names another; each file has a project of its own.
    globalSetup: ['packages/local-firestore/src/testing/vitest-global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
