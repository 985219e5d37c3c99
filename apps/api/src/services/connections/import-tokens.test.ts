import { randomBytes } from 'node:crypto';
import type { Fault } from '@klayim/local-oauth';
import type { IntegrationProvider } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { soloEmail, useTestServices } from '../../../test/test-services.ts';
import type { ImportInput } from './import-tokens.ts';

describe.each(['google_calendar', 'microsoft_calendar'] as const)('importing tokens of %s', (provider) => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { integrationService, integrationRepository, server } = stack;
  const email = (index: number) => server(provider).accounts[index]?.email ?? '';

  /** Tokens that the provider really gave to our client, as another system of the customer would hold them. */
  async function obtainTokens(account: string): Promise<Omit<ImportInput, 'organizationId'>> {
    const organizationId = `elsewhere-${randomBytes(4).toString('hex')}`;
    const { id, accountId, accountEmail, scopes } = await stack.connect(provider, organizationId, account);
    const stored = await integrationRepository.findById(organizationId, id);
    if (!stored) {
      throw new Error('it was stored');
    }
    const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
    await firestore().collection('integrations').doc(id).delete();
    return { provider, accountId, accountEmail, scopes, ...credentials };
  }

  it('stores what the proof gave, and the rotated token works', async () => {
    const tokens = await obtainTokens(email(0));
    const imported = await integrationService.importTokens({ ...tokens, organizationId: 'proven' });
    expect(imported).toMatchObject({ status: 'connected', accountEmail: email(0), requiredAction: 'none' });
    const stored = await integrationRepository.findById('proven', imported.id);
    const kept = stored && (await integrationRepository.getDecryptedCredentials('proven', stored));
    expect(kept?.refreshToken).not.toBe(tokens.refreshToken);
    const service = stack.newTokenRefreshService();
    await expect(service.refreshToken('proven', imported.id)).resolves.toMatchObject({ refreshCount: 1 });
  });

  it('refuses invented tokens for a victim’s account, and the victim’s own revocation is not suppressed', async () => {
    const victim = await stack.connect(provider, 'victim', soloEmail);
    const { accountId, accountEmail, scopes } = victim;
    for (const refreshToken of ['invented', null]) {
      const junk = { provider, accountId, accountEmail, scopes, accessToken: 'invented', refreshToken };
      await expect(
        integrationService.importTokens({ ...junk, organizationId: 'attacker' }),
      ).rejects.toMatchObject({ code: 'tokens_not_proven' });
    }
    await expect(integrationService.getIntegrations('attacker')).resolves.toEqual([]);
    const { revocation } = await integrationService.disconnect('victim', victim.id);
    expect(revocation).toBe(provider === 'google_calendar' ? 'revoked' : 'local_only');
  });

  it('refuses somebody’s good tokens under another account’s id', async () => {
    const tokens = await obtainTokens(email(0));
    const { accountId } = await stack.connect(provider, 'other-account', email(1));
    await expect(
      integrationService.importTokens({ ...tokens, accountId, organizationId: 'swapped' }),
    ).rejects.toMatchObject({ code: 'tokens_not_proven' });
    await expect(integrationService.getIntegrations('swapped')).resolves.toEqual([]);
  });

  it('proves an access token alone where the provider tells its client, and says that it will end', async () => {
    const tokens = { ...(await obtainTokens(email(0))), refreshToken: null, organizationId: 'access-only' };
    const outcome = await integrationService.importTokens(tokens).catch((error: unknown) => error);
    expect(outcome).toMatchObject(
      provider === 'google_calendar'
        ? { status: 'connected', refreshable: false, requiredAction: 'reauthorize' }
        : { code: 'tokens_not_proven' },
    );
  });

  it('answers an outage of the provider as such, stores nothing, and the same import succeeds later', async () => {
    const tokens = { ...(await obtainTokens(email(0))), organizationId: 'outage' };
    server(provider).control.failNext(1, '503-retry-after');
    await expect(integrationService.importTokens(tokens)).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
    await expect(integrationService.getIntegrations('outage')).resolves.toEqual([]);
    await expect(integrationService.importTokens(tokens)).resolves.toMatchObject({ status: 'connected' });
  });

  it.each<[Fault, 'tokens_not_proven' | 'provider_misconfigured' | 'provider_unavailable', string?]>([
    ['invalid_grant', 'tokens_not_proven'],
    ['unauthorized_client', 'tokens_not_proven', 'administrator'],
    ['invalid_scope', 'tokens_not_proven'],
    ['invalid_resource', 'tokens_not_proven', 'administrator'],
    ['admin_policy_enforced', 'tokens_not_proven'],
    // Its number says whose fault it is.
    ['single_tenant', 'provider_misconfigured'],
    ['429', 'provider_unavailable'],
    ['html', 'provider_unavailable'],
    ['reset', 'provider_unavailable'],
  ])('blames %s on whoever can have caused it: %s', async (fault, code, advice = '') => {
    const tokens = { ...(await obtainTokens(email(0))), organizationId: 'blamed' };
    server(provider).control.failNext(1, fault);
    const error: unknown = await integrationService.importTokens(tokens).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    if (advice !== '') {
      expect(error).toMatchObject({ detail: expect.stringContaining(advice) });
    }
    await expect(integrationService.getIntegrations('blamed')).resolves.toEqual([]);
  });

  it('names the connection that is there already, and does not touch the token', async () => {
    const tokens = { ...(await obtainTokens(email(0))), organizationId: 'twice' };
    const { id } = await stack.connect(provider, 'twice', email(0));
    const before = server(provider).control.refreshCount();
    await expect(integrationService.importTokens(tokens)).rejects.toMatchObject({
      code: 'already_connected',
      integrationId: id,
    });
    expect(server(provider).control.refreshCount()).toBe(before);
  });

  it('revokes although another organization has the account, when the grant is known to be dead there', async () => {
    const here = await stack.connect(provider, 'alive-here', email(2));
    const there = await stack.connect(provider, 'alive-there', email(2));
    const error = { code: 'reauthorization_required', message: 'dead', at: new Date() };
    await firestore().collection('integrations').doc(there.id).update({ status: 'error', lastError: error });
    const { revocation } = await integrationService.disconnect('alive-here', here.id);
    // A connection whose grant is dead holds nothing up.
    expect(revocation).toBe(provider === 'google_calendar' ? 'revoked' : 'local_only');
  });
});

