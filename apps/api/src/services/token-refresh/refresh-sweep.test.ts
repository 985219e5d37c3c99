import type { Integration } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { useTestServices } from '../../../test/test-services.ts';
import type { IntegrationReference } from '../../repositories/cross-tenant/due-integrations.repository.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';

describe('the sweep', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const service = stack.newTokenRefreshService();

  /** Connections that are due, each in an organization of its own. */
  async function connectDue(name: string, count: number): Promise<IntegrationReference[]> {
    const references: IntegrationReference[] = [];
    for (let index = 0; index < count; index += 1) {
      const organizationId = `${name}-${index}`;
      const integration = await stack.connect('google', organizationId);
      await stack.expire(integration);
      references.push({ organizationId, integrationId: integration.id, provider: 'google' });
    }
    return references;
  }

  /** Leases, and the organizations that they were asked for and given back by, in order. */
  function countingLeases() {
    const leases = testRepositories({ firestore, clock: stack.clock }).refreshLeaseRepository;
    const leased: string[] = [];
    const acquire: RefreshLeaseRepository['acquire'] = (organizationId, ...call) => {
      leased.push(organizationId);
      return leases.acquire(organizationId, ...call);
    };
    const released: string[] = [];
    const release: RefreshLeaseRepository['release'] = (lease) => {
      released.push(lease.organizationId);
      return leases.release(lease);
    };
    return { leased, released, refreshLeaseRepository: { ...leases, acquire, release } };
  }

  it('refreshes what is due, leaves the rest, and counts both', async () => {
    const due = [await stack.connect('google', 'a'), await stack.connect('microsoft', 'b')];
    const fresh = await stack.connect('google', 'c');
    const gone = await stack.connect('google', 'd');
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
        google: { due: 1, enqueued: 0, refreshed: 1, skipped: 0, failed: 0 },
        microsoft: { due: 1, enqueued: 0, refreshed: 1, skipped: 0, failed: 0 },
      },
    });
    expect(await stack.raw(fresh)).toMatchObject({ refreshCount: 0 });
    await expect(service.refreshExpiringTokens()).resolves.toMatchObject({ due: 0 });
  });

  it('does no work twice when two sweeps run at once', async () => {
    stack.server('google').control.reset();
    const integrations = await Promise.all(
      Array.from({ length: 6 }, (_, index) => stack.connect('google', `twice-${index}`)),
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
    const integration = await stack.connect('google', 'queue');
    await stack.expire(integration);
    const batches: object[] = [];
    const taskIds = new Set<string>();
    const queued = stack.newTokenRefreshService({
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
    const task = [{ organizationId: 'queue', integrationId: integration.id, provider: 'google' as const }];
    // Another sweep of the same time finds the same, and the queue takes it once.
    await expect(queued.refreshExpiringTokens()).resolves.toMatchObject({ due: 1, enqueued: 0, skipped: 1 });
    expect(batches).toEqual([task]);
    await expect(queued.refreshBatch(task)).resolves.toMatchObject({ refreshed: 1 });
    // A task that is delivered twice finds nothing to do.
    await expect(queued.refreshBatch(task)).resolves.toMatchObject({ refreshed: 0, skipped: 1 });
  });

  it('hands out what comes due before the next sweep, for the time when it is due', async () => {
    const integration = await stack.connect('google', 'ahead');
    const dueAtMs = stack.clock() + 3 * 60_000;
    await stack.expire(integration, -3 * 60_000);
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
    expect(when?.goodUntilMs).toBe((when?.atMs ?? 0) + 5 * 60_000);
  });

  it('leaves idle integrations to on-demand refresh and comes back to keep their grant alive', async () => {
    const integration = await stack.connect('microsoft', 'idle');
    stack.server('microsoft').control.reset();
    stack.advance(31 * 24 * 3_600_000);
    const summary = await service.refreshBatch([
      { organizationId: 'idle', integrationId: integration.id, provider: 'microsoft' },
    ]);
    expect(summary).toMatchObject({ skipped: 1 });
    expect(stack.server('microsoft').control.refreshCount()).toBe(0);
    stack.advance(42 * 24 * 3_600_000);
    const later = await service.refreshBatch([
      { organizationId: 'idle', integrationId: integration.id, provider: 'microsoft' },
    ]);
    expect(later).toMatchObject({ refreshed: 1 });
  });

  it('asks sixteen at once, and nobody under a lease that was used up by waiting', async () => {
    const { control } = stack.server('google');
    const refs = await connectDue('slow', 20);
    control.reset();
    control.setLatencyMs(600);
    const { refreshLeaseRepository, leased } = countingLeases();
    const slow = stack.newTokenRefreshService({ timing: { leaseTtlMs: 900 }, refreshLeaseRepository });
    await expect(slow.refreshBatch(refs)).resolves.toMatchObject({ refreshed: 20, failed: 0 });
    expect(control.refreshCount()).toBe(20);
    // The last four waited for 600 ms, and a lease of 900 may be a third over when the provider is asked.
    expect(leased.length).toBeGreaterThanOrEqual(24);
    expect(new Set(leased).size).toBe(20);
    control.setLatencyMs(0);
  });

  it('gives back the leases of those whose place is long in coming, and takes them anew there', async () => {
    const { control } = stack.server('google');
    const refs = await connectDue('line', 18);
    control.reset();
    control.setLatencyMs(700);
    const { refreshLeaseRepository, leased, released } = countingLeases();
    const timing = { placeTimeoutMs: 200 };
    const impatient = stack.newTokenRefreshService({ timing, refreshLeaseRepository });
    await expect(impatient.refreshBatch(refs)).resolves.toMatchObject({ refreshed: 18, failed: 0 });
    expect(control.refreshCount()).toBe(18);
    // Sixteen ask at once; the two in line wait for 700 ms.
    expect(released.length).toBeGreaterThanOrEqual(2);
    expect(leased).toHaveLength(18 + released.length);
    control.setLatencyMs(0);
  });

  it('stops for a provider that refuses our application, and changes few connections', async () => {
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
    // Another instance knows of it, and a sweep hands out a few connections of other organizations than its causes.
    const handedOut: { provider: string }[] = [];
    const sweeping = stack.newTokenRefreshService({
      enqueueRefreshBatch: async ({ batch }) => handedOut.push(...batch) > 0,
    });
    await sweeping.refreshExpiringTokens();
    const ofGoogle = handedOut.filter(({ provider }) => provider === 'google');
    expect(ofGoogle.length).toBeLessThanOrEqual(4);
    for (const { integrationId } of refs) {
      await expect(stack.raw({ id: integrationId })).resolves.toMatchObject({
        status: 'connected',
        // Those that had waited for their place have given it back.
        refreshLease: null,
      });
    }
  });
});
