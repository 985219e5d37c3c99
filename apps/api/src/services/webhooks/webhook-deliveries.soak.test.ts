import pMap from 'p-map';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { minuteMs } from '../../lib/duration.ts';
import { newEvent } from '../../repositories/webhooks/webhook-outbox.ts';

const events = 2_500;
const organizationId = 'northwind';
const { firestore } = useTestFirestore();
const services = wireServices(firestore, () => ({}));
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());

it('delivers 2,500 events of as many connections at once, a page in memory at a time', async () => {
  const { endpoint } = await services.webhookEndpointsService.createEndpoint(
    organizationId,
    { url: `${receiver.url}/hook`, events: ['connection.deleted'] },
    { userId: 'olga', actor: { type: 'system', name: 'test' } },
  );
  for (let start = 0; start < events; start += 500) {
    const batch = firestore().batch();
    for (let number = start; number < start + 500; number += 1) {
      const subjectId = `connection-${number}`;
      const record = { organizationId, type: 'connection.deleted', subjectId, data: { number } } as const;
      const { id, document } = newEvent(record, [endpoint.id], services.clock());
      batch.create(firestore().collection('webhookEvents').doc(id), document);
    }
    await batch.commit();
  }
  services.advance(10 * minuteMs);
  const pages: number[] = [];
  await services.staleWebhooksRepository.forEachPage(async (streams) => {
    pages.push(streams.length);
    await pMap(streams, (stream) => services.webhookDeliveriesService.deliverStream(stream), {
      concurrency: 16,
    });
  });
  expect(Math.max(...pages)).toBe(200);
  expect(new Set(receiver.taken().map(({ id }) => id)).size).toBe(events);
  expect(receiver.taken()).toHaveLength(events);
});
