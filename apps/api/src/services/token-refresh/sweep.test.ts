import type { Integration } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { RefreshTiming } from './refresh-timing.ts';

/** Waits for a condition, however busy the machine is. */
const patience = { timeout: minuteMs };

describe('the sweep', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore, { providerTimeoutMs: 30_000 });
  const service = stack.newTokenRefreshService();

  /** Connections that are due, each in an organization of its own. */
  async function connectDue(name: string, count: number): Promise<IntegrationReference[]> {
    const references: IntegrationReference[] = [];
    for (let index = 0; index < count; index += 1) {
      const organizationId = `${name}-${index}`;
      const integration = await stack.connect('google_calendar', organizationId);
      await stack.expire(integration);
      references.push({ organizationId, integrationId: integration.id, provider: 'google_calendar' });
    }
    return references;
  }

  /**
   * Another instance whose clock moves only when told to, with the organizations that it acquired and released leases for,
   * and with calls to Google that wait until `letThrough` is called.
   */
  function newHeldInstance(timing: Partial<RefreshTiming>) {
    let nowMs = stack.clock();
    const clock = () => nowMs;
    const repositories = testRepositories({ firestore, clock, keyring: stack.keyring });
    const { refreshLeaseRepository: leases } = repositories;
    const leased: string[] = [];
    const released: string[] = [];
    const refreshLeaseRepository: RefreshLeaseRepository = {
      ...leases,
      acquire(organizationId, ...call) {
        leased.push(organizationId);
        return leases.acquire(organizationId, ...call);
      },
      release(lease) {
        released.push(lease.organizationId);
        return leases.release(lease);
      },
    };
    const google = stack.providers().get('google_calendar');
    if (!google) {
      throw new Error('google is not configured');
    }
    const gate = Promise.withResolvers<void>();
    let calls = 0;
    const refresh: OAuthProvider['refresh'] = async (request) => {
      calls += 1;
      await gate.promise;
      return google.refresh(request);
    };
    const providers = new Map([['google_calendar' as const, { ...google, refresh }]]);
    return {
      service: stack.newTokenRefreshService({
        ...repositories,
        refreshLeaseRepository,
        providers: () => providers,
        clock,
        timing,
      }),
      leased,
      released,
      calls: () => calls,
      letThrough: () => gate.resolve(),
      advance: (ms: number) => {
        nowMs += ms;
      },
    };
  }

  it('refreshes what is due, leaves the rest, and counts both', async () => {
    const due = [await stack.connect('google_calendar', 'a'), await stack.connect('microsoft_calendar', 'b')];
    const fresh = await stack.connect('google_calendar', 'c');
    const gone = await stack.connect('google_calendar', 'd');
    await stack.integrationService.disconnect('d', gone.id);
    for (const integration of due) {
      await stack.expire(integration);
    }
    await expect(service.refreshExpiringTokens()).resolves.toEqual({
      due: 2,
      enqueued: 0,
      refreshed: 2,
      skipped: 0,
      failed: 0,
      byProvider: {
        google_calendar: { due: 1, enqueued: 0, refreshed: 1, skipped: 0, failed: 0 },
        microsoft_calendar: { due: 1, enqueued: 0, refreshed: 1, skipped: 0, failed: 0 },
      },
    });
    expect(await stack.raw(fresh)).toMatchObject({ refreshCount: 0 });
    await expect(service.refreshExpiringTokens()).resolves.toMatchObject({ due: 0 });
  });

  it('does no work twice when two sweeps run at once', async () => {
    stack.server('google').control.reset();
    const integrations = await Promise.all(
      Array.from({ length: 6 }, (_, index) => stack.connect('google_calendar', `twice-${index}`)),
    );
    await Promise.all(integrations.map((integration) => stack.expire(integration)));
    const [first, second] = await Promise.all([
      service.refreshExpiringTokens(),
      stack.newTokenRefreshService().refreshExpiringTokens(),
    ]);
    expect(first.refreshed + second.refreshed).toBe(6);
    expect(first.failed + second.failed).toBe(0);
    expect(stack.server('google').control.refreshCount()).toBe(6);
  });

  it('hands batches to the queue when there is one', async () => {
    const integration = await stack.connect('google_calendar', 'queue');
    await stack.expire(integration);
    const batches: object[] = [];
    const taskIds = new Set<string>();
    const atMs = stack.clock();
    const queued = stack.newTokenRefreshService({
      // Both sweeps are of one interval, whenever this runs.
      clock: () => atMs,
      enqueueRefreshBatch: async ({ batch }, { id = '' } = {}) => {
        if (taskIds.has(id)) {
          return false;
        }
        taskIds.add(id);
        batches.push(batch);
        return true;
      },
    });
    await expect(queued.refreshExpiringTokens()).resolves.toMatchObject({
      due: 1,
      enqueued: 1,
      refreshed: 0,
    });
    const task = [
      { organizationId: 'queue', integrationId: integration.id, provider: 'google_calendar' as const },
    ];
    // Another sweep of the same time finds the same, and the queue takes it once.
    await expect(queued.refreshExpiringTokens()).resolves.toMatchObject({ due: 1, enqueued: 0, skipped: 1 });
    expect(batches).toEqual([task]);
    await expect(queued.refreshBatch(task)).resolves.toMatchObject({ refreshed: 1 });
    // A task that is delivered twice finds nothing to do.
    await expect(queued.refreshBatch(task)).resolves.toMatchObject({ refreshed: 0, skipped: 1 });
  });

  it('hands out what comes due before the next sweep, for the time when it is due', async () => {
    const integration = await stack.connect('google_calendar', 'ahead');
    const dueAtMs = stack.clock() + 3 * minuteMs;
    await stack.expire(integration, -3 * minuteMs);
    const handedOut = new Map<string, { atMs: number | undefined; goodUntilMs: number }>();
    const queued = stack.newTokenRefreshService({
      enqueueRefreshBatch: async ({ batch, goodUntilMs }, { notBeforeMs: atMs } = {}) => {
        for (const { integrationId } of batch) {
          handedOut.set(integrationId, { atMs, goodUntilMs });
        }
        return true;
      },
    });
    await queued.refreshExpiringTokens();
    const when = handedOut.get(integration.id);
    expect(when?.atMs).toBeGreaterThanOrEqual(dueAtMs - 1_000);
    expect(when?.goodUntilMs).toBe((when?.atMs ?? 0) + 5 * minuteMs);
  });

  it('leaves idle integrations to on-demand refresh and comes back to keep their grant alive', async () => {
    const integration = await stack.connect('microsoft_calendar', 'idle');
    stack.server('microsoft').control.reset();
    stack.advance(31 * dayMs);
    const summary = await service.refreshBatch([
      { organizationId: 'idle', integrationId: integration.id, provider: 'microsoft_calendar' },
    ]);
    expect(summary).toMatchObject({ skipped: 1 });
    expect(stack.server('microsoft').control.refreshCount()).toBe(0);
    stack.advance(42 * dayMs);
    const later = await service.refreshBatch([
      { organizationId: 'idle', integrationId: integration.id, provider: 'microsoft_calendar' },
    ]);
    expect(later).toMatchObject({ refreshed: 1 });
  });

  it('calls a provider sixteen times at once, and never under a lease that was used up by waiting', async () => {
    const due = await connectDue('slow', 20);
    stack.server('google').control.reset();
    const instance = newHeldInstance({ leaseTtlMs: 10 * minuteMs, permitTimeoutMs: 10 * minuteMs });
    const sweeping = instance.service.refreshBatch(due);
    await expect.poll(() => instance.leased, patience).toHaveLength(20);
    await expect.poll(instance.calls, patience).toBe(16);
    // More than a third of each lease is over when the last four get their permits.
    instance.advance(200_001);
    instance.letThrough();
    await expect(sweeping).resolves.toMatchObject({ refreshed: 20, failed: 0 });
    expect(stack.server('google').control.refreshCount()).toBe(20);
    expect(instance.released).toHaveLength(4);
    expect(instance.leased).toHaveLength(24);
    expect(new Set(instance.leased).size).toBe(20);
  });

  it('releases the leases of those who wait too long for a permit, and acquires them again once they have it', async () => {
    const due = await connectDue('line', 18);
    stack.server('google').control.reset();
    const instance = newHeldInstance({ leaseTtlMs: 10 * minuteMs, permitTimeoutMs: 50 });
    const sweeping = instance.service.refreshBatch(due);
    await expect.poll(instance.calls, patience).toBe(16);
    await expect.poll(() => instance.released, patience).toHaveLength(2);
    expect(instance.leased).toHaveLength(18);
    instance.letThrough();
    await expect(sweeping).resolves.toMatchObject({ refreshed: 18, failed: 0 });
    expect(stack.server('google').control.refreshCount()).toBe(18);
    expect(instance.leased).toHaveLength(20);
    expect(new Set(instance.leased.slice(18))).toEqual(new Set(instance.released));
  });

  it('stops for a provider that rejects our application, and changes few connections', async () => {
    const refs = await connectDue('refused', 20);
    stack.server('google').control.reset();
    await service.refreshBatch(refs);
    for (const { integrationId } of refs) {
      await stack.expire({ id: integrationId } as Integration);
    }
    const other = stack.newTokenRefreshService();
    stack.server('google').control.reset();
    stack.server('google').control.failNext(100, 'invalid_client');
    const summary = await other.refreshBatch(refs);
    expect(summary.refreshed).toBe(0);
    expect(stack.lines.filter(({ level }) => level === 'critical')).toHaveLength(1);
    // Another instance learns of it, and its sweep probes with a few connections of other organizations than the causes.
    const handedOut: { provider: string }[] = [];
    const sweeping = stack.newTokenRefreshService({
      enqueueRefreshBatch: async ({ batch }) => handedOut.push(...batch) > 0,
    });
    await sweeping.refreshExpiringTokens();
    const ofGoogle = handedOut.filter(({ provider }) => provider === 'google_calendar');
    expect(ofGoogle.length).toBeLessThanOrEqual(4);
    for (const { integrationId } of refs) {
      await expect(stack.raw({ id: integrationId })).resolves.toMatchObject({
        status: 'connected',
        // Those that waited for a permit have released their leases.
        refreshLease: null,
      });
    }
  });
});
