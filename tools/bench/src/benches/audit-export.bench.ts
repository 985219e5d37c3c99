import { addAuditEvent } from '@klayim/api/repositories/audit/audit-event.document';
import type { Firestore } from 'firebase-admin/firestore';
import type { Bench } from '../bench-context.ts';
import { serviceEnvironment } from '../fixtures/environment.ts';
import { firestoreClient } from '../fixtures/firestore-client.ts';
import { publishIdentityKeys } from '../fixtures/identity-keys.ts';
import { type Child, startChild } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import type { Served } from '../subjects/serve.ts';

const organizationId = 'northwind';
const eventsPerCommit = 400;

/** All events of an organization, as lines of JSON. */
export const auditExportBench: Bench = {
  name: 'audit-export',
  async run({ sizes, firestoreHost, projectIdOf }) {
    const { rounds, events } = sizes.auditExport;
    const projectId = projectIdOf('audit-export');
    const client = firestoreClient(firestoreHost, projectId);
    await seedEvents(client, events);
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
    const authorization = `Bearer ${keys.idTokenOf(organizationId, 'owner')}`;

    /** Processor time of the server for each event of one export. */
    const cpuMsPerEvent = (server: Child) => async () => {
      const { port } = await server.ask<Served>({});
      const response = await fetch(`http://127.0.0.1:${port}/audit-events/export`, {
        headers: { authorization },
      });
      const lines = (await response.text()).split('\n').length - 1;
      const { cpuMs } = await server.ask<Served>({});
      if (lines !== events) {
        throw new Error(`${lines} of ${events} events were exported.`);
      }
      return cpuMs / events;
    };

    const [bare, api] = [await start('bare-server'), await start('api-server')];
    try {
      const samples = await interleave(rounds, { floor: cpuMsPerEvent(bare), ours: cpuMsPerEvent(api) });
      return {
        figures: [
          {
            id: 'audit-export-cpu',
            title: `Export of ${events.toLocaleString('en')} audit events, each`,
            unit: 'ms of processor time',
            ours: { label: 'GET /audit-events/export', samples: samples.ours },
            floor: { label: 'one stream of the SDK, and JSON.stringify', samples: samples.floor },
            goal: { bound: 'at most', value: 1.2 },
          },
        ],
      };
    } finally {
      await Promise.all([bare.stop(), api.stop(), recorded.stop(), keys.stop()]);
    }
  },
};

async function seedEvents(firestore: Firestore, count: number): Promise<void> {
  const startMs = Date.now() - count;
  for (let first = 0; first < count; first += eventsPerCommit) {
    const batch = firestore.batch();
    for (let index = first; index < Math.min(first + eventsPerCommit, count); index += 1) {
      const record = {
        organizationId,
        type: 'integration.refreshed',
        actor: {
          type: 'user',
          userId: 'ada',
          role: 'owner',
          ipAddress: '203.0.113.7',
          requestId: '0c5b4f0e-7f43-4a43-9d0a-6a3a3c0a1f57',
        },
        subject: { type: 'integration', id: `integration-${index}` },
        result: 'success',
        reason: null,
        details: { provider: 'google_calendar', accountEmail: 'ada@northwind.example' },
      } as const;
      addAuditEvent(batch, firestore, record, startMs + index);
    }
    await batch.commit();
  }
}
