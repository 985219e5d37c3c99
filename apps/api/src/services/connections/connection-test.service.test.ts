import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';

const providers = ['google_calendar', 'microsoft_calendar'] as const;

describe('a test of a connection', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore, { providerTimeoutMs: 20_000 });
  const { connectionTestService, integrationService } = stack;

  it.each(providers)('says that %s accepts the token, whose it is and what it may do', async (provider) => {
    const connected = await stack.connect(provider, 'tested');
    const result = await connectionTestService.testConnection('tested', connected.id);
    expect(result).toMatchObject({
      accepted: true,
      reason: null,
      accountEmail: connected.accountEmail,
      sameAccount: true,
      scopesConfirmed: provider === 'google_calendar',
      degraded: false,
    });
    expect([...result.scopes].sort()).toEqual([...connected.scopes].sort());
    const { accessToken } = await stack.tokenRefreshService.getValidToken('tested', connected.id);
    expect(JSON.stringify(result)).not.toContain(accessToken);
  });

  it.each(providers)(
    'says that %s no longer accepts a token that is still good by its time',
    async (provider) => {
      const organizationId = `revoked-${provider}`;
      const { id, accountEmail } = await stack.connect(provider, organizationId);
      stack.server(provider).control.revokeGrantOf(accountEmail);
      await expect(connectionTestService.testConnection(organizationId, id)).resolves.toMatchObject({
        accepted: false,
        reason: 'revoked',
        accountEmail: null,
        sameAccount: null,
      });
    },
  );

  it('refreshes a token that has expired first', async () => {
    const connected = await stack.connect('google_calendar', 'expired');
    await stack.expire(connected);
    const { expiresAt, accepted } = await connectionTestService.testConnection('expired', connected.id);
    expect(accepted).toBe(true);
    expect(Date.parse(expiresAt)).toBeGreaterThan(stack.clock());
  });

  it('of a disconnected account, or of another organization’s, is refused as a token would be', async () => {
    const { id } = await stack.connect('google_calendar', 'gone');
    await expect(connectionTestService.testConnection('neighbours', id)).rejects.toMatchObject({
      code: 'integration_not_found',
    });
    await integrationService.disconnect('gone', id);
    await expect(connectionTestService.testConnection('gone', id)).rejects.toMatchObject({
      code: 'integration_disconnected',
    });
  });
});
