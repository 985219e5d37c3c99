import { defineConfig } from 'vitest/config';

/** The dashboard in a browser, through the stack of `dev`: `pnpm test:dashboard`. One stack, one file after the other. */
export default defineConfig({
  test: {
    name: 'dashboard',
    include: ['apps/dashboard/e2e/**/*.e2e.ts'],
    globalSetup: ['apps/dashboard/e2e/testing/stack.setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
