import autocannon from 'autocannon';
import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { publishIdentityKeys } from '../fixtures/identity-keys.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Served } from '../subjects/serve.ts';

const organizationId = 'northwind';

/** What one slice of load showed of a server. */
interface Slice {
  perSecond: number;
  p99Ms: number;
  cpuMsPerRequest: number;
}

/** The first page of a list of many, over HTTP. */
export const listBench: Bench = {
  name: 'list',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, sliceSeconds, total, connections } = sizes.list;
    const projectId = projectIdOf('list');
    const client = firestoreClient(firestoreHost, projectId);
    await seedIntegrations(client, { organizationId, count: total });
    await client.terminate();
    const keys = await publishIdentityKeys(projectId);
    const recorded = await startChild(new URL('../fixtures/recorded-firestore.process.ts', import.meta.url), {
      environment: { FIRESTORE_EMULATOR_HOST: firestoreHost },
    });
    const environment = {
      ...serviceEnvironment({ firestoreHost: await recorded.ask<string>({}), projectId }),
      ...keys.environment,
    };
    const start = (process: string) =>
      startChild(new URL(`../subjects/${process}.process.ts`, import.meta.url), {
        environment,
        nodeOptions: keys.nodeOptions,
      });
    const [bare, api] = [await start('bare-server'), await start('api-server')];
    const slices: Record<'floor' | 'ours', Slice[]> = { floor: [], ours: [] };

    const load = (name: keyof typeof slices, child: typeof api) => async () => {
      const { port } = await child.ask<Served>({});
      const result = await autocannon({
        url: `http://127.0.0.1:${port}/integrations`,
        headers: { authorization: `Bearer ${keys.idTokenOf(organizationId)}` },
        connections,
        duration: sliceSeconds,
      });
      if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0) {
        throw new Error(`${result.non2xx} answers of ${name} were not good, and ${result.errors} were none.`);
      }
      const { cpuMs } = await child.ask<Served>({});
      const perSecond = result.requests.average;
      const cpuMsPerRequest = cpuMs / result.requests.total;
      slices[name].push({ perSecond, p99Ms: result.latency.p99, cpuMsPerRequest });
      return perSecond;
    };

    try {
      await interleave(rounds, { floor: load('floor', bare), ours: load('ours', api) });
    } finally {
      await Promise.all([bare.stop(), api.stop(), recorded.stop(), keys.stop()]);
    }
    // The first slice of each was the warm-up.
    const side = (name: keyof typeof slices, key: keyof Slice) =>
      slices[name].slice(1).map((slice) => slice[key]);
    const sides = (key: keyof Slice) => ({
      ours: { label: 'GET /integrations', samples: side('ours', key) },
      floor: { label: 'a bare route of Express 5 with the same query', samples: side('floor', key) },
    });
    const title = `GET /integrations, 20 of ${total.toLocaleString('en')}`;
    return {
      figures: [
        {
          id: 'list-throughput',
          title: `${title}: requests`,
          unit: '1/s',
          ...sides('perSecond'),
          goal: {
            bound: 'at least',
            value: 0.75,
            notMetBecause:
              'what both do, Firestore and the socket, is most of it; signature, quota, checks and a log line are the rest: see the findings',
          },
        },
        {
          id: 'list-p99',
          title: `${title}: 99th percentile`,
          unit: 'ms',
          ...sides('p99Ms'),
          goal: { bound: 'at most', value: 1.5 },
        },
        {
          id: 'list-cpu',
          title: `${title}: processor time`,
          unit: 'ms',
          ...sides('cpuMsPerRequest'),
          goal: null,
        },
      ],
    };
  },
};
