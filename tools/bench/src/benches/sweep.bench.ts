import type { IntegrationReference } from '@klayim/api/repositories/cross-tenant/due-integrations.repository';
import type { Firestore } from 'firebase-admin/firestore';
import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { startTokenEndpoint } from '../fixtures/token-endpoint.ts';
import { startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Measured } from '../harness/load.ts';
import type { Figure } from '../results/results.schema.ts';
import type { RefreshTask } from '../subjects/refresh.process.ts';
import type { SweepTask, Swept } from '../subjects/sweep.process.ts';

const concurrency = 16;
const organizationCount = 20;

/** A sweep of everything at once: how near it comes to what the provider's own slowness allows, and in what memory. */
export const sweepBench: Bench = {
  name: 'sweep',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, due, sequential, atOnce, latencyMs } = sizes.sweep;
    const projectId = projectIdOf('sweep');
    const endpoint = await startTokenEndpoint(latencyMs);
    const client = firestoreClient(firestoreHost, projectId);
    const references = await seedOrganizations(client, due);
    await client.terminate();
    const providerOrigin = endpoint.origin;
    const environment = serviceEnvironment({ firestoreHost, projectId, providerOrigin });
    const floor = await startFloor(
      { firestoreHost, projectId: projectIdOf('sweep-floor'), providerOrigin },
      atOnce,
    );
    const child = await startChild(new URL('../subjects/sweep.process.ts', import.meta.url), {
      environment,
      nodeOptions: ['--expose-gc'],
    });
    let last: Swept = { refreshed: 0, wallMs: 0, cpuMsPerRefresh: 0, memory: [], liveMiB: [] };
    const cpuMs: number[] = [];
    const growth: Record<'live' | 'resident', number[]> = { live: [], resident: [] };

    /** Refreshes a second. */
    const rateOf = (task: SweepTask, expected: number) => async () => {
      await endpoint.reset(latencyMs);
      last = await child.ask<Swept>(task);
      const { maxAtOnce } = await endpoint.reset(latencyMs);
      if (last.refreshed !== expected) {
        throw new Error(`${last.refreshed} of ${expected} were refreshed.`);
      }
      if (maxAtOnce > concurrency) {
        throw new Error(`The provider was asked ${maxAtOnce} times at once.`);
      }
      if (task.kind === 'sweep') {
        cpuMs.push(last.cpuMsPerRefresh);
        growth.live.push(growthOf(last.liveMiB));
        growth.resident.push(growthOf(last.memory.map(({ residentMiB }) => residentMiB)));
      }
      return last.refreshed / (last.wallMs / 1000);
    };
    const some = { kind: 'oneByOne', references: references.slice(0, sequential) } as const;

    try {
      // The warm-up, which counts the provider's requests and not the time.
      await rateOf(some, sequential)();
      await floor.cpuMsPerRefresh();
      const samples = await interleave(
        rounds,
        {
          sequential: rateOf(some, sequential),
          floor: floor.cpuMsPerRefresh,
          ours: rateOf({ kind: 'sweep' }, due),
        },
        { warmUp: false },
      );
      const ours = { label: 'the sweep', samples: samples.ours };
      const limit = concurrency / (latencyMs / 1000);
      const figures: Figure[] = [
        {
          id: 'sweep',
          title: `A sweep of ${due.toLocaleString('en')} due integrations`,
          unit: 'refreshes a second',
          ours,
          floor: {
            label: `${concurrency} requests of ${latencyMs} ms at once`,
            samples: samples.ours.map(() => limit),
          },
          goal: { bound: 'at least', value: 0.85 },
        },
        {
          id: 'sweep-sequential',
          title: 'The same, against one refresh after the other',
          unit: 'refreshes a second',
          ours,
          floor: { label: `${sequential} refreshes, one after the other`, samples: samples.sequential },
          goal: { bound: 'at least', value: 12 },
        },
        {
          id: 'sweep-cpu',
          title: 'The same, processor time of each refresh',
          unit: 'ms of processor time',
          ours: { label: 'the sweep', samples: cpuMs },
          floor: {
            label: `a read, the request and two writes by the SDK, ${concurrency} at once`,
            samples: samples.floor,
          },
          goal: {
            bound: 'at most',
            value: 0.6,
            notMetBecause:
              'a quarter of it is the request to the provider, and no other part stands out: see the findings',
          },
        },
        {
          id: 'sweep-memory',
          title: 'Growth of live memory during the sweep',
          unit: 'MiB',
          ours: { label: 'heap after full collections, most less first', samples: growth.live },
          floor: null,
          goal: { bound: 'at most', value: 64 },
        },
        {
          id: 'sweep-resident',
          title: 'Growth of resident memory, garbage included',
          unit: 'MiB',
          ours: { label: 'resident memory, most less first', samples: growth.resident },
          floor: null,
          goal: null,
        },
      ];
      return { figures, sweepMemory: last.memory };
    } finally {
      await Promise.all([child.stop(), floor.stop(), endpoint.stop()]);
    }
  },
};

/** Connections of many organizations: one alone gets no more than half of the calls to a provider. */
async function seedOrganizations(client: Firestore, count: number): Promise<IntegrationReference[]> {
  const ofEach = Math.ceil(count / organizationCount);
  const references: IntegrationReference[] = [];
  for (let first = 0; first < count; first += ofEach) {
    const organizationId = `organization-${first / ofEach}`;
    const seed = { organizationId, count: Math.min(ofEach, count - first) };
    references.push(...(await seedIntegrations(client, seed)));
  }
  return references;
}

/** Refreshes without a sweep, of connections of its own: what each costs that keeps nothing from happening twice. */
async function startFloor(where: Parameters<typeof serviceEnvironment>[0], count: number) {
  const client = firestoreClient(where.firestoreHost, where.projectId);
  const references = await seedIntegrations(client, { organizationId: 'northwind', count });
  await client.terminate();
  const child = await startChild(new URL('../subjects/raw-refresh.process.ts', import.meta.url), {
    environment: serviceEnvironment(where),
  });
  const task = { references, readsFirst: true, callers: concurrency } satisfies RefreshTask;
  return {
    cpuMsPerRefresh: async () => (await child.ask<Measured>(task)).cpuMsPerCall,
    stop: () => child.stop(),
  };
}

/** How far memory rose above where it began. */
function growthOf(samples: readonly number[]): number {
  return Math.max(...samples) - (samples[0] ?? 0);
}
