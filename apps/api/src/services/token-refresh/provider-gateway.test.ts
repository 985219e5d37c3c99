import { beforeEach, describe, expect, it } from 'vitest';
import { ProviderError, type ProviderFailure } from '../../providers/provider-error.ts';
import { createProviderGateway } from './provider-gateway.ts';

describe('the way to the providers', () => {
  let nowMs = 0;
  let opened: string[] = [];
  const pacing = { clock: () => nowMs, sleep: () => Promise.resolve(), random: () => 0 };
  const newGateway = () =>
    createProviderGateway({
      retry: { attempts: 3, baseDelayMs: 200, budgetMs: 10_000 },
      pacing,
      onOpened: (provider, { failure }) => void opened.push(`${provider} ${failure}`),
    });
  type Gateway = ReturnType<typeof newGateway>;
  beforeEach(() => {
    nowMs = Date.UTC(2026, 10, 25);
    opened = [];
  });

  const answer = (gateway: Gateway, integrationId = 'well') =>
    gateway.call({ provider: 'google', integrationId, call: () => Promise.resolve('answer') });
  async function fail(gateway: Gateway, integrationId: string, failure: ProviderFailure): Promise<number> {
    let calls = 0;
    const call = () => {
      calls += 1;
      return Promise.reject(new ProviderError(failure, 'reason'));
    };
    await expect(gateway.call({ provider: 'google', integrationId, call })).rejects.toMatchObject({
      failure,
    });
    return calls;
  }
  async function failMany(gateway: Gateway, count: number, failure: ProviderFailure): Promise<void> {
    for (let index = 0; index < count; index += 1) await fail(gateway, `connection-${index}`, failure);
  }

  it.each([
    { failure: 'unavailable', calls: 3 },
    { failure: 'misconfigured', calls: 1 },
    { failure: 'grant_rejected', calls: 1 },
  ] as const)('asks $calls times when the failure is "$failure"', async ({ failure, calls }) => {
    await expect(fail(newGateway(), 'one', failure)).resolves.toBe(calls);
  });

  it.each([
    { failure: 'misconfigured', connections: 2 },
    { failure: 'unavailable', connections: 5 },
  ] as const)(
    'leaves a provider alone after $connections connections that were "$failure", and says so once',
    async ({ failure, connections }) => {
      const gateway = newGateway();
      await failMany(gateway, connections - 1, failure);
      expect(gateway.refusal('google')).toBeNull();
      await fail(gateway, 'the last straw', failure);
      expect(gateway.refusal('google')).toMatchObject({ failure, reason: 'reason', retryAfterMs: 30_000 });
      expect(gateway.refusal('microsoft')).toBeNull();
      expect(opened).toEqual([`google ${failure}`]);
    },
  );

  it('does not let one connection speak for a provider, however often it fails', async () => {
    const gateway = newGateway();
    for (let index = 0; index < 20; index += 1) {
      await fail(gateway, 'odd', 'misconfigured');
      await fail(gateway, 'odd', 'unavailable');
    }
    expect(gateway.refusal('google')).toBeNull();
  });

  it.each(['an answer', 'a refusal of the grant'])('counts anew after %s', async (what) => {
    const gateway = newGateway();
    await failMany(gateway, 4, 'unavailable');
    if (what === 'an answer') await answer(gateway);
    else await fail(gateway, 'dead', 'grant_rejected');
    await failMany(gateway, 4, 'unavailable');
    expect(gateway.refusal('google')).toBeNull();
  });

  it('lets one call find out after a rest, and believes it', async () => {
    const gateway = newGateway();
    await failMany(gateway, 5, 'unavailable');
    nowMs += 29_999;
    expect(gateway.refusal('google')).not.toBeNull();
    nowMs += 1;
    expect(gateway.refusal('google')).toBeNull();
    // While the trial is under way nobody else is let through.
    const { promise, reject } = Promise.withResolvers<string>();
    const trial = gateway.call({ provider: 'google', integrationId: 'trial', call: () => promise });
    expect(gateway.refusal('google')).not.toBeNull();
    reject(new ProviderError('misconfigured', 'still'));
    await expect(trial).rejects.toMatchObject({ reason: 'still' });
    expect(gateway.refusal('google')).not.toBeNull();
    nowMs += 30_000;
    await expect(answer(gateway)).resolves.toBe('answer');
    expect(gateway.refusal('google')).toBeNull();
    expect(opened).toEqual(['google unavailable']);
  });
});
