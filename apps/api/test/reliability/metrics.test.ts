import type { Integration } from '@klayim/shared/types';
import { describe, expect, it, onTestFinished } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import { noMetrics, whenReady } from '../../src/lib/metrics.ts';
import { systemActor } from '../../src/repositories/audit/audit-event.document.ts';
import { createServices } from '../../src/services/create-services.ts';
import { createReadableMetrics } from '../metric-readings.ts';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { useTestServices } from '../test-services.ts';
import { startWebhookReceiver } from '../webhook-receiver.ts';
import { createDeliveryRun } from '../webhook-run.ts';

describe('metrics', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const server = () => stack.server('google').control;

  function startProcess() {
    const measured = createReadableMetrics();
    return { ...measured, service: stack.newTokenRefreshService({ metrics: measured.metrics }) };
  }
  async function connectExpired(organizationId: string): Promise<Integration> {
    const integration = await stack.connect('google_calendar', organizationId);
    await stack.expire(integration);
    return integration;
  }
  const settled = (calls: Promise<unknown>[]) => Promise.allSettled(calls);

  it('count each refresh once, with its outcome, as the provider has seen them', async () => {
    const { service, sum } = startProcess();
    server().reset();
    for (let index = 0; index < 4; index += 1) {
      const { id } = await connectExpired(`counted-${index}`);
      await settled(Array.from({ length: 10 }, () => service.getValidToken(`counted-${index}`, id)));
      await service.getValidToken(`counted-${index}`, id);
    }
    const refused = await connectExpired('counted-refused');
    server().refuseNext(1, 'revoked');
    await settled([service.getValidToken('counted-refused', refused.id)]);
    const down = await connectExpired('counted-down');
    server().failNext(3, '500');
    await settled([service.getValidToken('counted-down', down.id)]);

    const name = 'klayim.refresh.duration';
    const google = { provider: 'google_calendar' };
    await expect(sum(name, { ...google, outcome: 'refreshed' })).resolves.toBe(server().refreshCount('ok'));
    await expect(sum(name, { ...google, outcome: 'refreshed' })).resolves.toBe(4);
    await expect(sum(name, { outcome: 'reauthorization_required' })).resolves.toBe(1);
    await expect(sum(name, { outcome: 'provider_unavailable' })).resolves.toBe(1);
    await expect(sum(name)).resolves.toBe(6);
  });

  it('say how long the oldest connection had been due when a sweep began', async () => {
    const { service, read } = startProcess();
    const age = async () => (await read('klayim.refresh.oldest_due'))[0]?.value ?? -1;
    const integration = await stack.connect('google_calendar', 'due');
    await stack.expire(integration, 40 * minuteMs);
    await service.refreshExpiringTokens();
    expect(await age()).toBeGreaterThanOrEqual(40 * 60);
    expect(await age()).toBeLessThan(41 * 60);
    await service.refreshExpiringTokens();
    expect(await age()).toBeLessThan(60);
  });

  it('show the circuit of a server as it opens for all organizations, and closes', async () => {
    const { service, read } = startProcess();
    const connections: Integration[] = [];
    for (const organizationId of ['first', 'second', 'third', 'fourth', 'fifth']) {
      const integration = await connectExpired(`circuit-${organizationId}`);
      await service.getValidToken(integration.organizationId, integration.id);
      await stack.expire(integration);
      connections.push(integration);
    }
    const state = async () =>
      (await read('klayim.circuit.state')).find(({ attributes }) => attributes['failure'] === 'misconfigured')
        ?.value;
    await expect(state()).resolves.toBe(0);
    const [last, ...others] = connections.reverse();
    for (const { organizationId, id } of others) {
      server().failNext(1, 'invalid_client');
      await settled([service.getValidToken(organizationId, id)]);
    }
    await expect(state()).resolves.toBe(2);
    stack.advance(minuteMs);
    await expect(state()).resolves.toBe(1);
    await service.getValidToken(last?.organizationId ?? '', last?.id ?? '');
    await expect(state()).resolves.toBe(0);
  });

  it('count each attempt to deliver a webhook as the receiver answered it', async () => {
    const measured = createReadableMetrics();
    const services = createServices({ ...stack, metrics: measured.metrics });
    const run = createDeliveryRun({ ...stack, ...services });
    const receiver = await startWebhookReceiver();
    onTestFinished(() => receiver.close());
    await services.webhookEndpointsService.createEndpoint(
      'told',
      { url: `${receiver.url}/hook`, events: ['connection.connected', 'connection.disconnected'] },
      { userId: 'olga', actor: systemActor('test') },
    );
    const answers = [500, 500, 204, 204];
    receiver.answer = () => answers.shift() ?? 204;
    const integration = await stack.connect('google_calendar', 'told');
    await stack.integrationService.disconnect('told', integration.id);
    await run.untilIdle();
    expect(receiver.taken()).toHaveLength(2);
    await expect(measured.sum('klayim.webhook.attempts', { outcome: 'delivered' })).resolves.toBe(2);
    await expect(measured.sum('klayim.webhook.attempts', { outcome: 'pending' })).resolves.toBe(2);

    receiver.answer = () => 410;
    await stack.connect('google_calendar', 'told');
    await run.untilIdle();
    await expect(measured.sum('klayim.webhook.attempts', { outcome: 'failed' })).resolves.toBe(1);
    await expect(measured.sum('klayim.webhook.attempts')).resolves.toBe(5);
  });

  it('that are loaded late miss nothing, and those that are off do nothing', async () => {
    const measured = createReadableMetrics();
    let load: () => void = () => undefined;
    const metrics = whenReady(new Promise((resolve) => (load = () => resolve(measured.metrics))));
    metrics.mailAttempted('sent');
    noMetrics.mailAttempted('sent');
    load();
    await Promise.resolve();
    metrics.mailAttempted('failed');
    await Promise.resolve();
    await expect(measured.sum('klayim.mail.attempts', { outcome: 'sent' })).resolves.toBe(1);
    await expect(measured.sum('klayim.mail.attempts')).resolves.toBe(2);
  });
});
