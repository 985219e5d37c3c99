import autocannon from 'autocannon';
import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { publishIdentityKeys } from '../fixtures/identity-keys.ts';
import { seedIntegrations } from '../fixtures/seed.ts';
import { type Child, startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Figure } from '../results/results.schema.ts';
import type { Served } from '../subjects/serve.ts';

const organizationId = 'northwind';
const integrationCount = 16;
const timeoutSeconds = 60;
const floorLabel = 'a bare route of Express 5 with one `doc.get()`, no authentication';
const oursLabel = 'POST /integrations/:id/token';

/** A token over HTTP: of an instance that has been at it for a while, and of one that has just started. */
export const tokenRouteBench: Bench = {
  name: 'token-route',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, requests, firstRequests, connections } = sizes.tokenRoute;
    const projectId = projectIdOf('token-route');
    const client = firestoreClient(firestoreHost, projectId);
    const references = await seedIntegrations(client, { organizationId, count: integrationCount });
    await client.terminate();
    const keys = await publishIdentityKeys(projectId);
    const environment = { ...serviceEnvironment({ firestoreHost, projectId }), ...keys.environment };
    const start = (server: string) =>
      startChild(new URL(`../subjects/${server}.process.ts`, import.meta.url), {
        environment,
        nodeOptions: keys.nodeOptions,
      });
    const authorization = `Bearer ${keys.idTokenOf(organizationId, 'service')}`;

    /** Processor time of the server for each of so many requests. */
    async function cpuMsOf(server: Child, amount: number): Promise<number> {
      const { port } = await server.ask<Served>({});
      const result = await autocannon({
        url: `http://127.0.0.1:${port}`,
        connections,
        amount,
        // A busy machine is no fault of the server's.
        timeout: timeoutSeconds,
        headers: { authorization },
        requests: references.map(({ integrationId }) => ({
          method: 'POST',
          path: `/integrations/${integrationId}/token`,
        })),
      });
      const { cpuMs } = await server.ask<Served>({});
      if (result['2xx'] !== amount) {
        throw new Error(`${result['2xx']} of ${amount} answers were good.`);
      }
      return cpuMs / amount;
    }

    async function cpuMsOfNew(process: string): Promise<number> {
      const server = await start(process);
      try {
        return await cpuMsOf(server, firstRequests);
      } finally {
        await server.stop();
      }
    }

    const [bare, api] = [await start('bare-server'), await start('api-server')];
    try {
      const warm = await interleave(rounds, {
        floor: () => cpuMsOf(bare, requests),
        ours: () => cpuMsOf(api, requests),
      });
      const cold = await interleave(rounds, {
        floor: () => cpuMsOfNew('bare-server'),
        ours: () => cpuMsOfNew('api-server'),
      });
      const figure = (id: string, title: string, samples: typeof warm, goal: Figure['goal']): Figure => ({
        id,
        title,
        unit: 'ms of processor time',
        ours: { label: oursLabel, samples: samples.ours },
        floor: { label: floorLabel, samples: samples.floor },
        goal,
      });
      return {
        figures: [
          figure('token-route-cpu', oursLabel, warm, { bound: 'at most', value: 1 }),
          figure('token-route-first-cpu', `The first ${firstRequests} of these of an instance`, cold, {
            bound: 'at most',
            value: 1.6,
          }),
        ],
      };
    } finally {
      await Promise.all([bare.stop(), api.stop(), keys.stop()]);
    }
  },
};
