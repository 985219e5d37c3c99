import type { ConnectInput } from '../src/services/connections/connect-account.ts';

/**
 * What connecting an account takes, with tokens that no provider has issued.
 * @param given what matters to the test; `accountId` is 'account' by default, and the address is made of it.
 */
export function connectInput(
  given: Pick<ConnectInput, 'organizationId' | 'expiresAt'> & Partial<ConnectInput>,
): ConnectInput {
  const { accountId = 'account' } = given;
  return {
    provider: 'google_calendar',
    accountId,
    accountEmail: `${accountId}@northwind.example`,
    scopes: ['openid'],
    accessToken: 'an-access-token',
    refreshToken: 'a-refresh-token',
    ...given,
  };
}
