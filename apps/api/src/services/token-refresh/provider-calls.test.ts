import { beforeEach, describe, expect, it } from 'vitest';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { type FailureOwner, ProviderError, type ProviderFailure } from '../../providers/provider-error.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import { organizationsForIncident, type SharedFailure } from './circuit-breaker.ts';
import { createProviderCalls } from './provider-calls.ts';
import type { FailureReport } from './provider-circuits.ts';

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
      server: 'google',
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
    const failing = instance.call({ server: 'google', organizationId, isWitness, call });
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
    if (failure === 'unavailable') {
      expect(instance.admit('google', 'first probe', { isFailing: false }).kind).toBe('admitted');
    }
    expect(instance.rejection('google', 'well')).toMatchObject({ failure, code: 'reason' });
    return instance;
  }

  it('hold back every provider of a server that fails for everybody, and none of another server', async () => {
    const instance = newInstance();
    const refresh = (provider: string, server: string, organizationId: string) => {
      const stored = { provider, organizationId, scopes: [], refreshCount: 1, consecutiveFailures: 0 };
      const call = () => Promise.reject(new ProviderError('misconfigured', 'reason'));
      return instance.refresh(
        { ...stored, status: 'connected' } as unknown as StoredIntegration,
        { server, refresh: call } as unknown as OAuthProvider,
        'token',
      );
    };
    for (const [index, provider] of ['calendar', 'drive', 'calendar', 'drive'].entries()) {
      await expect(refresh(provider, 'google', `organization-${index}`)).rejects.toThrow('reason');
    }
    expect(instance.rejection('google', 'well')).not.toBeNull();
    expect(instance.rejection('microsoft', 'well')).toBeNull();
  });

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
        expect(instance.isIncident('google', kind)).toBe(false);
        expect(instance.rejection('google', 'well')).toBeNull();
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
      expect(instance.isIncident('google', kind)).toBe(true);
      expect(instance.rejection('google', 'well')).toBeNull();
      expect(instance.admit('google', 'organization-0', { isFailing: false })).toMatchObject(
        kind === 'misconfigured' ? { kind: 'rejected' } : { kind: 'admitted', isProbe: true },
      );
      expect(instance.rejection('google', 'organization-0')).not.toBeNull();
      nowMs += 1_000;
      await fail(instance, 'innocent', kind);
      const admission = instance.admit('google', 'well', { isFailing: false });
      if (kind === 'misconfigured') {
        expect(admission).toMatchObject({ kind: 'rejected', error: { failure: kind, retryAfterMs: 30_000 } });
      } else {
        // One probe, and the others are told when the next one is due.
        expect(admission).toEqual({ kind: 'admitted', isProbe: true });
        expect(instance.rejection('google', 'well')).toMatchObject({
          failure: kind,
          retryAfterMs: 1_000,
        });
      }
      expect(instance.rejection('microsoft', 'well')).toBeNull();
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
    expect(instance.rejection('google', 'well')).toBeNull();
    expect(reports).toEqual([]);
  });

  it.each(kinds)('counts from zero after any success (%s)', async (kind) => {
    const instance = newInstance();
    for (let round = 0; round < 5; round += 1) {
      await failMany(instance, organizationsForIncident[kind] - 1, kind);
      await succeed(instance);
    }
    expect(instance.isIncident('google', kind)).toBe(false);
  });

  it('a rejected grant is no success: revoked tokens do not hide an incident', async () => {
    const instance = newInstance();
    for (let index = 0; index < 4; index += 1) {
      await fail(instance, `organization-${index}`, 'misconfigured');
      await fail(instance, 'dead', 'grant_rejected');
    }
    expect(instance.rejection('google', 'well')).not.toBeNull();
  });

  it.each(kinds)('any success closes the circuit (%s)', async (kind) => {
    const instance = await confirmed(kind);
    await succeed(instance);
    expect(instance.rejection('google', 'well')).toBeNull();
    expect(instance.isIncident('google', kind)).toBe(false);
  });

  it('half-open after 30 seconds, other organizations than its causes may probe our registration', async () => {
    const instance = await confirmed('misconfigured');
    nowMs += 29_999;
    expect(instance.rejection('google', 'well')).not.toBeNull();
    nowMs += 1;
    expect(instance.rejection('google', 'well')).toBeNull();
    await fail(instance, 'probe', 'misconfigured');
    expect(instance.rejection('google', 'well')).toMatchObject({ retryAfterMs: 30_000 });
  });

  it('a probe that fails for its own reasons does not open the circuit again', async () => {
    const instance = await confirmed('misconfigured');
    nowMs += 30_000;
    await fail(instance, 'dead', 'grant_rejected');
    await fail(instance, 'never worked', 'misconfigured', { isWitness: false });
    await fail(instance, 'organization-0', 'misconfigured');
    expect(instance.rejection('google', 'well')).toBeNull();
  });

  it('an outage is probed once a second, whoever asks, until a probe succeeds', async () => {
    const instance = await confirmed('unavailable');
    for (let second = 0; second < 20; second += 1) {
      nowMs += 1_000;
      const admissions = ['one', 'other', 'third'].map((id) =>
        instance.admit('google', id, { isFailing: false }),
      );
      expect(admissions.filter(({ kind }) => kind === 'admitted')).toHaveLength(1);
      await fail(instance, 'one', 'unavailable');
    }
    await succeed(instance);
    expect(instance.admit('google', 'other', { isFailing: true })).toEqual({
      kind: 'admitted',
      isProbe: true,
    });
    expect(instance.admit('google', 'third', { isFailing: false })).toEqual({
      kind: 'admitted',
      isProbe: false,
    });
  });

  it('does not retry when it may not', async () => {
    let calls = 0;
    const failing = newInstance().call({
      server: 'google',
      organizationId: 'one',
      isWitness: true,
      mayRetry: () => calls < 2,
      call: () => {
        calls += 1;
        return Promise.reject(new ProviderError('unavailable', 'reason'));
      },
    });
    await expect(failing).rejects.toThrow();
    expect(calls).toBe(2);
  });

  it.each(kinds)('an incident ends by itself, however often its causes fail (%s)', async (kind) => {
    const instance = await confirmed(kind);
    for (let second = 0; second < 120; second += 1) {
      await failMany(instance, organizationsForIncident[kind] + 1, kind);
      nowMs += 1_000;
    }
    expect(instance.isIncident('google', kind)).toBe(false);
  });

  it.each([
    { kind: 'misconfigured', openMs: 30_000, probes: ['one', 'two', 'three'], probeMs: 5_000 },
    { kind: 'unavailable', openMs: 1_000, probes: ['one'], probeMs: 1_000 },
  ] as const)('a probe that hangs does not keep others from probing ($kind)', async (row) => {
    const instance = await confirmed(row.kind);
    nowMs += row.openMs;
    const hanging = Promise.withResolvers<string>();
    const probes = row.probes.map((organizationId) => {
      expect(instance.admit('google', organizationId, { isFailing: false }).kind).toBe('admitted');
      return instance.call({
        server: 'google',
        organizationId,
        isWitness: true,
        call: () => hanging.promise,
      });
    });
    expect(instance.rejection('google', 'well')).not.toBeNull();
    nowMs += row.probeMs;
    expect(instance.rejection('google', 'well')).toBeNull();
    hanging.resolve('answer');
    await Promise.all(probes);
  });
});
