import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/suites/longest-first.ts';

const globalSetup = ['tools/local-firestore/src/testing/vitest-global-setup.ts'];
/** They measure time or depend on the order of short waits, load both cores themselves, or build and start the whole stack. */
const alone = [
  'apps/api/test/budget/budget.soak.test.ts',
  'apps/api/test/reliability/{interleaving-property,race,rotation-cycle,slow-provider}.soak.test.ts',
  // It packs the client where the suite of Node's versions packs it, too.
  'packages/client/src/outside.soak.test.ts',
  'tools/bench/src/smoke.soak.test.ts',
  'apps/dashboard/test/first-connection.soak.test.ts',
  'tools/local-stack/src/{deploy,walkthrough,cli/dev}.soak.test.ts',
];

/** The suites that take minutes: `pnpm test:soak`. Two at a time, but for those that are about load. */
export default defineConfig({
  test: {
    testTimeout: 1_800_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['{apps,packages,tools}/*/{src,test}/**/*.soak.test.ts'],
          exclude: ['**/node_modules/**', ...alone],
          globalSetup,
        },
      },
      {
        extends: true,
        test: {
          // `pnpm test` runs a sample of the cases of these suites.
          name: 'thorough',
          include: [
            'apps/api/test/reliability/{batch,batch-crash,crash,expiry-warning-crash,fault-matrix,firestore-faults,interleaving}.test.ts',
            'apps/api/src/services/employee-import/import-crash.test.ts',
            'apps/api/src/services/webhooks/webhook-deliveries.test.ts',
          ],
          globalSetup,
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
            'tools/local-firestore/src/**/*.locks.ts',
          ],
          globalSetup: ['tools/local-firestore/src/testing/vitest-locking-setup.ts'],
          provide: { thorough: true },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 1 }, globalSetup },
      },
    ],
  },
});
