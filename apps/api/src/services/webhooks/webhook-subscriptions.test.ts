import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ada, newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { systemActor } from '../../repositories/audit/audit-event.document.ts';
import {
  createWebhookSubscriptions,
  maxUnwantedMs,
} from '../../repositories/webhooks/webhook-subscriptions.ts';

const actor = systemActor('test');

describe('a change after an endpoint was added', () => {
  const { firestore } = useTestFirestore();
  let receiver: WebhookReceiver;
  let nowMs = Date.parse('2026-01-01T00:00:00Z');
  let organizationId = '';
  const clock = () => nowMs;
  /** Two instances: what one has read, the other does not know. */
  const ours = wireServices({
    firestore,
    clock,
    announceWebhooks: async () => undefined,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  const theirs = testRepositories({ firestore, clock, keyring: () => Promise.reject(new Error('unused')) });
  const { createEndpoint, updateEndpoint, verifyEndpoint } = ours.webhookEndpointsService;

  beforeEach(async () => {
    receiver = await startWebhookReceiver();
    organizationId = newOrganization();
    // Both have just seen that nobody is subscribed.
    await ours.employeeRepository.create(organizationId, ada);
    await theirs.employeeRepository.create(organizationId, ada);
  });
  afterEach(() => receiver.close());

  const add = (events: ('employees.changed' | 'import.finished')[] = ['employees.changed']) =>
    createEndpoint(organizationId, { url: `${receiver.url}/hook`, events }, { userId: 'olga', actor });
  async function eventsAfterChange({ employeeRepository } = theirs): Promise<number> {
    await employeeRepository.create(organizationId, ada);
    const events = firestore().collection('webhookEvents').where('organizationId', '==', organizationId);
    return (await events.get()).size;
  }

  it('is told, though another instance had seen a moment before that nobody is subscribed', async () => {
    const { endpoint } = await add();
    expect(endpoint.status).toBe('enabled');
    await expect(eventsAfterChange()).resolves.toBe(1);
  });

  it('is told when the endpoint has answered a later challenge', async () => {
    receiver.echoes = false;
    const { endpoint } = await add();
    await expect(eventsAfterChange()).resolves.toBe(0);
    receiver.echoes = true;
    await verifyEndpoint(organizationId, endpoint.id);
    await expect(eventsAfterChange()).resolves.toBe(1);
  });

  it('is told when the endpoint was subscribed to it later', async () => {
    const { endpoint } = await add(['import.finished']);
    await expect(eventsAfterChange()).resolves.toBe(0);
    await updateEndpoint(organizationId, endpoint.id, { events: ['employees.changed'] }, actor);
    await expect(eventsAfterChange()).resolves.toBe(1);
  });

  it('is told by the instance that added it before the others know', async () => {
    const stored = await ours.webhookEndpointRepository.create(
      organizationId,
      { url: `${receiver.url}/hook`, events: ['employees.changed'] },
      { secret: 'whsec_c2VjcmV0', createdBy: 'olga', actor },
    );
    await ours.webhookEndpointRepository.noteChallenge(stored, null);
    await expect(eventsAfterChange(ours)).resolves.toBe(1);
  });

  it('costs nobody a wait when nothing is subscribed', async () => {
    receiver.echoes = false;
    const before = nowMs;
    const { endpoint } = await add();
    await updateEndpoint(organizationId, endpoint.id, { enabled: false }, actor);
    expect(nowMs).toBe(before);
  });
});

describe('that nobody is subscribed', () => {
  let nowMs = 0;
  const subscriptions = createWebhookSubscriptions({ clock: () => nowMs });
  const mayBeWanted = () => subscriptions.mayBeWanted('northwind', ['employees.changed', 'import.finished']);

  it('is known from the time at which it was asked for, not from that of the answer', () => {
    const askedAtMs = nowMs;
    nowMs += maxUnwantedMs - 1;
    subscriptions.rememberUnwanted('northwind', ['employees.changed'], askedAtMs);
    expect(mayBeWanted()).toEqual(['import.finished']);
    nowMs += 1;
    expect(mayBeWanted()).toEqual(['employees.changed', 'import.finished']);
  });

  it('is known of one organization, and forgotten when the clock is set back', () => {
    subscriptions.rememberUnwanted('fabrikam', ['employees.changed'], nowMs);
    expect(mayBeWanted()).toHaveLength(2);
    subscriptions.rememberUnwanted('northwind', ['employees.changed'], nowMs);
    expect(mayBeWanted()).toHaveLength(1);
    nowMs -= 1;
    expect(mayBeWanted()).toHaveLength(2);
  });
});
