import type { FirestoreProxy, InterceptedCall } from '@klayim/local-firestore';
import type { Integration } from '@klayim/shared/types';
import { afterAll, beforeAll, expect } from 'vitest';
import { minuteMs } from '../../src/lib/duration.ts';
import type { IntegrationReference } from '../../src/repositories/cross-tenant/due-integrations.repository.ts';
import { useProxiedFirestore } from '../repositories/proxied-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { testRepositories } from '../test-repositories.ts';
import { useTestServices } from '../test-services.ts';
import { stepOf } from './firestore-fault-steps.ts';
import { type Grant, startTokenServer, type TokenServer } from './interleaving-token-server.ts';

/** A connection that is due, and its grant as the provider sees it. */
export interface DueConnection {
  integration: Integration;
  grant: Grant;
  reference: IntegrationReference;
}

/** Connections of many organizations whose refreshes are written together, at a provider that rotates strictly. */
export function useBatchFixture() {
  let tokenServer: TokenServer;
  let accounts = 0;
  beforeAll(async () => {
    tokenServer = await startTokenServer();
  });
  afterAll(async () => {
    await tokenServer.stop();
  });
  const { firestore, projectId, proxy } = useProxiedFirestore();
  const stack = useTestServices(firestore);
  const environment = () => ({
    ...stack.environment(),
    GOOGLE_TOKEN_ENDPOINT: tokenServer.tokenEndpoint,
    GOOGLE_REVOCATION_ENDPOINT: tokenServer.revocationEndpoint,
  });
  /** What a process of its own needs to be another instance. */
  const processEnvironment = () => ({
    ...environment(),
    FIRESTORE_EMULATOR_HOST: proxy().host,
    GCLOUD_PROJECT: projectId,
    ENCRYPTION_KEY: stack.encryptionKey,
  });
  const providers = testProviders(environment);

  /** An instance, with a way of its own to gather what it writes. */
  const newInstance = () =>
    stack.newTokenRefreshService({
      ...testRepositories({ firestore, clock: stack.clock, keyring: stack.keyring }),
      providers,
      timing: { leaseTtlMs: minuteMs, deferAfterMs: 30_000, commitTimeoutMs: minuteMs },
    });

  async function connectDue(count: number): Promise<DueConnection[]> {
    return Promise.all(
      Array.from({ length: count }, async () => {
        accounts += 1;
        const organizationId = `organization-${accounts}`;
        const { grant, accessToken, refreshToken } = tokenServer.issue();
        const integration = await stack.integrationService.connect({
          organizationId,
          provider: 'google_calendar',
          accountId: `account-${accounts}`,
          accountEmail: 'batch@northwind.example',
          scopes: [],
          accessToken,
          refreshToken,
          expiresAt: new Date(stack.clock() - 1_000).toISOString(),
        });
        await stack.expire(integration);
        const reference = {
          organizationId,
          integrationId: integration.id,
          provider: 'google_calendar' as const,
        };
        return { integration, grant, reference };
      }),
    );
  }

  /** Changes a document in a way that no refresh minds, so that a write to its earlier version fails. */
  const touch = ({ integration }: DueConnection) =>
    firestore().collection('integrations').doc(integration.id).update({ touched: true });

  /** Each was refreshed once, its newest token is stored, and it can be refreshed again. */
  async function expectRefreshedOnce(connections: readonly DueConnection[]): Promise<void> {
    for (const { integration, grant } of connections) {
      expect(grant).toMatchObject({ alive: true, replays: 0 });
      expect(grant.refreshTokens).toHaveLength(2);
      expect(await stack.raw(integration)).toMatchObject({
        status: 'connected',
        credentialVersion: 2,
        refreshCount: 1,
        refreshLease: null,
        lastError: null,
      });
    }
    stack.advance(2 * minuteMs);
    const next = newInstance();
    for (const { integration, reference, grant } of connections) {
      await next.refreshToken(reference.organizationId, integration.id);
      expect(grant).toMatchObject({ alive: true, replays: 0 });
      expect(grant.refreshTokens).toHaveLength(3);
    }
  }

  return {
    firestore,
    proxy,
    stack,
    processEnvironment,
    newInstance,
    connectDue,
    touch,
    expectRefreshedOnce,
    tokenServer: () => tokenServer,
  };
}

/** Whether a call writes so many leases, or results, together. */
export function writesTogether(call: InterceptedCall, step: 'lease' | 'commit of the token'): boolean {
  return call.phase === 'request' && call.rpc === 'BatchWrite' && stepOf(call) === step;
}

/** Runs something before the next call that writes such things together reaches Firestore. */
export function beforeNext(
  proxy: FirestoreProxy,
  step: 'lease' | 'commit of the token',
  run: () => Promise<unknown>,
): void {
  const remove = proxy.intercept(async (call) => {
    if (writesTogether(call, step)) {
      remove();
      await run();
    }
  });
}

/** Loses the answer to the next call that writes such things together. */
export function loseNextAnswer(proxy: FirestoreProxy, step: 'lease' | 'commit of the token'): void {
  let isAwaited = false;
  const remove = proxy.intercept((call) => {
    if (writesTogether(call, step)) {
      isAwaited = true;
    } else if (isAwaited && call.phase === 'response' && call.rpc === 'BatchWrite') {
      remove();
      throw Object.assign(new Error('injected'), { code: 13, details: 'the answer is lost' });
    }
  });
}
