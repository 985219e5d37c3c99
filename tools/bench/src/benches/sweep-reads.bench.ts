import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { startTokenEndpoint } from '../fixtures/token-endpoint.ts';
import { startChild } from '../harness/child.ts';
import type { SweepReads } from '../results/results.schema.ts';
import type { CountedSweep } from '../subjects/sweep-reads.process.ts';

/** What a sweep reads does not depend on how much there is that is not due. */
export const sweepReadsBench: Bench = {
  name: 'sweep-reads',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { due, totals } = sizes.sweepReads;
    const endpoint = await startTokenEndpoint();
    const sweepReads: SweepReads[] = [];
    try {
      for (const total of totals) {
        const projectId = projectIdOf(`sweep-reads-${total}`);
        const client = firestoreClient(firestoreHost, projectId);
        await seedIntegrations(client, { organizationId: 'northwind', count: due, due });
        await seedIntegrations(client, {
          organizationId: 'contoso',
          count: total - due,
          withCredentials: false,
        });
        await client.terminate();
        const environment = serviceEnvironment({ firestoreHost, projectId, providerOrigin: endpoint.origin });
        const child = await startChild(new URL('../subjects/sweep-reads.process.ts', import.meta.url), {
          environment,
        });
        try {
          sweepReads.push({ total, ...(await child.ask<CountedSweep>({})) });
        } finally {
          await child.stop();
        }
      }
      return { sweepReads };
    } finally {
      await endpoint.stop();
    }
  },
};
