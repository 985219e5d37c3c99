import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Bench } from './bench-context.ts';
import { startFirestoreProcess } from './fixtures/firestore-process.ts';
import { type Results, resultsSchema } from './results/results.schema.ts';
import type { Sizes } from './sizes.ts';

/**
 * Runs benches one after the other, each on an empty database in a Firestore that is started for it.
 * @param say told the name of each before it runs.
 */
export async function runBenches(
  benches: readonly Bench[],
  { sizes, say }: { sizes: Sizes; say: (message: string) => void },
): Promise<Results> {
  const startedAtMs = performance.now();
  const machine = describeMachine();
  const results: Pick<Results, 'figures' | 'sweepReads' | 'sweepMemory' | 'operations'> = {
    figures: [],
    sweepReads: [],
    sweepMemory: [],
    operations: [],
  };
  for (const bench of benches) {
    say(bench.name);
    const firestore = await startFirestoreProcess();
    try {
      const outcome = await bench.run({
        sizes,
        firestoreHost: firestore.host,
        projectIdOf: (name) => `demo-bench-${name}`,
      });
      results.figures.push(...(outcome.figures ?? []));
      results.sweepReads.push(...(outcome.sweepReads ?? []));
      results.sweepMemory.push(...(outcome.sweepMemory ?? []));
      results.operations.push(...(outcome.operations ?? []));
    } finally {
      await firestore.stop();
    }
  }
  return resultsSchema.parse({
    measuredAt: new Date().toISOString(),
    durationSeconds: Math.round((performance.now() - startedAtMs) / 1000),
    machine,
    ...results,
  });
}

function describeMachine(): Results['machine'] {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() || 'unknown',
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
