import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody, sendJson } from './http.ts';
import type { MemoryStore } from './memory-adapter.ts';

/**
 * Revokes every grant of an account, as when a person removes the application's access at the provider.
 *
 * @returns how many grants there were.
 */
export function revokeGrantsOf(store: MemoryStore, accountId: string): number {
  const grantIds = store.grantIdsOf(accountId);
  for (const grantId of grantIds) {
    store.removeGrant(grantId);
  }
  return grantIds.length;
}

/**
 * Google's revocation endpoint: `token` in the form or in the query, no client authentication. Google keeps
 * one grant for each person and application, so one token ends all of that account's tokens.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
 */
export async function handleRevocation(
  provider: Provider,
  store: MemoryStore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    return sendJson(response, 405, { error: 'method_not_allowed' });
  }
  const form = new URLSearchParams(await readBody(request));
  const token = form.get('token') ?? new URL(request.url ?? '/', provider.issuer).searchParams.get('token');
  if (token === null || token === '') {
    return sendJson(response, 400, { error: 'invalid_request', error_description: 'Missing token.' });
  }
  const found = (await provider.RefreshToken.find(token)) ?? (await provider.AccessToken.find(token));
  if (found?.accountId === undefined) {
    return sendJson(response, 400, {
      error: 'invalid_token',
      error_description: 'Token expired or revoked',
    });
  }
  revokeGrantsOf(store, found.accountId);
  sendJson(response, 200, {});
}
