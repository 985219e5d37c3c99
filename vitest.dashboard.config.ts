import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs the suite that stores 100,000 employees last: the stack holds them in memory until it stops. */
class LargestLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith('many-employees.e2e.ts'));
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}

/** The dashboard in a browser, through the stack of `dev`: `pnpm test:dashboard`. One stack, one file after the other. */
export default defineConfig({
  test: {
    name: 'dashboard',
    include: ['apps/dashboard/e2e/**/*.e2e.ts'],
    globalSetup: ['apps/dashboard/e2e/testing/stack.setup.ts'],
    sequence: { sequencer: LargestLast },
    testTimeout: 240_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
