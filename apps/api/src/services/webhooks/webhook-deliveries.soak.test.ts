import pMap from 'p-map';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { minuteMs } from '../../lib/duration.ts';
import { newEvent } from '../../repositories/webhooks/webhook-outbox.ts';

const events = 10_000;
/** The rest would show the same, and take minutes. */
const delivered = 200;
const organizationId = 'northwind';
const { firestore } = useTestFirestore();
const services = wireServices({ firestore });
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
});
afterAll(() => receiver.close());

it('takes up 10,000 events of as many connections at once, a page in memory at a time, and delivers each once', async () => {
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
  const taken = new Set<string>();
  let left = delivered;
  await services.staleWebhooksRepository.forEachPage(async (streams) => {
    pages.push(streams.length);
    for (const { subjectId } of streams) {
      taken.add(subjectId);
    }
    const next = streams.slice(0, left);
    left -= next.length;
    await pMap(next, (stream) => services.webhookDeliveriesService.deliverStream(stream), {
      concurrency: 16,
    });
  });
  expect(Math.max(...pages)).toBe(200);
  expect(taken.size).toBe(events);
  expect(new Set(receiver.taken().map(({ id }) => id)).size).toBe(delivered);
  expect(receiver.taken()).toHaveLength(delivered);
});
