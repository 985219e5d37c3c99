/**
 * An instance of the service in a process of its own, with the repositories that are deployed, configured by the
 * environment: it does what it is sent, and answers when it is done. Nothing that it puts on the queue arrives anywhere.
 */
import { composeProcess } from '../src/services/process.ts';
import type { WebhookDeliveryTask } from '../src/tasks/webhook-delivery.queue.ts';

/** What a parent asks of a worker: to change a connection, which is an event, or to deliver a stream. */
export type WebhookWorkerMessage =
  | { disconnect: { organizationId: string; integrationId: string } }
  | { deliver: WebhookDeliveryTask };

const { integrationRepository, webhookDeliveriesService } = composeProcess({
  enqueueWebhookDelivery: async () => true,
});

async function run(message: WebhookWorkerMessage): Promise<void> {
  if ('deliver' in message) {
    await webhookDeliveriesService.deliverStream(message.deliver);
    return;
  }
  const { organizationId, integrationId } = message.disconnect;
  await integrationRepository.markAsDisconnected(organizationId, integrationId);
}

process.on('message', (message: WebhookWorkerMessage) => {
  void run(message).then(() => process.send?.('done'));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