describe('an account that is connected again', () => {
  const provider: IntegrationProvider = 'google_calendar';
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);
  const { authorize, integrationService, integrationRepository } = stack;
  const events = 'https://www.googleapis.com/auth/calendar.events';
  const readonly = 'https://www.googleapis.com/auth/calendar.readonly';
  const finish = async (start: object, walk = {}) =>
    (
      await integrationService.completeAuthorization(
        await authorize({ provider, organizationId: 'more', ...start }, walk),
      )
    ).result;

  it('keeps its id with more scopes, and otherwise gets the id of its connection', async () => {
    const first = await finish({ scopes: [readonly] });
    if (first.status !== 'connected') {
      throw first.error;
    }
    const { id } = first.integration;
    // One scope more and one less: it would take something away from whoever uses the connection.
    await expect(finish({ scopes: [events] })).resolves.toMatchObject({
      status: 'failed',
      error: { code: 'already_connected', integrationId: id },
    });
    await expect(stack.newTokenRefreshService().refreshToken('more', id)).resolves.toMatchObject({ id });
    const more = await finish({ scopes: [readonly, events] });
    expect(more).toMatchObject({ status: 'connected', integration: { id } });
    expect(more.status === 'connected' && more.integration.scopes).toContain(events);
    await expect(finish({ scopes: [events] })).resolves.toMatchObject({
      status: 'failed',
      error: {
        code: 'already_connected',
        integrationId: id,
        detail: expect.stringContaining('integrationId'),
      },
    });
    // Nothing was revoked at the provider: the connection lives on the same grant there.
    await expect(stack.newTokenRefreshService().refreshToken('more', id)).resolves.toMatchObject({ id });
  });

  it('for more scopes asks for its own scopes too, and never for what others were granted', async () => {
    const integration = await stack.connect(provider, 'union');
    const { authorizationUrl } = await integrationService.startAuthorization({
      provider,
      organizationId: 'union',
      userId: 'user',
      integrationId: integration.id,
      scopes: [events],
    });
    const { searchParams } = new URL(authorizationUrl);
    expect(searchParams.get('include_granted_scopes')).toBeNull();
    const asked = (searchParams.get('scope') ?? '').split(' ');
    expect(asked).toEqual(expect.arrayContaining(['openid', 'email', readonly, events]));
  });

  it('shows at once that it has no refresh token, and recovers with one', async () => {
    const organizationId = 'no-offline';
    const first = await stack.connect(provider, organizationId);
    expect(first).toMatchObject({ refreshable: true, requiredAction: 'none' });
    const stored = await integrationRepository.findById(organizationId, first.id);
    const accessToken =
      stored && (await integrationRepository.getDecryptedCredentials(organizationId, stored)).accessToken;
    await firestore().collection('integrations').doc(first.id).delete();
    const { accountId, accountEmail, scopes } = first;
    const tokens = { accessToken: accessToken ?? '', refreshToken: null };
    const bare = await integrationService.importTokens({
      provider,
      organizationId,
      accountId,
      accountEmail,
      scopes,
      ...tokens,
    });
    expect(bare).toMatchObject({ status: 'connected', refreshable: false, requiredAction: 'reauthorize' });
    const again = await finish({ organizationId });
    expect(again).toMatchObject({
      status: 'connected',
      integration: { id: first.id, refreshable: true, requiredAction: 'none' },
    });
  });

  it('as another account than the one to reconnect has its grant given back, unless a connection lives on it', async () => {
    const target = await stack.connect(provider, 'mismatch');
    const control = stack.server(provider).control;
    const before = new Set(control.issuedSecrets().map(({ value }) => value));
    const wrong = await finish(
      { organizationId: 'mismatch', integrationId: target.id },
      { account: soloEmail },
    );
    expect(wrong).toMatchObject({ status: 'failed', error: { code: 'account_mismatch' } });
    // Its grant is gone already: there is nothing left to end.
    expect(control.issuedSecrets().some(({ value }) => !before.has(value))).toBe(true);
    expect(control.revokeGrantOf(soloEmail)).toBe(0);

    const living = await stack.connect(provider, 'lives-elsewhere', soloEmail);
    await finish({ organizationId: 'mismatch', integrationId: target.id }, { account: soloEmail });
    await expect(
      stack.newTokenRefreshService().refreshToken('lives-elsewhere', living.id),
    ).resolves.toMatchObject({ id: living.id });
  });
});
