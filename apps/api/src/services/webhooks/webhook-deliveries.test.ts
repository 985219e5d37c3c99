import { employeeImportQuerySchema, webhookEventTypeSchema } from '@klayim/shared/schemas';
import type { WebhookEventType } from '@klayim/shared/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectInput } from '../../../test/connect-input.ts';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { isThorough } from '../../../test/thorough.ts';
import { isSigned, startWebhookReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { createDeliveryRun } from '../../../test/webhook-run.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import { systemActor } from '../../repositories/audit/audit-event.document.ts';

const actor = systemActor('test');

describe('webhooks', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { integrationService, integrationRepository, webhookEndpointsService, webhookDeliveriesService } =
    stack;
  const run = createDeliveryRun(stack);
  let receiver: WebhookReceiver;
  let organizationId = '';
  let secret = '';
  let endpointId = '';

  beforeEach(async () => {
    stack.webhookQueue.lose();
    receiver = await startWebhookReceiver();
    organizationId = newOrganization();
    ({ secret, endpointId } = await subscribe(webhookEventTypeSchema.options));
  });
  afterEach(() => receiver.close());

  async function subscribe(events: WebhookEventType[], organization = organizationId) {
    const url = `${receiver.url}/hook`;
    const issued = await webhookEndpointsService.createEndpoint(
      organization,
      { url, events },
      { userId: 'olga', actor },
    );
    expect(issued.endpoint.status).toBe('enabled');
    return { secret: issued.secret, endpointId: issued.endpoint.id };
  }

  const connect = (accountId: string) =>
    integrationService.connect(
      connectInput({ organizationId, accountId, expiresAt: new Date(stack.clock() + hourMs).toISOString() }),
    );
  /** Breaks and mends a connection, which gives two events. */
  async function breakAndMend(id: string, accountId: string): Promise<void> {
    await integrationRepository.markAsError(organizationId, id, 'gone');
    await connect(accountId);
  }
  const told = () => receiver.taken().map(({ type, data }) => [type, data['connectionId'], data['version']]);
  const typesTaken = () => receiver.taken().map(({ type }) => type);
  const deliveries = async () =>
    (await webhookDeliveriesService.listDeliveries(organizationId, endpointId, { limit: 100 })).items;

  it('tell of a connection from its first day to its last, signed, and never hold a token', async () => {
    const integration = await stack.connect('google_calendar', organizationId);
    await stack.expire(integration);
    stack.server('google').control.revokeGrantOf(integration.accountEmail);
    const service = stack.newTokenRefreshService();
    await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'reauthorization_required',
    });
    await stack.connect('google_calendar', organizationId);
    await integrationService.disconnect(organizationId, integration.id);
    await integrationService.deleteIntegration(organizationId, integration.id);
    await run.untilIdle();

    expect(typesTaken()).toEqual([
      'connection.connected',
      'connection.reauthorization_required',
      'connection.recovered',
      'connection.disconnected',
      'connection.deleted',
    ]);
    const [connected, broken] = receiver.taken();
    expect(connected?.data).toMatchObject({
      connectionId: integration.id,
      provider: 'google_calendar',
      accountId: integration.accountId,
      accountEmail: integration.accountEmail,
      status: 'connected',
      lastError: null,
    });
    expect(broken?.data).toMatchObject({
      status: 'error',
      requiredAction: 'reauthorize',
      lastError: { code: 'reauthorization_required', reason: 'revoked' },
    });
    const versions = receiver.taken().map(({ data }) => Number(data['version']));
    expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
    for (const webhook of receiver.received) {
      expect(isSigned(webhook, secret)).toBe(true);
      expect(webhook.body).not.toMatch(/token|ya29|secret|message/i);
    }
  });

  it('tell of scopes that changed, and of nothing when they stay', async () => {
    const { id } = await connect('scoped');
    const again = (scopes: string[]) =>
      integrationService.connect({
        organizationId,
        provider: 'google_calendar',
        accountId: 'scoped',
        accountEmail: 'scoped@northwind.example',
        scopes,
        accessToken: 'another',
        refreshToken: 'another',
        expiresAt: new Date(stack.clock() + hourMs).toISOString(),
        replace: true,
      });
    await again(['openid']);
    await again(['email', 'openid']);
    await again(['openid', 'email']);
    await run.untilIdle();
    expect(told().map(([type, of]) => [type, of])).toEqual([
      ['connection.connected', id],
      ['connection.scopes_changed', id],
    ]);
  });

  it('tell of employees by ids and versions only, and of imports by counts', async () => {
    const { employeeRepository, employeeImportService } = stack;
    const records = ['1', '2'].map((sourceId) => ({
      sourceId,
      fields: { name: `Secret Name ${sourceId}`, email: `secret-${sourceId}@northwind.example` },
    }));
    await employeeRepository.upsertRecords(organizationId, 'csv', records, { actor });
    await employeeRepository.upsertRecords(organizationId, 'csv', records, { actor });
    const found = await employeeRepository.findPage(organizationId, { sort: 'name', limit: 10 });
    await employeeRepository.delete(organizationId, found.items[0]?.id ?? '');
    const file = new TextEncoder().encode('Name,Email\nSecret Name 3,secret-3@northwind.example\n');
    const query = employeeImportQuerySchema.parse({});
    await employeeImportService.startImport(organizationId, query, chunksOf(file), actor);
    await stack.runTasks();
    await run.untilIdle();

    const [first, deleted] = receiver.taken();
    const versions = found.items.map(({ id, version }) => ({ id, version, change: 'created' }));
    expect(first).toMatchObject({
      type: 'employees.changed',
      data: { employees: expect.arrayContaining(versions) },
    });
    expect(deleted?.data).toEqual({
      employees: [{ id: found.items[0]?.id, version: found.items[0]?.version, change: 'deleted' }],
    });
    expect(typesTaken().slice(2).sort()).toEqual(['employees.changed', 'import.finished']);
    const finished = receiver.taken().find(({ type }) => type === 'import.finished');
    expect(finished?.data).toMatchObject({ status: 'completed', created: 1, rejectedRows: 0, dryRun: false });
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/secret/i);
  });

  it('go to subscribed endpoints, and leave no document when there is none', async () => {
    await webhookEndpointsService.deleteEndpoint(organizationId, endpointId, actor);
    await subscribe(['import.finished']);
    await connect('unseen');
    const stored = firestore().collection('webhookEvents').where('organizationId', '==', organizationId);
    expect((await stored.get()).size).toBe(0);
    const other = newOrganization();
    await subscribe(['connection.connected'], other);
    await connect('still-unseen');
    await run.untilIdle();
    expect(receiver.taken()).toEqual([]);
  });

  it(
    'all reach a receiver that was down for 24 hours, in order and once',
    async () => {
      let isDown = true;
      receiver.answer = () => (isDown ? 503 : 204);
      const ids = new Map<string, string>();
      for (const account of ['one', 'two', 'three']) {
        ids.set(account, (await connect(account)).id);
      }
      const everyHours = isThorough() ? 2 : 6;
      for (let hours = 0; hours < 24; hours += everyHours) {
        for (const [account, id] of ids) {
          await breakAndMend(id, account);
        }
        await run.forMs(everyHours * hourMs);
      }
      expect(receiver.taken()).toEqual([]);
      isDown = false;
      await run.forMs(5 * hourMs);

      const events = ids.size * (1 + (2 * 24) / everyHours);
      expect(receiver.taken()).toHaveLength(events);
      expect(new Set(receiver.taken().map(({ id }) => id)).size).toBe(events);
      for (const id of ids.values()) {
        const own = receiver.taken().filter(({ data }) => data['connectionId'] === id);
        const versions = own.map(({ data }) => Number(data['version']));
        expect(versions).toEqual([...versions].sort((one, other) => one - other));
        expect(own.map(({ type }) => type).slice(0, 3)).toEqual([
          'connection.connected',
          'connection.reauthorization_required',
          'connection.recovered',
        ]);
      }
      expect(stack.webhookQueue.size()).toBe(0);
      expect(await webhookEndpointsService.getEndpoint(organizationId, endpointId)).toMatchObject({
        status: 'enabled',
        failingSince: null,
        lastFailure: null,
      });
    },
    5 * minuteMs,
  );

  it(
    'wait for the previous event of the same connection, and for no other',
    async () => {
      const [first, second] = [await connect('first'), await connect('second')];
      receiver.answer = ({ data }) => (data['connectionId'] === first.id ? 500 : 204);
      await breakAndMend(first.id, 'first');
      await breakAndMend(second.id, 'second');
      await run.forMs(hourMs);
      expect(new Set(told().map(([, id]) => id))).toEqual(new Set([second.id]));
      const attempted = receiver.received.filter(({ data }) => data['connectionId'] === first.id);
      expect(new Set(attempted.map(({ type }) => type))).toEqual(new Set(['connection.connected']));
      // Given up after three days, it lets the next one through.
      receiver.answer = ({ type }) => (type === 'connection.connected' ? 500 : 204);
      await run.forMs(3 * dayMs);
      expect(
        told()
          .filter(([, id]) => id === first.id)
          .map(([type]) => type),
      ).toEqual(['connection.reauthorization_required', 'connection.recovered']);
      expect((await deliveries()).find(({ state }) => state === 'failed')).toMatchObject({
        type: 'connection.connected',
        lastStatus: 500,
        lastFailure: 'refused',
        nextAttemptAt: null,
      });
    },
    5 * minuteMs,
  );

  it.each([
    [500, 'refused'],
    [302, 'redirected'],
  ] as const)(
    'are tried for three days when the answer is %i, ever more rarely',
    async (status, lastFailure) => {
      receiver.answer = () => status;
      await connect('down');
      await run.forMs(4 * dayMs);
      const [delivery] = await deliveries();
      expect(delivery).toMatchObject({ state: 'failed', lastStatus: status, lastFailure });
      expect(receiver.received.filter(({ type }) => type === 'connection.connected')).toHaveLength(
        delivery?.attempts ?? 0,
      );
      expect(delivery?.attempts).toBeGreaterThan(15);
      expect(delivery?.attempts).toBeLessThan(35);
      expect(new Set(receiver.received.slice(1).map(({ id }) => id)).size).toBe(1);
    },
  );

  it('end at once for an endpoint that answers 410, and its organization is told', async () => {
    receiver.answer = () => 410;
    await connect('gone');
    await connect('gone-too');
    await run.untilIdle();
    const endpoint = await webhookEndpointsService.getEndpoint(organizationId, endpointId);
    expect(endpoint).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    expect((await deliveries()).map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(receiver.received).toHaveLength(2);
    const { items } = await stack.auditService.listEvents(organizationId, {
      type: 'webhook_endpoint.disabled',
      limit: 10,
    });
    expect(items).toMatchObject([{ reason: 'gone', result: 'failure', subject: { id: endpointId } }]);
    await connect('later');
    expect(await deliveries()).toHaveLength(2);
  });

  it('end for an endpoint that has failed for five days, however many events there were', async () => {
    receiver.answer = () => 503;
    for (let days = 0; days < 6; days += 1) {
      await connect(`day-${days}`);
      await run.forMs(dayMs);
      const { status } = await webhookEndpointsService.getEndpoint(organizationId, endpointId);
      expect(status).toBe(days < 5 ? 'enabled' : 'disabled');
    }
    await run.forMs(dayMs);
    expect((await deliveries()).filter(({ state }) => state === 'pending')).toEqual([]);
  });

  it('are signed with both secrets while one is replaced, and with the new one alone after that', async () => {
    const rotated = await webhookEndpointsService.rotateSecret(organizationId, endpointId, {
      overlapSeconds: 3_600,
      actor,
    });
    await connect('during');
    await run.untilIdle();
    const [during] = receiver.taken();
    stack.advance(hourMs);
    await connect('after');
    await run.untilIdle();
    const after = receiver.taken().at(-1);
    if (!during || !after) {
      throw new Error('nothing was taken');
    }
    expect([secret, rotated.secret].map((each) => isSigned(during, each))).toEqual([true, true]);
    expect([secret, rotated.secret].map((each) => isSigned(after, each))).toEqual([false, true]);
  });

  it('can be replayed with the same id, and tested', async () => {
    await connect('replayed');
    await run.untilIdle();
    const [delivery] = await deliveries();
    const again = await webhookDeliveriesService.replayDelivery(
      organizationId,
      endpointId,
      delivery?.id ?? '',
    );
    expect(again).toMatchObject({ id: delivery?.id, state: 'pending', attempts: 1 });
    const test = await webhookDeliveriesService.sendTest(organizationId, endpointId);
    await run.untilIdle();
    expect(receiver.taken().map(({ id, type }) => [id, type])).toEqual([
      [delivery?.id, 'connection.connected'],
      [delivery?.id, 'connection.connected'],
      [test.id, 'endpoint.test'],
    ]);
    expect((await deliveries()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['delivered', 1],
      ['delivered', 2],
    ]);
    const foreign = webhookDeliveriesService.replayDelivery('another', endpointId, delivery?.id ?? '');
    await expect(foreign).rejects.toMatchObject({ code: 'webhook_endpoint_not_found' });
    const unknown = webhookDeliveriesService.replayDelivery(organizationId, endpointId, 'unknown');
    await expect(unknown).rejects.toMatchObject({ code: 'webhook_delivery_not_found' });
  });

  it('are found by the schedule when their task was lost, and are sent once', async () => {
    await connect('lost');
    stack.webhookQueue.lose();
    await expect(webhookDeliveriesService.requeueOverdue()).resolves.toBe(0);
    stack.advance(6 * minuteMs);
    await expect(webhookDeliveriesService.requeueOverdue()).resolves.toBe(1);
    await expect(webhookDeliveriesService.requeueOverdue()).resolves.toBe(0);
    await run.untilIdle();
    expect(typesTaken()).toEqual(['connection.connected']);
  });

  it('are sent once when many tasks of one stream run at once', async () => {
    const { id } = await connect('busy');
    await breakAndMend(id, 'busy');
    const stream = { organizationId, endpointId, subjectId: id };
    await Promise.all(Array.from({ length: 8 }, () => webhookDeliveriesService.deliverStream(stream)));
    await run.forMs(minuteMs);
    expect(typesTaken()).toEqual([
      'connection.connected',
      'connection.reauthorization_required',
      'connection.recovered',
    ]);
  });

  it('wait for an endpoint that has yet to answer the challenge of its new URL, for three days', async () => {
    const setStatus = (status: string) =>
      firestore().collection('webhookEndpoints').doc(endpointId).update({ status });
    const { id } = await connect('moving');
    await setStatus('unverified');
    const stream = { organizationId, endpointId, subjectId: id };
    await webhookDeliveriesService.deliverStream(stream);
    expect(await deliveries()).toMatchObject([{ state: 'pending', attempts: 0 }]);
    await setStatus('enabled');
    stack.advance(hourMs);
    await webhookDeliveriesService.requeueOverdue();
    await run.untilIdle();
    expect(typesTaken()).toEqual(['connection.connected']);

    await connect('never-verified');
    await setStatus('unverified');
    stack.advance(73 * hourMs);
    await webhookDeliveriesService.requeueOverdue();
    await run.untilIdle();
    expect(typesTaken()).toEqual(['connection.connected']);
    expect((await deliveries())[0]).toMatchObject({ state: 'failed', lastFailure: 'endpoint_disabled' });
  });

  it('are not sent to a URL that was written into the database', async () => {
    await connect('moved');
    await firestore()
      .collection('webhookEndpoints')
      .doc(endpointId)
      .update({ url: `${receiver.url}/stolen` });
    await run.untilDue();
    expect(receiver.taken()).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'pending', lastFailure: 'secret_unreadable' }]);
  });
});

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
