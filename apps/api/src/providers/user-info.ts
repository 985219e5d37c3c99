import { postForm } from './bounded-fetch.ts';
import { classifyAnswer } from './classify-failure.ts';
import type { TokenIdentity } from './oauth-provider.ts';
import { ProviderError } from './provider-error.ts';
import type { ReasonTable } from './reasons/reason-table.ts';
import { parseJsonObject, readText } from './token-grant.ts';

/**
 * Asks a userinfo endpoint whose an access token is. Its `sub` is not taken for the account's id: Microsoft has another one
 * for each application there.
 * @throws {ProviderError} grant_rejected when the token is not accepted.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo
 */
export async function askUserInfo({
  url,
  accessToken,
  reasons,
  timeoutMs,
}: {
  url: string;
  accessToken: string;
  reasons: ReasonTable;
  timeoutMs: number;
}): Promise<TokenIdentity> {
  const headers = { Authorization: `Bearer ${accessToken}` };
  const answer = await postForm({ url, form: '', headers, timeoutMs });
  if (answer.status === 401 || answer.status === 403) {
    throw new ProviderError('grant_rejected', 'invalid_token');
  }
  if (answer.status < 200 || answer.status > 299) {
    throw classifyAnswer(answer, reasons);
  }
  const facts = parseJsonObject(answer.body);
  if (!facts) {
    throw new ProviderError('unavailable', 'malformed_answer');
  }
  const email = readText(facts['email']) ?? readText(facts['preferred_username']);
  return { accountId: null, accountEmail: email?.toLowerCase() ?? null, scopes: null };
}
