import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Load, Measured } from '../harness/load.ts';
import type { Figure } from '../results/results.schema.ts';
import type { FreshTokenTask } from '../subjects/fresh-token.process.ts';

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
    const floor = await startChild(new URL('../subjects/raw-read.process.ts', import.meta.url), {
      environment,
    });
    const ours = await startChild(new URL('../subjects/fresh-token.process.ts', import.meta.url), {
      environment,
    });

    async function figures(
      id: string,
      title: string,
      load: Load,
      cpuGoal: NonNullable<Figure['goal']>,
    ): Promise<Figure[]> {
      const task = { ...load, references } satisfies FreshTokenTask;
      const measure = (child: typeof ours) => () => child.ask<Measured>(task);
      const samples = await interleave(rounds, { floor: measure(floor), ours: measure(ours) });
      const sides = (key: 'medianMs' | 'cpuMsPerCall') => ({
        ours: { label: 'getValidToken', samples: samples.ours.map((measured) => measured[key]) },
        floor: {
          label: 'one `doc.get()` of the SDK',
          samples: samples.floor.map((measured) => measured[key]),
        },
      });
      return [
        { id, title, unit: 'ms', ...sides('medianMs'), goal: { bound: 'at most', value: 1.15 } },
        {
          id: `${id}-cpu`,
          title: `${title}: processor time`,
          unit: 'ms of processor time',
          ...sides('cpuMsPerCall'),
          goal: cpuGoal,
        },
      ];
    }

    try {
      const together = `A fresh token, ${callers} callers`;
      return {
        figures: [
          ...(await figures(
            'fresh-token-alone',
            'A fresh token, 1 caller',
            { callers: 1, calls: callsAlone },
            { bound: 'at most', value: 0.5 },
          )),
          ...(await figures(
            'fresh-token-together',
            together,
            { callers, calls: callsTogether },
            {
              bound: 'at most',
              value: 0.25,
              notMetBecause:
                'HTTP/2 and the decryption are most of it, and plain tokens are not kept in memory: see the findings',
            },
          )),
        ],
      };
    } finally {
      await Promise.all([floor.stop(), ours.stop()]);
    }
  },
};
