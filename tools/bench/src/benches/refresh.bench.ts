import type { AuthorizationServerId } from '@klayim/shared/types';
import type { Bench } from '../bench-context.ts';
import type { RefreshTask } from '../contenders/refresh.process.ts';
import { type Child, startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Measured } from '../harness/load.ts';
import type { Figure } from '../results/results.schema.ts';
import { serviceEnvironment } from '../world/environment.ts';
import { firestoreClient } from '../world/firestore-client.ts';
import { seedIntegrations } from '../world/seed.ts';
import { startTokenEndpoint } from '../world/token-endpoint.ts';

const names = { google: 'Google', microsoft: 'Microsoft' };
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

    async function contender(process: string, server: AuthorizationServerId, readsFirst = false) {
      const organizationId = `${process}-${server}-${readsFirst}`;
      const provider = providers[server];
      const references = await seedIntegrations(client, { organizationId, count: refreshes, provider });
      const module = new URL(`../contenders/${process}.process.ts`, import.meta.url);
      const child = await startChild(module, { environment });
      children.push(child);
      return async () =>
        (await child.ask<Measured>({ references, readsFirst } satisfies RefreshTask)).cpuMsPerCall;
    }

    try {
      const samples = await interleave(rounds, {
        floor: await contender('raw-refresh', 'google'),
        floorWithRead: await contender('raw-refresh', 'google', true),
        google: await contender('refresh', 'google'),
        microsoft: await contender('refresh', 'microsoft'),
      });
      const figureOf = (server: AuthorizationServerId): Figure => ({
        id: `refresh-${server}`,
        title: `One refresh, ${names[server]}`,
        unit: 'ms of processor time',
        ours: { label: 'getValidToken, expired', samples: samples[server] },
        floor: { label: 'the request and the two writes', samples: samples.floor },
        goal: { bound: 'at most', value: 1.5 },
      });
      const readFigureOf = (server: AuthorizationServerId): Figure => ({
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
