import { beforeEach, describe, expect, it } from 'vitest';
import { type FailureOwner, ProviderError, type ProviderFailure } from '../../providers/provider-error.ts';
import { organizationsForIncident, type SharedFailure } from './provider-circuit.ts';
import { createProviderGateway, type FailureReport } from './provider-gateway.ts';

const kinds: SharedFailure[] = ['misconfigured', 'unavailable'];

describe('the way to the providers', () => {
  let nowMs = 0;
  let reports: FailureReport[] = [];
  const pacing = { clock: () => nowMs, sleep: () => Promise.resolve(), random: () => 0 };
  /** An instance that cannot reach the others. */
  const newGateway = () =>
    createProviderGateway({
      retry: { attempts: 3, baseDelayMs: 200, budgetMs: 10_000 },
      pacing,
      exchange: {
        report(report) {
          reports.push(report);
          return Promise.resolve(null);
        },
        succeeded: () => undefined,
      },
    });
  type Gateway = ReturnType<typeof newGateway>;
  beforeEach(() => {
    nowMs = Date.UTC(2026, 10, 25);
    reports = [];
  });

  const succeed = (gateway: Gateway, organizationId = 'well') =>
    gateway.call({
      provider: 'google',
      organizationId,
      isWitness: true,
      call: () => Promise.resolve('answer'),
    });

  async function fail(
    gateway: Gateway,
    organizationId: string,
    failure: ProviderFailure,
    { isWitness = true, owner }: { isWitness?: boolean; owner?: FailureOwner } = {},
  ): Promise<number> {
    let calls = 0;
    const call = () => {
      calls += 1;
      return Promise.reject(new ProviderError(failure, 'reason', owner ? { owner } : {}));
    };
    const failing = gateway.call({ provider: 'google', organizationId, isWitness, call });
    await expect(failing).rejects.toMatchObject({ failure });
    return calls;
  }

  async function failMany(gateway: Gateway, count: number, failure: ProviderFailure): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await fail(gateway, `organization-${index}`, failure);
    }
  }

  /** An incident that organizations beyond those it was declared for have met. */
  async function confirmed(failure: SharedFailure): Promise<Gateway> {
    const gateway = newGateway();
    await failMany(gateway, organizationsForIncident[failure] + 1, failure);
    expect(gateway.rejection('google', 'well')).toMatchObject({ failure, reason: 'reason' });
    return gateway;
  }

  it.each([
    { failure: 'unavailable', calls: 3 },
    { failure: 'misconfigured', calls: 1 },
    { failure: 'grant_rejected', calls: 1 },
  ] as const)('asks $calls times when the failure is "$failure"', async ({ failure, calls }) => {
    await expect(fail(newGateway(), 'one', failure)).resolves.toBe(calls);
  });

  it.each(kinds)(
    'two organizations never speak for a provider, however often they fail (%s)',
    async (kind) => {
      const gateway = newGateway();
      for (let index = 0; index < 200; index += 1) {
        await fail(gateway, 'one', kind);
        await fail(gateway, 'other', kind);
        expect(gateway.isIncident('google', kind)).toBe(false);
        expect(gateway.rejection('google', 'well')).toBeNull();
        nowMs += 1_000;
      }
      // Each is told once, not with each call.
      expect(reports).toHaveLength(2);
    },
  );

  it.each(kinds)('an incident refuses nobody before another organization has met it (%s)', async (kind) => {
    const gateway = newGateway();
    await failMany(gateway, organizationsForIncident[kind], kind);
    expect(gateway.isIncident('google', kind)).toBe(true);
    expect(gateway.rejection('google', 'well')).toBeNull();
    expect(gateway.rejection('google', 'organization-0')).not.toBeNull();
    await fail(gateway, 'innocent', kind);
    expect(gateway.rejection('google', 'well')).toMatchObject({ failure: kind, retryAfterMs: 30_000 });
    expect(gateway.rejection('microsoft', 'well')).toBeNull();
  });

  it.each([
    ['connections that were never seen to work', { isWitness: false }],
    ['faults that are the connection’s own', { owner: 'connection' }],
  ] as const)('does not count %s', async (_what, how) => {
    const gateway = newGateway();
    for (let index = 0; index < 50; index += 1) {
      for (const kind of kinds) {
        await fail(gateway, `organization-${index}`, kind, how);
      }
    }
    expect(gateway.rejection('google', 'well')).toBeNull();
    expect(reports).toEqual([]);
  });

  it.each(kinds)('counts anew after a success of anybody (%s)', async (kind) => {
    const gateway = newGateway();
    for (let round = 0; round < 5; round += 1) {
      await failMany(gateway, organizationsForIncident[kind] - 1, kind);
      await succeed(gateway);
    }
    expect(gateway.isIncident('google', kind)).toBe(false);
  });

  it('a refused grant is no success: whoever brings dead tokens hides no incident', async () => {
    const gateway = newGateway();
    for (let index = 0; index < 4; index += 1) {
      await fail(gateway, `organization-${index}`, 'misconfigured');
      await fail(gateway, 'dead', 'grant_rejected');
    }
    expect(gateway.rejection('google', 'well')).not.toBeNull();
  });

  it.each(kinds)('any success ends an incident (%s)', async (kind) => {
    const gateway = await confirmed(kind);
    await succeed(gateway);
    expect(gateway.rejection('google', 'well')).toBeNull();
    expect(gateway.isIncident('google', kind)).toBe(false);
  });

  it.each(kinds)('after a rest, others than its causes find out whether it goes on (%s)', async (kind) => {
    const gateway = await confirmed(kind);
    nowMs += 29_999;
    expect(gateway.rejection('google', 'well')).not.toBeNull();
    nowMs += 1;
    expect(gateway.rejection('google', 'well')).toBeNull();
    await fail(gateway, 'probe', kind);
    expect(gateway.rejection('google', 'well')).toMatchObject({ retryAfterMs: 30_000 });
  });

  it.each(kinds)('a probe that fails for a reason of its own keeps no incident up (%s)', async (kind) => {
    const gateway = await confirmed(kind);
    nowMs += 30_000;
    await fail(gateway, 'dead', 'grant_rejected');
    await fail(gateway, 'never worked', kind, { isWitness: false });
    await fail(gateway, 'organization-0', kind);
    expect(gateway.rejection('google', 'well')).toBeNull();
  });

  it.each(kinds)('an incident ends by itself, however often its causes try (%s)', async (kind) => {
    const gateway = await confirmed(kind);
    for (let second = 0; second < 120; second += 1) {
      await failMany(gateway, organizationsForIncident[kind] + 1, kind);
      nowMs += 1_000;
    }
    expect(gateway.isIncident('google', kind)).toBe(false);
  });

  it('a probe that hangs keeps nobody else from probing', async () => {
    const gateway = await confirmed('unavailable');
    nowMs += 30_000;
    const hanging = Promise.withResolvers<string>();
    const probes = ['one', 'two', 'three'].map((organizationId) =>
      gateway.call({ provider: 'google', organizationId, isWitness: true, call: () => hanging.promise }),
    );
    expect(gateway.rejection('google', 'well')).not.toBeNull();
    nowMs += 5_000;
    expect(gateway.rejection('google', 'well')).toBeNull();
    hanging.resolve('answer');
    await Promise.all(probes);
  });
});
