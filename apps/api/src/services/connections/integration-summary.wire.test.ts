import { beforeAll, describe, expect, it } from 'vitest';
import { connectInput } from '../../../test/connect-input.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { minuteMs } from '../../lib/duration.ts';

describe('the summary of connections', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const { integrationSummaryService, integrationService, providerIncidentsRepository } = stack;
  const organizationId = 'summary';
  const summary = () => integrationSummaryService.getSummary(organizationId);

  /** Connects without a provider's answer: nothing renews these. */
  const importEnding = (accountId: string, inMs: number) =>
    integrationService.connect(
      connectInput({
        organizationId,
        accountId,
        refreshToken: null,
        expiresAt: new Date(stack.clock() + inMs).toISOString(),
      }),
    );

  beforeAll(async () => {
    await stack.connect('google_calendar', organizationId);
    const second = await stack.connect('microsoft_calendar', organizationId);
    await integrationService.disconnect(organizationId, second.id);
    for (let number = 0; number < 7; number++) {
      await importEnding(`short-${number}`, (7 - number) * 10 * minuteMs);
    }
    await stack.connect('google_calendar', 'neighbours');
    await stack.sweepRunsService.runScheduled();
  });

  it('counts by provider, status and what a person has to do, of the own organization only', async () => {
    const { total, counts } = await summary();
    expect(total).toBe(9);
    expect(counts).toEqual([
      { provider: 'google_calendar', status: 'connected', requiredAction: 'none', count: 1 },
      { provider: 'google_calendar', status: 'connected', requiredAction: 'reauthorize', count: 7 },
      { provider: 'microsoft_calendar', status: 'disconnected', requiredAction: 'none', count: 1 },
    ]);
  });

  it('names the five connections that end next, and when the last sweep was', async () => {
    const { nextToEnd, lastSweepAt } = await summary();
    expect(nextToEnd.map(({ accountEmail }) => accountEmail.split('@')[0])).toEqual([
      'short-6',
      'short-5',
      'short-4',
      'short-3',
      'short-2',
    ]);
    expect(Date.parse(lastSweepAt ?? '')).toBeGreaterThan(stack.clock() - 10 * minuteMs);
  });

  it('reports an incident of a provider, and names nobody affected', async () => {
    expect((await summary()).incidents).toEqual([]);
    const organizations = ['a', 'b', 'c'].map((id) => ({ id, atMs: stack.clock() }));
    await providerIncidentsRepository.report({
      server: 'microsoft',
      failure: 'unavailable',
      reason: 'timeout',
      organizations,
      lastSuccessAtMs: 0,
      threshold: 3,
    });
    expect((await summary()).incidents).toEqual([
      { server: 'microsoft', providers: ['microsoft_calendar'], failure: 'unavailable' },
    ]);
    await providerIncidentsRepository.noteSuccess('microsoft', 'unavailable');
  });

  it('costs six counts a provider and at most eight documents, however many connections there are', async () => {
    let aggregations = 0;
    const stop = proxy().intercept(({ rpc, phase }) => {
      aggregations += rpc === 'RunAggregationQuery' && phase === 'request' ? 1 : 0;
    });
    proxy().reset();
    await summary();
    const { documentsRead, documentsWritten } = proxy().counts();
    stop();
    expect(aggregations).toBe(12);
    // Beside the counts: five that end, the last sweep, one incident that is over.
    expect(documentsRead).toBe(12 + 7);
    expect(documentsWritten).toBe(0);
  });
});
