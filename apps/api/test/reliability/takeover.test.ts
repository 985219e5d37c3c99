import type { Integration } from '@klayim/shared/types';
import type { Timestamp } from 'firebase-admin/firestore';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import type { DeferredCommitTask } from '../../src/tasks/deferred-commit.queue.ts';
import { useProxiedFirestore } from '../repositories/proxied-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { useTestServices } from '../test-services.ts';
import { type PlantedFault, plantFault } from './firestore-fault-steps.ts';
import { startTokenServer, type TokenServer } from './interleaving-token-server.ts';

const organizationId = 'northwind';
/** A busy machine takes its time; nothing here depends on how long. */
const options = { timeout: 2 * minuteMs };

/** The provider refuses a refresh token that was used before, and leaves the newer one alive. */
describe('an instance that takes over from one whose commit does not arrive', options, () => {
  let tokenServer: TokenServer;
  let fault: PlantedFault | undefined;
  beforeAll(async () => {
    tokenServer = await startTokenServer();
    tokenServer.setRotation('single');
  });
  afterEach(() => fault?.remove());
  afterAll(async () => {
    await tokenServer.stop();
  });
  const { firestore, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const tasks: DeferredCommitTask[] = [];
  const newService = (commitTimeoutMs: number) =>
    stack.newTokenRefreshService({
      providers: testProviders(() => ({
        ...stack.environment(),
        GOOGLE_TOKEN_ENDPOINT: tokenServer.tokenEndpoint,
        GOOGLE_REVOCATION_ENDPOINT: tokenServer.revocationEndpoint,
      })),
      timing: { leaseTtlMs: 500, commitTimeoutMs, deferAfterMs: commitTimeoutMs },
      enqueueDeferredCommit: async (task) => void tasks.push(task),
    });

  async function connected(accountId: string): Promise<Integration> {
    const { accessToken, refreshToken } = tokenServer.issue();
    return stack.integrationService.connect({
      organizationId,
      provider: 'google_calendar',
      accountId,
      accountEmail: 'single@northwind.example',
      scopes: [],
      accessToken,
      refreshToken,
      expiresAt: new Date(stack.clock() - 1_000).toISOString(),
    });
  }

  function cutOffCommits(): PlantedFault {
    const times = Number.POSITIVE_INFINITY;
    fault = plantFault(proxy(), { step: 'commit of the token', phase: 'request', effect: 'INTERNAL', times });
    return fault;
  }

  /** The other is refused, and says so: it cannot know that a newer token is under way. */
  async function takeOver(integration: Integration): Promise<void> {
    const lease = (await stack.raw(integration))['refreshLease'] as { expiresAt: Timestamp };
    await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(lease.expiresAt.toMillis());
    await expect(newService(300).getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'reauthorization_required',
    });
    expect(await stack.raw(integration)).toMatchObject({ status: 'error', credentialVersion: 1 });
  }

  async function expectWhole(integration: Integration): Promise<void> {
    expect(await stack.raw(integration)).toMatchObject({
      status: 'connected',
      lastError: null,
      credentialVersion: 2,
      refreshLease: null,
    });
    const service = newService(300);
    await expect(service.refreshToken(organizationId, integration.id)).resolves.toMatchObject({
      status: 'connected',
    });
  }

  it('marks the connection, and the first one, whose newer token still works, repairs it', async () => {
    const integration = await connected('in-process');
    const outage = cutOffCommits();
    const first = newService(2 * minuteMs).getValidToken(organizationId, integration.id);
    await expect.poll(() => outage.struck(), { timeout: 20_000 }).toBeGreaterThan(0);
    await takeOver(integration);
    outage.remove();
    await expect(first).resolves.toMatchObject({ degraded: false });
    await expectWhole(integration);
  });

  it('marks the connection, and the queue with the newer token repairs it', async () => {
    const integration = await connected('queue');
    const outage = cutOffCommits();
    const service = newService(200);
    await expect(service.getValidToken(organizationId, integration.id)).resolves.toMatchObject({
      degraded: false,
    });
    await takeOver(integration);
    outage.remove();
    // On a busy machine a commit of the other test may have been handed over too.
    const task = tasks.find(({ integrationId }) => integrationId === integration.id);
    if (!task) {
      throw new Error('nothing was handed over');
    }
    await service.storeDeferredCommit(task);
    await expectWhole(integration);
  });
});
