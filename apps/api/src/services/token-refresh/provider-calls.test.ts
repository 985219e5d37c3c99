import { beforeEach, describe, expect, it } from 'vitest';
import { type FailureOwner, ProviderError, type ProviderFailure } from '../../providers/provider-error.ts';
import { organizationsForIncident, type SharedFailure } from './circuit-breaker.ts';
import { createProviderCalls, type FailureReport } from './provider-calls.ts';

const kinds: SharedFailure[] = ['misconfigured', 'unavailable'];

describe('calls to the providers', () => {
  let nowMs = 0;
  let reports: FailureReport[] = [];
  const timers = { clock: () => nowMs, sleep: () => Promise.resolve(), random: () => 0 };
  /** An instance that cannot reach the others. */
  const newInstance = () =>
    createProviderCalls({
      retry: { initialDelayMs: 200, jitter: 1, maxAttempts: 3, budgetMs: 10_000 },
      timers,
      exchange: {
        report(report) {
          reports.push(report);
          return Promise.resolve(null);
        },
        succeeded: () => undefined,
      },
    });
  type Instance = ReturnType<typeof newInstance>;
  beforeEach(() => {
    nowMs = Date.UTC(2026, 10, 25);
    reports = [];
  });

  const succeed = (instance: Instance, organizationId = 'well') =>
    instance.call({
      provider: 'google_calendar',
      organizationId,
      isWitness: true,
      call: () => Promise.resolve('answer'),
    });

  async function fail(
    instance: Instance,
    organizationId: string,
    failure: ProviderFailure,
    { isWitness = true, owner }: { isWitness?: boolean; owner?: FailureOwner } = {},
  ): Promise<number> {
    let calls = 0;
    const call = () => {
      calls += 1;
      return Promise.reject(new ProviderError(failure, 'reason', owner ? { owner } : {}));
    };
    const failing = instance.call({ provider: 'google_calendar', organizationId, isWitness, call });
    await expect(failing).rejects.toMatchObject({ failure });
    return calls;
  }

  async function failMany(instance: Instance, count: number, failure: ProviderFailure): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await fail(instance, `organization-${index}`, failure);
    }
  }

  /** An incident that another organization has met than those it was declared for. */
  async function confirmed(failure: SharedFailure): Promise<Instance> {
    const instance = newInstance();
    await failMany(instance, organizationsForIncident[failure] + 1, failure);
    expect(instance.rejection('google_calendar', 'well')).toMatchObject({ failure, reason: 'reason' });
    return instance;
  }

  it.each([
    { failure: 'unavailable', calls: 3 },
    { failure: 'misconfigured', calls: 1 },
    { failure: 'grant_rejected', calls: 1 },
  ] as const)('asks $calls times when the failure is "$failure"', async ({ failure, calls }) => {
    await expect(fail(newInstance(), 'one', failure)).resolves.toBe(calls);
  });

  it.each(kinds)(
    'two organizations never open the circuit for others, however often they fail (%s)',
    async (kind) => {
      const instance = newInstance();
      for (let index = 0; index < 200; index += 1) {
        await fail(instance, 'one', kind);
        await fail(instance, 'other', kind);
        expect(instance.isIncident('google_calendar', kind)).toBe(false);
        expect(instance.rejection('google_calendar', 'well')).toBeNull();
        nowMs += 1_000;
      }
      // Each is reported once, not with each call.
      expect(reports).toHaveLength(2);
    },
  );

  it.each(kinds)(
    'an incident rejects its causes only, until another organization meets it (%s)',
    async (kind) => {
      const instance = newInstance();
      await failMany(instance, organizationsForIncident[kind], kind);
      expect(instance.isIncident('google_calendar', kind)).toBe(true);
      expect(instance.rejection('google_calendar', 'well')).toBeNull();
      expect(instance.rejection('google_calendar', 'organization-0')).not.toBeNull();
      await fail(instance, 'innocent', kind);
      expect(instance.rejection('google_calendar', 'well')).toMatchObject({
        failure: kind,
        retryAfterMs: 30_000,
      });
      expect(instance.rejection('microsoft_calendar', 'well')).toBeNull();
    },
  );

  it.each([
    ['connections that have never worked', { isWitness: false }],
    ['faults that are the connection’s own', { owner: 'connection' }],
  ] as const)('does not count %s', async (_what, how) => {
    const instance = newInstance();
    for (let index = 0; index < 50; index += 1) {
      for (const kind of kinds) {
        await fail(instance, `organization-${index}`, kind, how);
      }
    }
    expect(instance.rejection('google_calendar', 'well')).toBeNull();
    expect(reports).toEqual([]);
  });

  it.each(kinds)('counts from zero after any success (%s)', async (kind) => {
    const instance = newInstance();
    for (let round = 0; round < 5; round += 1) {
      await failMany(instance, organizationsForIncident[kind] - 1, kind);
      await succeed(instance);
    }
    expect(instance.isIncident('google_calendar', kind)).toBe(false);
  });

  it('a rejected grant is no success: revoked tokens do not hide an incident', async () => {
    const instance = newInstance();
    for (let index = 0; index < 4; index += 1) {
      await fail(instance, `organization-${index}`, 'misconfigured');
      await fail(instance, 'dead', 'grant_rejected');
    }
    expect(instance.rejection('google_calendar', 'well')).not.toBeNull();
  });

  it.each(kinds)('any success closes the circuit (%s)', async (kind) => {
    const instance = await confirmed(kind);
    await succeed(instance);
    expect(instance.rejection('google_calendar', 'well')).toBeNull();
    expect(instance.isIncident('google_calendar', kind)).toBe(false);
  });

  it.each(kinds)(
    'half-open after 30 seconds, other organizations than its causes may probe (%s)',
    async (kind) => {
      const instance = await confirmed(kind);
      nowMs += 29_999;
      expect(instance.rejection('google_calendar', 'well')).not.toBeNull();
      nowMs += 1;
      expect(instance.rejection('google_calendar', 'well')).toBeNull();
      await fail(instance, 'probe', kind);
      expect(instance.rejection('google_calendar', 'well')).toMatchObject({ retryAfterMs: 30_000 });
    },
  );

  it.each(kinds)(
    'a probe that fails for its own reasons does not open the circuit again (%s)',
    async (kind) => {
      const instance = await confirmed(kind);
      nowMs += 30_000;
      await fail(instance, 'dead', 'grant_rejected');
      await fail(instance, 'never worked', kind, { isWitness: false });
      await fail(instance, 'organization-0', kind);
      expect(instance.rejection('google_calendar', 'well')).toBeNull();
    },
  );

  it.each(kinds)('an incident ends by itself, however often its causes fail (%s)', async (kind) => {
    const instance = await confirmed(kind);
    for (let second = 0; second < 120; second += 1) {
      await failMany(instance, organizationsForIncident[kind] + 1, kind);
      nowMs += 1_000;
    }
    expect(instance.isIncident('google_calendar', kind)).toBe(false);
  });

  it('a probe that hangs does not keep others from probing', async () => {
    const instance = await confirmed('unavailable');
    nowMs += 30_000;
    const hanging = Promise.withResolvers<string>();
    const probes = ['one', 'two', 'three'].map((organizationId) =>
      instance.call({
        provider: 'google_calendar',
        organizationId,
        isWitness: true,
        call: () => hanging.promise,
      }),
    );
    expect(instance.rejection('google_calendar', 'well')).not.toBeNull();
    nowMs += 5_000;
    expect(instance.rejection('google_calendar', 'well')).toBeNull();
    hanging.resolve('answer');
    await Promise.all(probes);
  });
});
