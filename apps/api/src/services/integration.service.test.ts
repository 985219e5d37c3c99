import { createHash } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { soloEmail, useTestServices } from '../../test/test-services.ts';

describe.each(['google_calendar', 'microsoft_calendar'] as const)('connecting %s', (provider) => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { authorize, connect, integrationService, server } = stack;
  const email = (index: number) => server(provider).accounts[index]?.email ?? '';

  it('stores the account that gave its consent', async () => {
    const integration = await connect(provider, 'connecting');
    expect(integration).toMatchObject({
      organizationId: 'connecting',
      provider,
      accountEmail: email(0),
      status: 'connected',
      requiredAction: 'none',
      missingScopes: [],
      refreshCount: 0,
    });
    await expect(integrationService.getIntegrations('connecting')).resolves.toEqual([integration]);
    await expect(integrationService.getIntegrationsByProvider('connecting', provider)).resolves.toEqual([
      integration,
    ]);
  });

  it('keeps several accounts of one provider apart', async () => {
    await connect(provider, 'several', email(0));
    await connect(provider, 'several', email(1));
    const accounts = await integrationService.getIntegrationsByProvider('several', provider);
    expect(accounts.map(({ accountEmail }) => accountEmail).sort()).toEqual([email(0), email(1)].sort());
  });

  it('refuses an account that is connected already, and leaves it as it was', async () => {
    const first = await connect(provider, 'again');
    await expect(connect(provider, 'again')).rejects.toMatchObject({ code: 'already_connected' });
    await expect(integrationService.getIntegration('again', first.id)).resolves.toEqual(first);
  });

  it('gives a disconnected account its old id again', async () => {
    const first = await connect(provider, 'return');
    await integrationService.disconnect('return', first.id);
    await expect(connect(provider, 'return')).resolves.toMatchObject({
      id: first.id,
      status: 'connected',
      createdAt: first.createdAt,
    });
  });

  it('refuses another account than the one to reconnect, and preselects the right one', async () => {
    const { id } = await connect(provider, 'target', email(0));
    await integrationService.disconnect('target', id);
    const start = { provider, organizationId: 'target', integrationId: id };
    const wrong = await integrationService.completeAuthorization(
      await authorize(start, { account: email(1) }),
    );
    expect(wrong.result).toMatchObject({ status: 'failed', error: { code: 'account_mismatch' } });
    await expect(integrationService.getIntegrations('target')).resolves.toHaveLength(1);
    const right = await integrationService.completeAuthorization(await authorize(start));
    expect(right.result).toMatchObject({ status: 'connected', integration: { id, accountEmail: email(0) } });
  });

  it('lets a targeted authorization renew a connection that still works', async () => {
    const { id } = await connect(provider, 'renew');
    const callback = await authorize({ provider, organizationId: 'renew', integrationId: id });
    const { result } = await integrationService.completeAuthorization(callback);
    expect(result).toMatchObject({ status: 'connected', integration: { id } });
  });

  it('shows which scopes were not granted', async () => {
    const withheld =
      provider === 'google_calendar' ? 'https://www.googleapis.com/auth/calendar.readonly' : 'Calendars.Read';
    const callback = await authorize({ provider, organizationId: 'partial' }, { withholdScopes: [withheld] });
    const { result } = await integrationService.completeAuthorization(callback);
    expect(result).toMatchObject({
      status: 'connected',
      integration: { missingScopes: [withheld], requiredAction: 'grant_scopes' },
    });
  });

  it('says when the consent was denied, and stores nothing', async () => {
    const callback = await authorize({ provider, organizationId: 'denied' }, { deny: true });
    const { result } = await integrationService.completeAuthorization(callback);
    expect(result).toMatchObject({ status: 'failed', error: { code: 'consent_denied' } });
    await expect(integrationService.getIntegrations('denied')).resolves.toEqual([]);
  });

  it.each<[string, string, (callback: Awaited<ReturnType<typeof authorize>>) => object]>([
    ['in another browser', 'oauth_state_foreign', () => ({ sessionCookies: ['A'.repeat(43)] })],
    ['without the cookie', 'oauth_state_foreign', () => ({ sessionCookies: [] })],
    ['with an unknown state', 'oauth_state_unknown', () => ({ state: 'B'.repeat(43) })],
    [
      'at the other provider',
      'oauth_state_unknown',
      () => ({ server: provider === 'google_calendar' ? ('microsoft' as const) : ('google' as const) }),
    ],
  ])('cannot be finished %s', async (_name, code, change) => {
    const callback = await authorize({ provider, organizationId: 'lured' });
    await expect(
      integrationService.completeAuthorization({ ...callback, ...change(callback) }),
    ).rejects.toMatchObject({ code });
    await expect(integrationService.getIntegrations('lured')).resolves.toEqual([]);
  });

  it('exchanges its code once, whoever comes how often, and tells its browser again how it ended', async () => {
    const callback = await authorize({ provider, organizationId: 'replay' });
    const exchanges = () =>
      server(provider)
        .control.tokenRequests()
        .filter(({ grantType }) => grantType === 'authorization_code').length;
    const before = exchanges();
    const both = await Promise.allSettled([
      integrationService.completeAuthorization(callback),
      integrationService.completeAuthorization(callback),
    ]);
    const refused = both.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ code: 'authorization_in_progress' });
    }
    const [integration] = await integrationService.getIntegrations('replay');
    await expect(integrationService.completeAuthorization(callback)).resolves.toEqual({
      returnUrl: null,
      result: { status: 'connected', integration },
    });
    expect(exchanges()).toBe(before + 1);
    const stranger = { ...callback, sessionCookies: [] };
    await expect(integrationService.completeAuthorization(stranger)).rejects.toMatchObject({
      code: 'oauth_state_foreign',
    });
  });

  it('tells a failure again too, and one that nobody finished is to be started over', async () => {
    const callback = await authorize({ provider, organizationId: 'replay-failed' }, { deny: true });
    for (let time = 0; time < 2; time += 1) {
      const { result } = await integrationService.completeAuthorization(callback);
      expect(result).toMatchObject({
        status: 'failed',
        error: { code: 'consent_denied', providerError: { code: 'access_denied' } },
      });
    }
    const { state, ...died } = await authorize({ provider, organizationId: 'replay-died' });
    const id = createHash('sha256').update(state).digest('base64url');
    const usedAt = Timestamp.fromMillis(stack.clock() - 61_000);
    await firestore().collection('oauthStates').doc(id).update({ usedAt, usedBy: 'an-instance-that-died' });
    await expect(integrationService.completeAuthorization({ state, ...died })).rejects.toMatchObject({
      code: 'authorization_interrupted',
    });
  });

  it.each(['503-retry-after', 'timeout'] as const)(
    'after %s at the code exchange says to start again, which the same request proves true',
    async (fault) => {
      const callback = await authorize({ provider, organizationId: `outage-${fault}` });
      server(provider).control.failNext(1, fault);
      for (let time = 0; time < 2; time += 1) {
        const { result } = await integrationService.completeAuthorization(callback);
        expect(result).toMatchObject({ status: 'failed', error: { code: 'authorization_interrupted' } });
      }
      const again = await authorize({ provider, organizationId: `outage-${fault}` });
      await expect(integrationService.completeAuthorization(again)).resolves.toMatchObject({
        result: { status: 'connected' },
      });
    },
  );

  it('fails when the code is not the provider’s, when another issuer answers, and when the user has lost the role', async () => {
    const failed = async (change: object) => {
      const callback = await authorize({ provider, organizationId: 'bad', userId: 'bad-user' });
      const { result } = await integrationService.completeAuthorization({ ...callback, ...change });
      return result.status === 'failed' ? result.error.code : result.status;
    };
    await expect(failed({ code: 'invented' })).resolves.toBe('authorization_failed');
    await expect(failed({ code: undefined, error: 'server_error' })).resolves.toBe('authorization_failed');
    if (provider === 'google_calendar') {
      await expect(failed({ iss: 'https://evil.example' })).resolves.toBe('authorization_failed');
    }
    stack.usersWithoutRole.add('bad-user');
    await expect(failed({})).resolves.toBe('insufficient_role');
    await expect(integrationService.getIntegrations('bad')).resolves.toEqual([]);
  });

  it('lets one browser finish several authorizations that it has started', async () => {
    const start = { organizationId: 'tabs', userId: 'user', provider };
    const first = await authorize(start, { account: email(0) });
    const second = await authorize({ ...start, sessionCookies: first.sessionCookies }, { account: email(1) });
    for (const callback of [first, second]) {
      const { result } = await integrationService.completeAuthorization({
        ...callback,
        sessionCookies: second.sessionCookies,
      });
      expect(result.status).toBe('connected');
    }
  });

  it('refuses a return URL off the allow-list and a target of another organization', async () => {
    const { id } = await connect(provider, 'home');
    const start = { organizationId: 'foreign', userId: 'user', provider };
    await expect(
      integrationService.startAuthorization({ ...start, returnUrl: 'https://evil.example/' }),
    ).rejects.toMatchObject({
      code: 'return_url_not_allowed',
    });
    await expect(
      integrationService.startAuthorization({ ...start, integrationId: id }),
    ).rejects.toMatchObject({ code: 'integration_not_found' });
    const callback = await authorize({
      provider,
      organizationId: 'return-url',
      returnUrl: 'https://app.example/settings?x=1',
    });
    await expect(integrationService.completeAuthorization(callback)).resolves.toMatchObject({
      returnUrl: 'https://app.example/settings?x=1',
    });
  });

  it('disconnects with one call: nothing is left to use, and the answer says what the provider did', async () => {
    const integration = await connect(provider, 'leaving', soloEmail);
    const answer = await integrationService.disconnect('leaving', integration.id);
    expect(answer).toMatchObject({
      integration: { id: integration.id, status: 'disconnected', accountEmail: soloEmail, expiresAt: null },
      revocation: provider === 'google_calendar' ? 'revoked' : 'local_only',
    });
    expect(await stack.raw(integration)).toMatchObject({ credentials: null });
    await expect(
      stack.newTokenRefreshService().getValidToken('leaving', integration.id),
    ).rejects.toMatchObject({ code: 'integration_disconnected' });
    // Once more is no error, and erases nothing twice.
    await expect(integrationService.disconnect('leaving', integration.id)).resolves.toMatchObject({
      revocation: 'local_only',
    });
  });

  it('leaves a grant alone that another connection lives on', async () => {
    const here = await connect(provider, 'shared-here', email(2));
    const there = await connect(provider, 'shared-there', email(2));
    await expect(integrationService.disconnect('shared-here', here.id)).resolves.toMatchObject({
      // What another organization has is not told: the same answer as that of a provider which is out.
      revocation: 'local_only',
    });
    await stack.expire(there);
    await expect(
      stack.newTokenRefreshService().getValidToken('shared-there', there.id),
    ).resolves.toMatchObject({ degraded: false });
  });

  it('deletes for good and revokes', async () => {
    const integration = await connect(provider, 'purging', email(1));
    await integrationService.deleteIntegration('purging', integration.id);
    await expect(integrationService.getIntegration('purging', integration.id)).resolves.toBeNull();
    expect(await stack.raw(integration)).toEqual({});
    await expect(integrationService.deleteIntegration('purging', integration.id)).rejects.toMatchObject({
      code: 'integration_not_found',
    });
  });

  it.each(['disconnect', 'deleteIntegration'] as const)(
    '%s takes a foreign id for an unknown one',
    async (method) => {
      const { id } = await connect(provider, `tenant-${method}`);
      await expect(integrationService[method]('foreign', id)).rejects.toMatchObject({
        code: 'integration_not_found',
      });
      await expect(integrationService.getIntegration('foreign', id)).resolves.toBeNull();
    },
  );
});

describe('the providers on offer', () => {
  const { firestore } = useTestFirestore();
  const { integrationService } = useTestServices(firestore);

  it('are named with what they would be asked for', () => {
    expect(integrationService.getProviders()).toEqual([
      expect.objectContaining({
        provider: 'google_calendar',
        displayName: 'Google Calendar',
        configured: true,
      }),
      expect.objectContaining({
        provider: 'microsoft_calendar',
        displayName: 'Microsoft Calendar',
        configured: true,
      }),
    ]);
  });
});
