import type { AuditActor } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs } from '../../lib/duration.ts';

const from = { ipAddress: null, requestId: 'request' };
const payroll: AuditActor = { type: 'apiKey', id: 'key-1', name: 'Payroll', ...from };
const calendar: AuditActor = {
  type: 'serviceAccount',
  id: '1001',
  name: 'jobs@p.iam.gserviceaccount.com',
  role: 'service',
  ...from,
};

describe('the history of a connection', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { integrationHistoryService, integrationService } = stack;
  // The process's own clock moves with the tests: who was given a token on another day is told apart.
  const tokens = stack.newTokenRefreshService();

  it('has the last refreshes and its own events, page by page, for one document and the page', async () => {
    const { id } = await stack.connect('google_calendar', 'past');
    await stack.connect('microsoft_calendar', 'past');
    await tokens.refreshToken('past', id);
    await integrationService.disconnect('past', id);
    proxy().reset();
    const page = await integrationHistoryService.getHistory('past', id, { limit: 2 });
    expect(proxy().counts().documentsRead).toBe(1 + 3);
    expect(page.refreshes).toMatchObject([{ outcome: 'refreshed', trigger: 'manual' }]);
    const { nextCursor: cursor } = page.events;
    expect(cursor).not.toBeNull();
    const rest = await integrationHistoryService.getHistory('past', id, { limit: 10, cursor: cursor ?? '' });
    const events = [...page.events.items, ...rest.events.items];
    expect(events.map(({ type }) => type)).toEqual([
      'integration.grant_revoked',
      'integration.disconnected',
      'integration.refreshed',
      'integration.connected',
    ]);
    expect(events.every(({ subject }) => subject.id === id)).toBe(true);
  });

  it('says who was given tokens on which day, for one read each, and no more days than requested', async () => {
    const { id } = await stack.connect('google_calendar', 'used');
    const use = (actor?: AuditActor) => tokens.getValidToken('used', id, actor ? { actor } : {});
    await use(payroll);
    stack.advance(7 * dayMs);
    await use(payroll);
    await use(payroll);
    await use();
    stack.advance(dayMs);
    await use(calendar);
    await use(payroll);
    proxy().reset();
    const { items, complete } = await integrationHistoryService.getTokenUse('used', id, 7);
    expect(proxy().counts()).toMatchObject({ documentsRead: 1 + 3, documentsWritten: 0 });
    expect(complete).toBe(true);
    const [today, before] = [0, dayMs].map((ago) => new Date(stack.clock() - ago).toISOString().slice(0, 10));
    expect(items.map(({ day, callerName }) => [day, callerName])).toEqual([
      [today, 'Payroll'],
      [today, 'jobs@p.iam.gserviceaccount.com'],
      [before, 'Payroll'],
    ]);
    const all = await integrationHistoryService.getTokenUse('used', id, 31);
    expect(all.items).toHaveLength(4);
    stack.advance(-8 * dayMs);
  });

  it('of another organization is unknown', async () => {
    const { id } = await stack.connect('google_calendar', 'mine');
    const unknown = { code: 'integration_not_found' };
    await expect(integrationHistoryService.getHistory('theirs', id, { limit: 1 })).rejects.toMatchObject(
      unknown,
    );
    await expect(integrationHistoryService.getTokenUse('theirs', id, 7)).rejects.toMatchObject(unknown);
  });
});
