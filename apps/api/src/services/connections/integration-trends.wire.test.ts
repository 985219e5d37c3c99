import { describe, expect, it } from 'vitest';
import { connectInput } from '../../../test/connect-input.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';

describe('the trends of an organization', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { integrationTrendsService, integrationService } = stack;
  const account = (index: number) => stack.server('google').accounts[index]?.email ?? '';
  const told = (periods: readonly { refreshed: number; failed: number }[]) =>
    periods
      .map(({ refreshed, failed }) => [refreshed, failed])
      .filter(([refreshed = 0, failed = 0]) => refreshed + failed > 0);

  it('count every refresh by hour and day, and cost one read for each connection, once a minute', async () => {
    const organizationId = 'trends';
    const service = stack.newTokenRefreshService();
    // Half past, so that a few seconds later is the same hour.
    stack.advance(1.5 * hourMs - (stack.clock() % hourMs));
    const first = await stack.connect('google_calendar', organizationId, account(0));
    const second = await stack.connect('google_calendar', organizationId, account(1));
    await stack.connect('google_calendar', 'neighbours', account(2));
    await service.refreshToken(organizationId, first.id);
    stack.advance(2 * hourMs);
    await service.refreshToken(organizationId, first.id);
    stack.server('google').control.revokeGrantOf(account(1));
    await expect(service.refreshToken(organizationId, second.id)).rejects.toThrow();
    // What was counted outlives a new authorization.
    await stack.connect('google_calendar', organizationId, account(1));
    proxy().reset();
    const { hours, days, connections, complete } = await integrationTrendsService.getTrends(organizationId);
    expect(proxy().counts().documentsRead).toBe(2);
    expect([told(hours), connections, complete]).toEqual([
      [
        [1, 0],
        [1, 1],
      ],
      2,
      true,
    ]);
    expect(days.reduce((sum, { refreshed }) => sum + refreshed, 0)).toBe(2);
    await integrationTrendsService.getTrends(organizationId);
    expect(proxy().counts().documentsRead).toBe(2);
    stack.advance(minuteMs);
    await integrationTrendsService.getTrends(organizationId);
    expect(proxy().counts().documentsRead).toBe(4);
  });

  it('cost a refresh no write more', async () => {
    const organizationId = 'writes';
    const service = stack.newTokenRefreshService();
    const { id } = await stack.connect('google_calendar', organizationId, account(3));
    await service.refreshToken(organizationId, id);
    proxy().reset();
    await service.refreshToken(organizationId, id);
    const { documentsWritten } = proxy().counts();
    // The lease, the commit, and the event that somebody asked for it.
    expect(documentsWritten).toBe(3);
  });

  it('tell on which day connections end that nothing renews', async () => {
    const organizationId = 'endings';
    // Noon, so that an hour later is the same day.
    stack.advance(1.5 * dayMs - (stack.clock() % dayMs));
    for (const [accountId, days] of [
      ['one', 0],
      ['two', 3],
    ] as const) {
      await integrationService.connect(
        connectInput({
          organizationId,
          accountId,
          refreshToken: null,
          expiresAt: new Date(stack.clock() + days * dayMs + hourMs).toISOString(),
        }),
      );
    }
    const { endings } = await integrationTrendsService.getTrends(organizationId);
    expect(endings).toHaveLength(30);
    expect(endings.map(({ tokens }) => tokens).slice(0, 4)).toEqual([1, 0, 0, 1]);
    expect(endings.reduce((sum, { tokens, grants }) => sum + tokens + grants, 0)).toBe(2);
  });

  it('name the connections whose grant ends soon, and what sweeps did to them', async () => {
    const organizationId = 'grants';
    const connect = async (accountId: string, days: number | null) =>
      integrationService.connect(
        connectInput({
          organizationId,
          accountId,
          expiresAt: new Date(stack.clock() + hourMs).toISOString(),
          ...(days !== null && {
            lifetime: { authorizationMs: days * dayMs, refreshTokenMs: null, timeoutMs: null },
          }),
        }),
      );
    await connect('later', 20);
    const soon = await connect('soon', 3);
    await connect('much-later', 40);
    await connect('by-disuse', null);
    await stack.connect('google_calendar', organizationId, account(0));
    const { grants } = await integrationTrendsService.getTrends(organizationId);
    expect(grants.map(({ accountEmail }) => accountEmail)).toEqual([
      'soon@northwind.example',
      'later@northwind.example',
    ]);
    expect(grants[0]).toMatchObject({ integrationId: soon.id, grantExpiresBecause: 'authorization_ends' });
    // All tokens are due by then, and those that were made up are refused.
    stack.advance(hourMs);
    await stack.newTokenRefreshService().refreshExpiringTokens();
    await stack.runTasks();
    const { sweeps, ...after } = await integrationTrendsService.getTrends(organizationId);
    expect(sweeps.map(({ refreshed, failed }) => [refreshed, failed])).toEqual([[1, 4]]);
    expect(after.grants).toEqual([]);
  });
});
