import type { Integration } from '@klayim/shared/types';
import { afterEach, beforeEach, expect } from 'vitest';
import { isAppError } from '../../src/errors/app-error.ts';
import type { ErrorCode } from '../../src/errors/error-codes.ts';
import { minuteMs } from '../../src/lib/duration.ts';
import type { RefreshTiming } from '../../src/services/token-refresh/refresh-timing.ts';
import type { TokenRefreshService } from '../../src/services/token-refresh/token-refresh-service.ts';
import type { ValidTokenOptions } from '../../src/services/token-refresh/token-requests.ts';
import { useProxiedFirestore } from '../repositories/proxied-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { useTestServices } from '../test-services.ts';
import { type FirestoreFault, type PlantedFault, plantFault } from './firestore-fault-steps.ts';

/** What a caller gets: a new token, the old one that still lives, or an error. */
export type FaultAnswer = 'ok' | 'degraded' | ErrorCode;

/** The real services over a Firestore in which faults can be planted; what a test plants is gone before the next. */
export function useFaultyFirestore() {
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const providers = testProviders(stack.environment, 10_000);
  const planted: PlantedFault[] = [];
  let organizations = 0;
  const refreshes = (outcome?: string) => stack.server('google').control.refreshCount(outcome);

  beforeEach(() => {
    stack.server('google').control.reset();
    stack.lines.length = 0;
  });
  afterEach(() => {
    for (const fault of planted.splice(0)) {
      fault.remove();
    }
  });

  function plant(fault: FirestoreFault): PlantedFault {
    const one = plantFault(proxy(), fault);
    planted.push(one);
    return one;
  }

  function newService(timing: Partial<RefreshTiming> = {}): TokenRefreshService {
    // A busy machine must not look like a provider that is slow.
    return stack.newTokenRefreshService({ providers, timing: { callerTimeoutMs: minuteMs, ...timing } });
  }

  async function connected(endedAgoMs = 1_000): Promise<Integration> {
    organizations += 1;
    const integration = await stack.connect('google_calendar', `organization-${organizations}`);
    await stack.expire(integration, endedAgoMs);
    return integration;
  }

  /** What a caller gets. An error of Firestore itself never reaches one. */
  async function ask(
    service: TokenRefreshService,
    { organizationId, id }: Integration,
    options: ValidTokenOptions = {},
  ): Promise<FaultAnswer> {
    try {
      const { degraded } = await service.getValidToken(organizationId, id, options);
      return degraded ? 'degraded' : 'ok';
    } catch (error) {
      if (isAppError(error)) {
        return error.code;
      }
      throw error;
    }
  }

  /** Nothing is lost: the next caller and a forced refresh succeed, one refresh for each, and no lease is left. */
  async function expectUnharmed(integration: Integration, refreshesUntilNow: number) {
    const next = newService();
    await expect(ask(next, integration)).resolves.toBe('ok');
    expect(refreshes()).toBe(refreshesUntilNow);
    // A token of less than a minute would satisfy who asks for a new one.
    stack.advance(minuteMs);
    await expect(ask(next, integration, { forceRefresh: true })).resolves.toBe('ok');
    expect(refreshes()).toBe(refreshesUntilNow + 1);
    expect(refreshes('ok')).toBe(refreshesUntilNow + 1);
    expect(await stack.raw(integration)).toMatchObject({
      status: 'connected',
      credentialVersion: 1 + refreshesUntilNow + 1,
      refreshLease: null,
      consecutiveFailures: 0,
      lastError: null,
    });
  }

  return { firestore, proxy, stack, providers, plant, newService, connected, ask, expectUnharmed, refreshes };
}
