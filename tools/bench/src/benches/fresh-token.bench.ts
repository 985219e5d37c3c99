import type { Bench } from '../bench-context.ts';
import type { FreshTokenTask } from '../contenders/fresh-token.process.ts';
import { startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Load, Measured } from '../harness/load.ts';
import type { Figure } from '../results/results.schema.ts';
import { serviceEnvironment } from '../world/environment.ts';
import { firestoreClient } from '../world/firestore-client.ts';
import { seedIntegrations } from '../world/seed.ts';

const integrationCount = 64;

/** The steady state: tokens that are valid. */
export const freshTokenBench: Bench = {
  name: 'fresh-token',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, callsAlone, callsTogether, callers } = sizes.freshToken;
    const projectId = projectIdOf('fresh-token');
    const client = firestoreClient(firestoreHost, projectId);
    const references = await seedIntegrations(client, {
      organizationId: 'northwind',
      count: integrationCount,
    });
    await client.terminate();
    const environment = serviceEnvironment({ firestoreHost, projectId });
    const floor = await startChild(new URL('../contenders/raw-read.process.ts', import.meta.url), {
      environment,
    });
    const ours = await startChild(new URL('../contenders/fresh-token.process.ts', import.meta.url), {
      environment,
    });

    async function latencies(id: string, title: string, load: Load): Promise<Figure> {
      const task = { ...load, references } satisfies FreshTokenTask;
      const medianOf = (child: typeof ours) => async () => (await child.ask<Measured>(task)).medianMs;
      const samples = await interleave(rounds, { floor: medianOf(floor), ours: medianOf(ours) });
      return {
        id,
        title,
        unit: 'ms',
        ours: { label: 'getValidToken', samples: samples.ours },
        floor: { label: 'one document read', samples: samples.floor },
        goal: { bound: 'at most', value: 1.15 },
      };
    }

    try {
      return {
        figures: [
          await latencies('fresh-token-alone', 'A fresh token, 1 caller', { callers: 1, calls: callsAlone }),
          await latencies('fresh-token-together', `A fresh token, ${callers} callers`, {
            callers,
            calls: callsTogether,
          }),
        ],
      };
    } finally {
      await Promise.all([floor.stop(), ours.stop()]);
    }
  },
};
