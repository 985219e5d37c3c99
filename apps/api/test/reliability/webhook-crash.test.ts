import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../src/lib/duration.ts';
import { connectInput } from '../connect-input.ts';
import { apiEnvironment } from '../http/api-server.ts';
import { useFreshFirestore } from '../repositories/test-firestore.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../webhook-receiver.ts';
import { createDeliveryRun } from '../webhook-run.ts';
import type { WebhookWorkerMessage } from '../webhook-worker.ts';
import { wireServices } from '../wired-services.ts';

type Phase = 'request' | 'response';

const actor = { type: 'system', name: 'test' } as const;

describe('a process killed in the middle of', () => {
  const { firestore, projectId } = useFreshFirestore();
  let proxy: FirestoreProxy;
  let receiver: WebhookReceiver;
  let worker: ChildProcess | undefined;
  let services: ReturnType<typeof wireServices>;
  let organizationId = '';
  let endpointId = '';
  let integrationId = '';

  beforeAll(async () => {
    proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
  });
  afterAll(() => proxy.stop());
  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    // A service of its own: its clock must not be ahead of the process that is to die.
    services = wireServices({ firestore, environment: () => apiEnvironment });
    organizationId = `org-${randomUUID()}`;
    const wanted = { url: `${receiver.url}/hook`, events: ['connection.disconnected' as const] };
    const owner = { userId: 'olga', actor };
    const issued = await services.webhookEndpointsService.createEndpoint(organizationId, wanted, owner);
    endpointId = issued.endpoint.id;
    const integration = await services.integrationService.connect(
      connectInput({ organizationId, expiresAt: new Date(Date.now() + hourMs).toISOString() }),
    );
    integrationId = integration.id;
  });
  afterEach(async () => {
    worker?.kill('SIGKILL');
    await receiver.close();
  });

  async function start(message: WebhookWorkerMessage): Promise<void> {
    worker = fork(new URL('../webhook-worker.ts', import.meta.url), {
      env: {
        ...process.env,
        ...apiEnvironment,
        FIRESTORE_EMULATOR_HOST: proxy.host,
        GCLOUD_PROJECT: projectId(),
        ENCRYPTION_KEY: services.encryptionKey,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(worker, 'message');
    worker.send(message);
  }

  async function kill(): Promise<void> {
    if (worker) {
      const exited = once(worker, 'exit');
      worker.kill('SIGKILL');
      expect(await exited).toEqual([null, 'SIGKILL']);
    }
  }

  /** Lets a process come to its commit of this number that concerns webhooks, and kills it there. */
  async function killAtCommit(message: WebhookWorkerMessage, number: number, phase: Phase): Promise<void> {
    const reached = Promise.withResolvers<void>();
    let commits = 0;
    const drop = proxy.intercept((call) => {
      if (call.rpc !== 'Commit' || (call.phase === 'request' && !concernsWebhooks(call.message))) {
        return undefined;
      }
      commits += call.phase === 'request' ? 1 : 0;
      if (commits < number || call.phase !== phase) {
        return undefined;
      }
      reached.resolve();
      return new Promise<void>(() => {});
    });
    await start(message);
    await reached.promise;
    await kill();
    drop();
  }

  const disconnect = () => ({ disconnect: { organizationId, integrationId } });
  const deliver = () => ({ deliver: { organizationId, endpointId, subjectId: integrationId } });
  const received = () => receiver.received.filter(({ type }) => type !== 'endpoint.verification');
  const storedEvents = async () =>
    (await firestore().collection('webhookEvents').where('organizationId', '==', organizationId).get()).size;

  it.each([
    ['request', 'neither the change nor its event is stored'],
    ['response', 'both are, and the event is delivered'],
  ] as const)('writing an event leaves nothing half done (%s of the commit): %s', async (phase, _outcome) => {
    await killAtCommit(disconnect(), 1, phase);
    const stored = await services.integrationRepository.findById(organizationId, integrationId);
    const isStored = phase === 'response';
    expect(stored?.status).toBe(isStored ? 'disconnected' : 'connected');
    expect(await storedEvents()).toBe(isStored ? 1 : 0);
    await createDeliveryRun(services).forMs(2 * hourMs);
    expect(received().map(({ type }) => type)).toEqual(isStored ? ['connection.disconnected'] : []);
  });

  it.each<[string, number, Phase, number]>([
    ['before it has claimed the delivery', 1, 'request', 1],
    ['after it has claimed the delivery', 1, 'response', 1],
    ['before it has noted that the event was taken', 2, 'request', 2],
    ['after it has noted that the event was taken', 2, 'response', 1],
  ])(
    'delivering an event loses nothing, and a duplicate has the same id: %s',
    async (_when, number, phase, sent) => {
      await services.integrationRepository.markAsDisconnected(organizationId, integrationId);
      services.webhookQueue.lose();
      await killAtCommit(deliver(), number, phase);
      await createDeliveryRun(services).forMs(2 * hourMs);
      expect(received()).toHaveLength(sent);
      expect(new Set(received().map(({ id }) => id)).size).toBe(1);
      const { items } = await services.webhookDeliveriesService.listDeliveries(organizationId, endpointId, {
        limit: 10,
      });
      expect(items.map(({ state }) => state)).toEqual(['delivered']);
    },
  );

  it('delivering an event loses nothing, and a duplicate has the same id: while the receiver thinks', async () => {
    await services.integrationRepository.markAsDisconnected(organizationId, integrationId);
    services.webhookQueue.lose();
    const asked = Promise.withResolvers<void>();
    receiver.answer = () => {
      asked.resolve();
      return new Promise<number>(() => {});
    };
    await start(deliver());
    await asked.promise;
    await kill();
    receiver.answer = () => 204;
    await createDeliveryRun(services).forMs(2 * hourMs);
    expect(received().map(({ type }) => type)).toEqual(['connection.disconnected']);
  });
});

function concernsWebhooks(message: object): boolean {
  return JSON.stringify(message).includes('/webhookEvents/');
}
