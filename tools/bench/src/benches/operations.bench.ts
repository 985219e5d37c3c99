import type { Bench } from '../bench-context.ts';
import { startChild } from '../harness/child.ts';
import type { Operation } from '../results/results.schema.ts';

/** What each action costs in Firestore operations, which is what the bill and the quotas are made of. */
export const operationsBench: Bench = {
  name: 'operations',
  async run({ firestoreHost, projectIdOf }) {
    const child = await startChild(new URL('../subjects/operations.process.ts', import.meta.url), {
      environment: { FIRESTORE_EMULATOR_HOST: firestoreHost, GCLOUD_PROJECT: projectIdOf('operations') },
      nodeOptions: ['--import', new URL('../fixtures/keys-on-loopback.mjs', import.meta.url).href],
      quiet: true,
    });
    try {
      return { operations: await child.ask<Operation[]>({}) };
    } finally {
      await child.stop();
    }
  },
};
