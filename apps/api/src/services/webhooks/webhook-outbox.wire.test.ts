import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../test/webhook-receiver.ts';

describe('what webhooks cost, counted on the wire', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const tokens = stack.newTokenRefreshService();
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    await stack.webhookEndpointsService.createEndpoint(
      'subscribed',
      { url: `${receiver.url}/hook`, events: ['connection.disconnected', 'connection.recovered'] },
      { userId: 'olga', actor: { type: 'system', name: 'test' } },
    );
  });
  afterAll(() => receiver.close());

  async function counted(action: () => Promise<unknown>) {
    proxy().reset();
    await action();
    const { documentsRead, documentsWritten, documentsDeleted, queries } = proxy().counts();
    return { documentsRead, writes: documentsWritten + documentsDeleted, queries };
  }

  it.each(['subscribed', 'not-subscribed'])(
    'an ordinary refresh costs nothing for them (%s)',
    async (organization) => {
      const integration = await stack.connect('google_calendar', organization);
      await stack.expire(integration);
      const once = () => tokens.getValidToken(organization, integration.id);
      await expect(counted(once)).resolves.toEqual({ documentsRead: 1, writes: 2, queries: 0 });
    },
  );

  it('an event costs one query, and one document where somebody is subscribed', async () => {
    const costs = [];
    for (const organization of ['not-subscribed', 'subscribed']) {
      const { id } = await stack.connect('microsoft_calendar', organization);
      const disconnect = () => stack.integrationRepository.markAsDisconnected(organization, id);
      costs.push(await counted(disconnect));
    }
    expect(costs).toEqual([
      { documentsRead: 1, writes: 2, queries: 1 },
      { documentsRead: 2, writes: 3, queries: 1 },
    ]);
  });

  it('the next event of the same kind costs nothing for some seconds while nobody is subscribed to it', async () => {
    const nowMs = stack.clock();
    const { integrationRepository } = testRepositories({ firestore, clock: () => nowMs });
    const costs = [];
    for (const account of [0, 1]) {
      const email = stack.server('google').accounts[account]?.email;
      const { id } = await stack.connect('google_calendar', 'still-not-subscribed', email);
      const disconnect = () => integrationRepository.markAsDisconnected('still-not-subscribed', id);
      costs.push(await counted(disconnect));
    }
    expect(costs.map(({ queries }) => queries)).toEqual([1, 0]);
  });
});
