import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { LocalAccount } from './accounts.ts';
import { sendJson } from './http.ts';
import { type ProviderProfile, splitScope } from './provider-profile.ts';

/**
 * Google's `tokeninfo`: client, account, scopes and remaining lifetime of an access token. `sub` comes with the scope
 * `openid`, `email` with `email`, as at Google.
 */
export async function handleTokenInfo(
  {
    provider,
    profile,
    accounts,
  }: { provider: Provider; profile: ProviderProfile; accounts: readonly LocalAccount[] },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const found = await provider.AccessToken.find(token);
  const account = accounts.find(({ id }) => id === found?.accountId);
  if (found === undefined || account === undefined) {
    return sendJson(response, 400, { error: 'invalid_token', error_description: 'Invalid Value' });
  }
  const { scope } = profile.shapeTokenAnswer({ scope: found.scope }, account);
  const scopes = splitScope(found.scope);
  sendJson(response, 200, {
    azp: found.clientId,
    aud: found.clientId,
    scope,
    exp: String(found.exp),
    expires_in: String(found.remainingTTL),
    access_type: 'offline',
    ...(scopes.includes('openid') ? { sub: account.id } : {}),
    ...(scopes.includes('email') ? { email: account.email, email_verified: 'true' } : {}),
  });
}
