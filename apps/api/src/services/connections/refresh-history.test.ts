import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { minuteMs } from '../../lib/duration.ts';
import { listedFields } from '../../repositories/integrations/integration-document.ts';

const organizationId = 'northwind';

describe('the recent refreshes of a connection', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { integrationHistoryService, integrationService } = stack;
  const account = (index: number) => stack.server('google').accounts[index]?.email ?? '';
  const readHistory = async (id: string) =>
    (await integrationHistoryService.getHistory(organizationId, id, { limit: 1 })).refreshes;

  it('say how each ended, who requested it and how long the provider took, newest first', async () => {
    const service = stack.newTokenRefreshService();
    const integration = await stack.connect('google_calendar', organizationId, account(0));
    const reference = { organizationId, integrationId: integration.id, provider: integration.provider };
    await expect(readHistory(integration.id)).resolves.toEqual([]);

    await stack.expire(integration);
    await service.getValidToken(organizationId, integration.id);
    await stack.expire(integration);
    await service.refreshBatch([reference]);
    await service.refreshToken(organizationId, integration.id);
    await stack.expire(integration);
    stack.server('google').control.failNext(3, '500');
    await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
    stack.advance(2 * minuteMs);
    stack.server('google').control.revokeGrantOf(account(0));
    await service.refreshBatch([reference]);

    const renewed = { outcome: 'refreshed', code: null, reason: null };
    await expect(readHistory(integration.id)).resolves.toMatchObject([
      { outcome: 'failed', code: 'reauthorization_required', reason: 'revoked', trigger: 'sweep' },
      { outcome: 'failed', code: 'provider_unavailable', reason: 'provider_unavailable', trigger: 'caller' },
      { ...renewed, trigger: 'manual' },
      { ...renewed, trigger: 'sweep' },
      { ...renewed, trigger: 'caller', at: expect.any(String), durationMs: expect.any(Number) },
    ]);
  });

  it('are the last twenty, and survive a disconnect and a new authorization', async () => {
    const service = stack.newTokenRefreshService();
    const { id } = await stack.connect('google_calendar', organizationId, account(1));
    for (let round = 0; round < 22; round += 1) {
      await service.refreshToken(organizationId, id);
    }
    const history = await readHistory(id);
    expect(history).toHaveLength(20);
    await integrationService.disconnect(organizationId, id);
    await stack.connect('google_calendar', organizationId, account(1));
    await expect(readHistory(id)).resolves.toEqual(history);
  });

  it('are of one organization, and no list reads them', async () => {
    const service = stack.newTokenRefreshService();
    const integration = await stack.connect('google_calendar', organizationId, account(2));
    await service.refreshToken(organizationId, integration.id);
    await expect(
      integrationHistoryService.getHistory('fabrikam', integration.id, { limit: 1 }),
    ).rejects.toMatchObject({ code: 'integration_not_found' });
    await expect(stack.raw(integration)).resolves.toHaveProperty('recentRefreshes');
    const { items } = await integrationService.listIntegrations(organizationId, { limit: 10 });
    expect(items.length).toBeGreaterThan(0);
    expect(listedFields).not.toContain('recentRefreshes');
    expect(JSON.stringify(items)).not.toContain('recentRefreshes');
  });
});
