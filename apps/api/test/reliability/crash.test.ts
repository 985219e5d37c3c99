import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type FirestoreProxy, startFirestoreProxy } from '@klayim/local-firestore';
import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { useTestFirestore } from '../repositories/test-firestore.ts';
import { testProviders } from '../test-providers.ts';
import { useTestServices } from '../test-services.ts';
import { sampled } from '../thorough.ts';
import type { TokenRequestMessage } from '../token-worker.ts';
import { forkTokenWorker } from '../worker-processes.ts';
import { holdAt, type Step, startTokenGate, type TokenGate } from './interleaving-hold.ts';
import { type Rotation, startTokenServer, type TokenServer } from './interleaving-token-server.ts';

const organizationId = 'northwind';
const leaseTtlMs = 8_000;

/** What the crash leaves behind, and what it costs. */
const steps: { step: Step; leased: boolean; rotated: boolean; stored: boolean }[] = [
  { step: 'lease_sent', leased: false, rotated: false, stored: false },
  { step: 'lease_taken', leased: true, rotated: false, stored: false },
  { step: 'provider_asked', leased: true, rotated: false, stored: false },
  { step: 'provider_answered', leased: true, rotated: true, stored: false },
  { step: 'commit_sent', leased: true, rotated: true, stored: false },
  { step: 'commit_stored', leased: false, rotated: true, stored: true },
];

describe('a process killed in the middle of a refresh', () => {
  const { firestore, projectId } = useTestFirestore();
  const stack = useTestServices(firestore);
  const workers: ChildProcess[] = [];
  let target = '';
  let proxy: FirestoreProxy;
  let gate: TokenGate;
  let tokenServer: TokenServer;

  beforeAll(async () => {
    proxy = await startFirestoreProxy({ target: process.env['FIRESTORE_EMULATOR_HOST'] ?? '' });
    gate = await startTokenGate(() => target);
    tokenServer = await startTokenServer();
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) {
      worker.kill('SIGKILL');
    }
    const { docs } = await firestore().collection('integrations').get();
    await Promise.all(docs.map(({ ref }) => ref.delete()));
  });
  afterAll(async () => {
    await Promise.all([proxy.stop(), gate.stop(), tokenServer.stop()]);
  });

  const environment = () => ({
    ...stack.environment(),
    GOOGLE_TOKEN_ENDPOINT: gate.url,
    MICROSOFT_TOKEN_ENDPOINT: gate.url,
  });
  /** The process that comes after, on a way of its own to the same Firestore and the same provider. */
  const survivor = stack.newTokenRefreshService({
    providers: testProviders(environment),
  });

  async function forkWorker(): Promise<ChildProcess> {
    const worker = await forkTokenWorker({
      ...environment(),
      FIRESTORE_EMULATOR_HOST: proxy.host,
      GCLOUD_PROJECT: projectId,
      ENCRYPTION_KEY: stack.encryptionKey,
    });
    workers.push(worker);
    return worker;
  }

  /** Lets a process come to the step, and not a line further. */
  async function crashAt(step: Step, { id }: Integration): Promise<void> {
    const worker = await forkWorker();
    const hold = holdAt(step, { proxy, gate });
    const calls = Array.from({ length: 5 }, () => ({ organizationId, integrationId: id }));
    const message: TokenRequestMessage = { calls, isPatient: true };
    worker.send(message);
    await hold.reached;
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    hold.drop();
  }

  async function readLease(integration: Integration): Promise<{ expiresAt: Timestamp } | null> {
    return (await stack.raw(integration))['refreshLease'] as { expiresAt: Timestamp } | null;
  }

  /** Nobody touches the integration while the lease of the dead lives; then its rest is cut short. */
  async function outliveLease(integration: Integration): Promise<void> {
    const lease = await readLease(integration);
    expect(lease?.expiresAt.toMillis()).toBeLessThanOrEqual(Date.now() + leaseTtlMs);
    const { id, provider } = integration;
    const batch = [{ organizationId, integrationId: id, provider }];
    await expect(survivor.refreshBatch(batch)).resolves.toMatchObject({ skipped: 1, refreshed: 0 });
    const expiresAt = Timestamp.fromMillis(Date.now() + 500);
    await firestore().collection('integrations').doc(id).update({ 'refreshLease.expiresAt': expiresAt });
  }

  async function crashAndRecover(integration: Integration, { step, leased }: (typeof steps)[number]) {
    await stack.expire(integration);
    await crashAt(step, integration);
    expect((await readLease(integration)) !== null).toBe(leased);
    if (leased) {
      await outliveLease(integration);
    }
    try {
      const { accessToken, degraded } = await survivor.getValidToken(organizationId, integration.id);
      expect(degraded).toBe(false);
      return accessToken;
    } catch (error) {
      expect(error).toMatchObject({ code: 'reauthorization_required' });
      return null;
    }
  }

  describe.each(['google_calendar', 'microsoft_calendar'] as const)(
    'that is strict about rotation (%s)',
    (provider) => {
      it.each(sampled(steps, 2, provider === 'google_calendar' ? 1 : 0))(
        'at $step loses the grant only if its answer was on its way',
        async (row) => {
          const { control, endpoints } = stack.server(provider);
          target = endpoints.token;
          const integration = await stack.connect(provider, organizationId);
          control.reset();
          const accessToken = await crashAndRecover(integration, row);

          const lost = row.rotated && !row.stored;
          expect(accessToken === null).toBe(lost);
          expect(control.refreshCount('ok')).toBe(1);
          expect(control.refreshCount()).toBe(lost ? 2 : 1);
          expect(await stack.raw(integration)).toMatchObject(
            lost
              ? { status: 'error', lastError: { code: 'reauthorization_required' }, refreshDueAt: null }
              : { status: 'connected', lastError: null, credentialVersion: 2, refreshLease: null },
          );
          // Whatever is said to be kept can be renewed again, and what is lost is not asked for again.
          const again = survivor.refreshToken(organizationId, integration.id);
          if (lost) {
            await expect(again).rejects.toMatchObject({ code: 'reauthorization_required' });
          } else {
            await expect(again).resolves.toMatchObject({ status: 'connected', refreshCount: 2 });
          }
          expect(control.refreshCount()).toBe(2);
        },
      );
    },
  );

  describe.each(['grace', 'none'] satisfies Rotation[])('at a provider with rotation "%s"', (rotation) => {
    it.each(
      sampled(
        steps.filter(({ rotated, stored }) => rotated && !stored),
        2,
      ),
    )('loses nothing at $step either: the previous refresh token still counts', async (row) => {
      target = tokenServer.tokenEndpoint;
      tokenServer.setRotation(rotation);
      const { accessToken, refreshToken, grant } = tokenServer.issue();
      const integration = await stack.integrationService.connect({
        organizationId,
        provider: 'google_calendar',
        accountId: `${rotation}-${row.step}`,
        accountEmail: 'grace@northwind.example',
        scopes: [],
        accessToken,
        refreshToken,
        expiresAt: new Date().toISOString(),
      });
      expect(await crashAndRecover(integration, row)).not.toBeNull();
      expect(grant.alive).toBe(true);
      const again = survivor.refreshToken(organizationId, integration.id);
      await expect(again).resolves.toMatchObject({ status: 'connected', refreshCount: 2 });
    });
  });
});
