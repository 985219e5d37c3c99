import type { Integration } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../test/test-services.ts';
import { hourMs, minuteMs } from '../lib/duration.ts';

describe.each(['google_calendar', 'microsoft_calendar'] as const)('tokens of %s', (provider) => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { connect, expire, raw, lines, integrationService, server } = stack;
  const service = stack.newTokenRefreshService();
  const otherInstance = stack.newTokenRefreshService();
  const refreshes = (outcome?: string) => server(provider).control.refreshCount(outcome);
  let organizations = 0;
  let organizationId = '';

  async function connected() {
    return connect(provider, organizationId, server(provider).accounts[0]?.email);
  }

  beforeEach(() => {
    organizations += 1;
    organizationId = `organization-${organizations}`;
    server(provider).control.reset();
    lines.length = 0;
  });

  it('returns a fresh token as it is stored', async () => {
    const { id } = await connected();
    const first = await service.getValidToken(organizationId, id);
    expect(first).toMatchObject({ degraded: false });
    expect(Date.parse(first.expiresAt) - Date.now()).toBeGreaterThan(0.9 * hourMs);
    await expect(service.getValidToken(organizationId, id)).resolves.toEqual(first);
    expect(refreshes()).toBe(0);
  });

  it('refreshes an expired token, each time with the rotated refresh token', async () => {
    const integration = await connected();
    const tokens = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      await expire(integration);
      tokens.add((await service.getValidToken(organizationId, integration.id)).accessToken);
    }
    expect(tokens.size).toBe(4);
    expect(refreshes('ok')).toBe(4);
    expect(await raw(integration)).toMatchObject({
      refreshCount: 4,
      credentialVersion: 5,
      refreshLease: null,
      consecutiveFailures: 0,
      lastError: null,
    });
  });

  it('refreshes once for many callers of two instances', async () => {
    const integration = await connected();
    await expire(integration);
    server(provider).control.setLatencyMs(100);
    const calls = Array.from({ length: 40 }, (_, index) =>
      (index % 2 ? service : otherInstance).getValidToken(organizationId, integration.id),
    );
    const tokens = await Promise.all(calls);
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(refreshes()).toBe(1);
  });

  it('refreshes on request, once for two concurrent requests', async () => {
    const { id } = await connected();
    server(provider).control.setLatencyMs(100);
    const [first, second] = await Promise.all([
      service.refreshToken(organizationId, id),
      otherInstance.getValidToken(organizationId, id, { forceRefresh: true }),
    ]);
    expect(first).toMatchObject({ refreshCount: 1, status: 'connected' });
    expect(second.degraded).toBe(false);
    expect(refreshes()).toBe(1);
  });

  it('tells a revoked grant from an outage, logs it once, and does not call the provider again', async () => {
    const integration = await connected();
    await expire(integration);
    server(provider).control.revokeGrantOf(server(provider).accounts[0]?.email ?? '');
    const attempt = () => service.getValidToken(organizationId, integration.id);
    await expect(attempt()).rejects.toMatchObject({ code: 'reauthorization_required' });
    await expect(attempt()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(refreshes()).toBe(1);
    expect(await raw(integration)).toMatchObject({ status: 'error', refreshDueAt: null, refreshLease: null });
    const audit = await firestore().collection('auditEvents').where('subject.id', '==', integration.id).get();
    expect(audit.docs.map((event) => event.get('type')).sort()).toEqual([
      'integration.connected',
      'integration.reauthorization_required',
    ]);
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await expect(integrationService.getIntegration(organizationId, integration.id)).resolves.toMatchObject({
      requiredAction: 'reauthorize',
    });
  });

  it.each(['500', '429', 'reset', 'html', 'empty', 'timeout'] as const)(
    'keeps a connection through an outage (%s) and serves the living token, marked as degraded',
    async (fault) => {
      const integration = await connected();
      const before = await service.getValidToken(organizationId, integration.id);
      await expire(integration, -minuteMs);
      server(provider).control.failNext(3, fault, { retryAfterSeconds: 0 });
      const during = await service.getValidToken(organizationId, integration.id);
      expect(during).toMatchObject({ accessToken: before.accessToken, degraded: true });
      expect(await raw(integration)).toMatchObject({
        status: 'connected',
        consecutiveFailures: 1,
        refreshLease: null,
      });

      // The provider is back; the cooldown is over.
      server(provider).control.reset();
      stack.advance(2_000);
      const after = await service.getValidToken(organizationId, integration.id);
      expect(after.degraded).toBe(false);
      expect(after.accessToken).not.toBe(before.accessToken);
      expect(await raw(integration)).toMatchObject({ consecutiveFailures: 0, lastError: null });
    },
  );

  it('survives one lost answer by retrying at once', async () => {
    const integration = await connected();
    await expire(integration);
    server(provider).control.failNext(1, '500');
    await expect(service.getValidToken(organizationId, integration.id)).resolves.toMatchObject({
      degraded: false,
    });
    expect(refreshes()).toBe(2);
  });

  it('answers an expired token in an outage with an error that can be retried', async () => {
    const integration = await connected();
    await expire(integration);
    server(provider).control.failNext(10, '500');
    await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
    const calls = refreshes();
    // Nobody hammers a provider that is down.
    await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'provider_unavailable',
      retryAfterMs: expect.any(Number) as number,
    });
    expect(refreshes()).toBe(calls);
  });

  /** A connection of an organization of its own, which was refreshed before and has expired since. */
  async function proven(name: string): Promise<Integration> {
    const integration = await connect(provider, `${organizationId}-${name}`);
    await expire(integration);
    await service.getValidToken(integration.organizationId, integration.id);
    await expire(integration);
    return integration;
  }

  it("what is refused to several organizations is the operator's incident: one critical line, nobody else changes", async () => {
    const refused = [await proven('a'), await proven('b'), await proven('c'), await proven('d')];
    const later = await proven('e');
    server(provider).control.reset();
    server(provider).control.failNext(4, 'invalid_client');
    const instance = stack.newTokenRefreshService();
    for (const integration of refused) {
      await expect(instance.getValidToken(integration.organizationId, integration.id)).rejects.toThrow();
    }
    expect(lines.filter(({ level }) => level === 'critical')).toHaveLength(1);
    // A fourth organization has met it too: the others are not asked, until a while has passed.
    await expect(instance.getValidToken(later.organizationId, later.id)).rejects.toMatchObject({
      code: 'provider_misconfigured',
    });
    expect(refreshes()).toBe(4);
    for (const integration of [...refused.slice(2), later]) {
      expect(await raw(integration)).toMatchObject({
        consecutiveFailures: 0,
        refreshLease: null,
        lastError: null,
      });
    }
    stack.advance(31_000);
    await expect(instance.getValidToken(later.organizationId, later.id)).resolves.toMatchObject({
      degraded: false,
    });
  });

  it.each(['unauthorized_client', 'invalid_client', 'invalid_scope', 'invalid_request'] as const)(
    'what is refused to one organization (%s) is shown to it, backs off, and changes nothing for another',
    async (fault) => {
      const mine = [
        await proven('mine'),
        await connect(provider, `${organizationId}-mine`, server(provider).accounts[1]?.email),
      ];
      const other = await proven('other');
      // Its clock stands, so that no cooldown ends while a slow machine makes the calls.
      const nowMs = stack.clock();
      const instance = stack.newTokenRefreshService({ clock: () => nowMs });
      server(provider).control.reset();
      server(provider).control.failNext(2, fault);
      for (const integration of mine) {
        await expire(integration, 10 * minuteMs);
        for (let call = 0; call < 20; call += 1) {
          const forceRefresh = call % 2 === 1;
          await expect(
            instance.getValidToken(integration.organizationId, integration.id, { forceRefresh }),
          ).rejects.toMatchObject({ code: 'application_refused' });
        }
        const shown = await integrationService.getIntegration(integration.organizationId, integration.id);
        expect(shown).toMatchObject({
          status: 'connected',
          requiredAction: 'reauthorize',
          consecutiveFailures: 1,
          lastError: { code: 'application_refused', providerError: fault },
        });
      }
      expect(refreshes()).toBe(2);
      expect(lines.filter(({ level }) => level === 'critical')).toEqual([]);
      await expect(instance.getValidToken(other.organizationId, other.id)).resolves.toMatchObject({
        degraded: false,
      });
    },
  );

  it.each([
    ['admin_policy_enforced', 'reauthorization_required', 'reauthorize', []],
    ['access_denied', 'reauthorization_required', 'reauthorize', []],
    ['org_internal', 'reauthorization_required', 'reauthorize', []],
    ['consent_required', 'reauthorization_required', 'reauthorize', [65001]],
    ['interaction_required', 'reauthorization_required', 'reauthorize', [50076]],
    ['invalid_resource', 'reauthorization_required', 'reauthorize', [500011]],
    ['unknown_user', 'reauthorization_required', 'reauthorize', [90072]],
    ['single_tenant', 'provider_misconfigured', 'none', [50194]],
  ] as const)(
    '%s is told for what it is, at once: %s',
    async (fault, code, requiredAction, providerCodes) => {
      const integration = await connected();
      await expire(integration);
      server(provider).control.failNext(1, fault);
      await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({ code });
      expect(refreshes()).toBe(1);
      await expect(integrationService.getIntegration(organizationId, integration.id)).resolves.toMatchObject({
        requiredAction,
        lastError: { code, providerCodes },
      });
      // Numbers and words are kept; descriptions, which name people and tenants, are not.
      const { lastError } = await raw(integration);
      expect(JSON.stringify([lastError, lines])).not.toMatch(/ada@northwind|Northwind'/);
    },
  );

  it('follows a provider that grants fewer scopes than before, in the record and in the answer', async () => {
    const integration = await connected();
    await expire(integration);
    server(provider).control.failNext(1, 'fewer-scopes', { afterProcessing: true });
    const token = await service.getValidToken(organizationId, integration.id);
    const lost = integration.scopes.filter((scope) => !token.scopes.includes(scope));
    expect(lost).toHaveLength(1);
    expect(token).toMatchObject({ missingScopes: lost, requiredAction: 'grant_scopes' });
    await expect(integrationService.getIntegration(organizationId, integration.id)).resolves.toMatchObject({
      scopes: token.scopes,
      missingScopes: lost,
      requiredAction: 'grant_scopes',
    });
    const events = await firestore()
      .collection('auditEvents')
      .where('subject.id', '==', integration.id)
      .get();
    expect(events.docs.map((event) => event.get('type'))).toContain('integration.scopes_lost');
  });

  it('works without a refresh token until the access token expires', async () => {
    const integration = await integrationService.connect({
      organizationId,
      provider,
      accountId: 'imported',
      accountEmail: 'imported@northwind.example',
      scopes: ['openid'],
      accessToken: 'imported-access-token',
      refreshToken: null,
      expiresAt: new Date(stack.clock() + 2 * minuteMs).toISOString(),
    });
    stack.advance(100_000);
    await expect(service.getValidToken(organizationId, integration.id)).resolves.toMatchObject({
      accessToken: 'imported-access-token',
    });
    stack.advance(100_000);
    await expect(service.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'reauthorization_required',
    });
    expect(refreshes()).toBe(0);
  });

  it('lets a disconnect during a refresh win, and revokes the orphaned grant', async () => {
    const integration = await connected();
    await expire(integration);
    server(provider).control.setLatencyMs(300);
    const refreshing = service.getValidToken(organizationId, integration.id);
    await expect.poll(async () => (await raw(integration))['refreshLease']).not.toBeNull();
    await integrationService.disconnect(organizationId, integration.id);
    await expect(refreshing).rejects.toMatchObject({ code: 'integration_disconnected' });
    expect(await raw(integration)).toMatchObject({
      status: 'disconnected',
      credentials: null,
      refreshLease: null,
    });
  });

  it('takes over from an instance that crashed with the lease, but not before the lease expires', async () => {
    const integration = await connected();
    await expire(integration);
    const stored = await stack.integrationRepository.findById(organizationId, integration.id);
    if (!stored) {
      throw new Error('not found');
    }
    const leases = firestore().collection('integrations').doc(integration.id);
    await leases.update({
      refreshLease: { ownerId: 'dead', expiresAt: Timestamp.fromMillis(stored.readAtMs + 1_500) },
    });
    const token = await service.getValidToken(organizationId, integration.id);
    expect(token.degraded).toBe(false);
    const request = server(provider).control.tokenRequests().at(-1);
    expect(new Date(request?.at ?? 0).getTime()).toBeGreaterThanOrEqual(stored.readAtMs + 1_400);
    expect(refreshes()).toBe(1);
  });

  it('fails with an error that can be retried, and never refreshes, when the lease is not released in time', async () => {
    const integration = await connected();
    await expire(integration);
    await firestore()
      .collection('integrations')
      .doc(integration.id)
      .update({ refreshLease: { ownerId: 'hung', expiresAt: Timestamp.fromMillis(Date.now() + hourMs) } });
    const impatient = stack.newTokenRefreshService({ timing: { callerTimeoutMs: 300 } });
    await expect(impatient.getValidToken(organizationId, integration.id)).rejects.toMatchObject({
      code: 'refresh_in_progress',
    });
    expect(refreshes()).toBe(0);
  });

  it('notes the last use at most once in five minutes', async () => {
    const integration = await connected();
    const usedAt = async () =>
      (await stack.integrationService.getIntegration(organizationId, integration.id))?.lastUsedAt;
    const first = await usedAt();
    await service.getValidToken(organizationId, integration.id);
    await expect(usedAt()).resolves.toBe(first);
    stack.advance(5 * minuteMs);
    await service.getValidToken(organizationId, integration.id);
    await expect(usedAt()).resolves.not.toBe(first);
  });

  it('notes who used it in the write that notes when, refreshed or not', async () => {
    const integration = await connected();
    const usedBy = async () =>
      (await stack.integrationService.getIntegration(organizationId, integration.id))?.lastUsedBy;
    await expect(usedBy()).resolves.toBeNull();
    const from = { ipAddress: null, requestId: 'request-1' };
    const actor = { type: 'apiKey', id: 'k1', name: 'Scheduler', ...from } as const;
    stack.advance(5 * minuteMs);
    await service.getValidToken(organizationId, integration.id, { actor });
    await expect(usedBy()).resolves.toEqual({ type: 'apiKey', id: 'k1', name: 'Scheduler' });
    await expire(integration);
    const other = {
      type: 'serviceAccount',
      id: '117',
      name: 'batch@x.example',
      role: 'service',
      ...from,
    } as const;
    await service.getValidToken(organizationId, integration.id, { actor: other });
    await expect(usedBy()).resolves.toEqual({ type: 'serviceAccount', id: '117', name: 'batch@x.example' });
    await expire(integration);
    await service.getValidToken(organizationId, integration.id);
    await expect(usedBy()).resolves.toEqual({ type: 'system', id: 'backend', name: null });
  });

  it.each(['unknown', 'foreign'])('knows nothing of an %s integration', async (kind) => {
    const { id } = await connected();
    const call =
      kind === 'unknown'
        ? service.getValidToken(organizationId, 'unknown')
        : service.getValidToken('foreign', id);
    await expect(call).rejects.toMatchObject({ code: 'integration_not_found' });
  });

  it('writes no token, code or secret into its log', async () => {
    const integration = await connected();
    await expire(integration);
    await service.getValidToken(organizationId, integration.id);
    server(provider).control.failNext(3, '500');
    await expire(integration);
    await expect(service.getValidToken(organizationId, integration.id)).rejects.toThrow();
    const log = JSON.stringify(lines);
    expect(lines.length).toBeGreaterThan(1);
    for (const { value } of server(provider).control.issuedSecrets()) {
      expect(log).not.toContain(value);
    }
  });
});
