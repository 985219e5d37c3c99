import { postForm } from '../../bounded-fetch.ts';
import { classifyAnswer } from '../../classify-failure.ts';
import type { ProviderAccount, TokenGrant } from '../../oauth-provider.ts';
import { ProviderError } from '../../provider-error.ts';
import { googleReasons } from '../../reasons/google.reasons.ts';
import { parseJsonObject, readExpiresInMs, readLifetime, readScopes, readText } from '../../token-grant.ts';
import type { GoogleConfig } from './config.ts';

/**
 * Asks Google whose an access token is. It is sent in a header: Google's own address for this takes it in the URL too,
 * which logs may keep.
 * @throws {ProviderError} grant_rejected when the token is dead, another client's, or tells no account.
 * @see https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
 */
export async function proveAccessToken({
  config,
  accessToken,
  timeoutMs,
}: {
  config: Pick<GoogleConfig, 'clientId' | 'tokeninfoEndpoint'>;
  accessToken: string;
  timeoutMs: number;
}): Promise<{ grant: TokenGrant; account: ProviderAccount }> {
  const headers = { Authorization: `Bearer ${accessToken}` };
  const answer = await postForm({ url: config.tokeninfoEndpoint, form: '', headers, timeoutMs });
  if (answer.status === 400 || answer.status === 401) {
    throw new ProviderError('grant_rejected', 'invalid_token');
  }
  if (answer.status < 200 || answer.status > 299) {
    throw classifyAnswer(answer, googleReasons);
  }
  const facts = parseJsonObject(answer.body);
  if (!facts) {
    throw new ProviderError('unavailable', 'malformed_answer');
  }
  if (facts['aud'] !== config.clientId) {
    throw new ProviderError('grant_rejected', 'token_of_another_client');
  }
  const accountId = readText(facts['sub']);
  if (accountId === null) {
    throw new ProviderError('grant_rejected', 'account_not_told');
  }
  const email = readText(facts['email']);
  return {
    grant: {
      accessToken,
      refreshToken: null,
      expiresInMs: readExpiresInMs(facts['expires_in']),
      scopes: readScopes(facts['scope']),
      lifetime: readLifetime({}),
    },
    account: { accountId, accountEmail: (email ?? accountId).toLowerCase() },
  };
}
