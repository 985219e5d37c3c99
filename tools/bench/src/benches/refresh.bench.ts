import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { startTokenEndpoint } from '../fixtures/token-endpoint.ts';
import { type Child, startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Measured } from '../harness/load.ts';
import type { Figure } from '../results/results.schema.ts';
import type { RefreshTask } from '../subjects/refresh.process.ts';

const names = { google: 'Google', microsoft: 'Microsoft' };
type Server = keyof typeof names;
const providers = { google: 'google_calendar', microsoft: 'microsoft_calendar' } as const;

/** What one refresh costs the processor of who refreshes. */
export const refreshBench: Bench = {
  name: 'refresh',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, refreshes } = sizes.refresh;
    const projectId = projectIdOf('refresh');
    const endpoint = await startTokenEndpoint();
    const environment = serviceEnvironment({ firestoreHost, projectId, providerOrigin: endpoint.origin });
    const client = firestoreClient(firestoreHost, projectId);
    const children: Child[] = [];

    async function subject(process: string, server: Server, readsFirst = false) {
      const organizationId = `${process}-${server}-${readsFirst}`;
      const provider = providers[server];
      const references = await seedIntegrations(client, { organizationId, count: refreshes, provider });
      const module = new URL(`../subjects/${process}.process.ts`, import.meta.url);
      const child = await startChild(module, { environment });
      children.push(child);
      return async () =>
        (await child.ask<Measured>({ references, readsFirst } satisfies RefreshTask)).cpuMsPerCall;
    }

    try {
      const samples = await interleave(rounds, {
        floor: await subject('raw-refresh', 'google'),
        floorWithRead: await subject('raw-refresh', 'google', true),
        google: await subject('refresh', 'google'),
        microsoft: await subject('refresh', 'microsoft'),
      });
      const figureOf = (server: Server): Figure => ({
        id: `refresh-${server}`,
        title: `One refresh, ${names[server]}`,
        unit: 'ms of processor time',
        ours: { label: 'getValidToken, expired', samples: samples[server] },
        floor: { label: 'the request and the two writes', samples: samples.floor },
        goal: {
          bound: 'at most',
          value: 1.5,
          notMetBecause: 'the floor reads no document, and makes the request without a client library',
        },
      });
      const readFigureOf = (server: Server): Figure => ({
        ...figureOf(server),
        id: `refresh-${server}-read`,
        title: `The same, ${names[server]}, against a floor that reads too`,
        floor: { label: 'the read, the request and the two writes', samples: samples.floorWithRead },
        goal: null,
      });
      return {
        figures: [
          figureOf('google'),
          readFigureOf('google'),
          figureOf('microsoft'),
          readFigureOf('microsoft'),
        ],
      };
    } finally {
      await Promise.all([...children.map((child) => child.stop()), endpoint.stop()]);
      await client.terminate();
    }
  },
};
