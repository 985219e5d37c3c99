import type { Integration } from '@klayim/shared/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import type { TokenRefreshService } from '../../src/services/token-refresh/token-refresh-service.ts';
import { askFor, useSlowProvider } from './slow-provider-fixture.ts';

const stepMs = 500;
const secondMs = 1_000;
/** A busy machine takes its time; nothing here depends on how long. */
const options = { timeout: 2 * minuteMs };

/** Time moves by half a second, and everybody who has no token asks again. */
describe('an outage of a provider, and its end, for callers whose tokens have expired', options, () => {
  const { stack, tokenServer, newInstance, connected } = useSlowProvider();
  beforeEach(() => tokenServer().setOutage(true));

  const requests = () => tokenServer().requestsAtMs().length;

  async function connect(count: number): Promise<Integration[]> {
    const connections = [];
    for (let index = 0; index < count; index += 1) {
      connections.push((await connected()).integration);
    }
    return connections;
  }

  /** Everybody asks once. @returns who is still without a token. */
  async function askAll(
    service: TokenRefreshService,
    callers: readonly Integration[],
  ): Promise<Integration[]> {
    const answers = await Promise.all(
      callers.map(async (integration) => ({ integration, answer: await askFor(service, integration) })),
    );
    return answers.filter(({ answer }) => answer !== 'ok').map(({ integration }) => integration);
  }

  async function askFrom(service: TokenRefreshService, callers: readonly Integration[], durationMs: number) {
    for (let passedMs = 0; passedMs < durationMs; passedMs += stepMs) {
      await expect(askAll(service, callers)).resolves.toHaveLength(callers.length);
      stack.advance(stepMs);
    }
  }

  /** How long it takes until everybody has a token, in milliseconds of the clock that the test moves. */
  async function timeToRecover(service: TokenRefreshService, callers: readonly Integration[]) {
    let waiting = await askAll(service, callers);
    let passedMs = 0;
    while (waiting.length > 0) {
      expect(passedMs).toBeLessThanOrEqual(3 * secondMs);
      stack.advance(stepMs);
      passedMs += stepMs;
      waiting = await askAll(service, waiting);
    }
    return passedMs;
  }

  it.each([1, 2, 8])(
    'is probed once a second at most, and its end is seen by all within three (%i connections)',
    async (count) => {
      const connections = await connect(count);
      const service = newInstance();
      // What nobody knows yet costs each connection its three quick tries.
      await askAll(service, connections);
      stack.advance(secondMs);
      const before = requests();
      const fromMs = stack.clock();
      await askFrom(service, connections, 12 * secondMs);
      const probes = requests() - before;
      expect(probes).toBeGreaterThanOrEqual(6);
      // The clock also runs by itself: a slow machine sees more seconds.
      expect(probes).toBeLessThanOrEqual(Math.ceil((stack.clock() - fromMs) / secondMs) + 1);
      tokenServer().setOutage(false);
      await timeToRecover(service, connections);
      // One refresh each, and nobody was asked in vain.
      expect(requests() - before - probes).toBe(count);
    },
  );

  it('is seen to end by a process that has just started', async () => {
    const connections = await connect(3);
    const service = newInstance();
    await askFrom(service, connections, 5 * secondMs);
    tokenServer().setOutage(false);
    await timeToRecover(newInstance(), connections);
  });

  it('leaves each connection one call at a time, and no quick retries, once it is known', async () => {
    const [connection] = await connect(1);
    if (!connection) {
      throw new Error('there is no connection');
    }
    const service = newInstance();
    const before = requests();
    await expect(askFor(service, connection)).resolves.toBe('provider_unavailable');
    expect(requests() - before).toBe(3);
    stack.advance(2 * secondMs);
    await expect(askFor(service, connection)).resolves.toBe('provider_unavailable');
    expect(requests() - before).toBe(4);
  });
});
