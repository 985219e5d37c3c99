import { ProviderError, type ProviderFailure } from './provider-error.ts';

/**
 * The table "When a refresh fails" of the design, for codes that come with a 4xx. `invalid_request` and `invalid_scope`
 * are not ours alone: one connection's odd token or scope can cause them, and must not stop a provider for all others.
 */
const failureOfCode: ReadonlyMap<string, ProviderFailure> = new Map<string, ProviderFailure>([
  ['invalid_grant', 'grant_rejected'],
  ['interaction_required', 'grant_rejected'],
  ['consent_required', 'grant_rejected'],
  // OpenID Connect Core, section 3.1.2.6: as the two above, the person is needed.
  ['login_required', 'grant_rejected'],

  ['invalid_client', 'misconfigured'],
  ['unauthorized_client', 'misconfigured'],
  ['unsupported_grant_type', 'misconfigured'],
  // Google's, for a client that was removed or a redirect URI that is not registered.
  ['deleted_client', 'misconfigured'],
  ['disabled_client', 'misconfigured'],
  ['redirect_uri_mismatch', 'misconfigured'],
]);

/** An answer other than 2xx. */
export interface RefusingAnswer {
  status: number;
  body: string;
  /** From Retry-After, in milliseconds. */
  retryAfterMs: number | undefined;
}

/** Answers of any content that ask for another try. */
const outageStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

const reasonOfNetworkCode: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection_refused'],
  ['ECONNRESET', 'connection_reset'],
  ['EPIPE', 'connection_reset'],
  ['UND_ERR_SOCKET', 'connection_reset'],
  ['ENOTFOUND', 'name_not_resolved'],
  ['EAI_AGAIN', 'name_not_resolved'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
]);

/**
 * What an answer other than 2xx means. 408, 425, 429 and 5xx are an outage whatever they say. Otherwise the OAuth
 * error code decides (RFC 6749, section 5.2); without one the answer is malformed, and so an outage too.
 *
 * A code that is not known counts as an outage: a wrong `grant_rejected` would send a person to authorize again and a
 * wrong `misconfigured` would stop a whole provider, while an outage leaves the connection as it is, backs off, and
 * still shows itself within a day.
 */
export function classifyAnswer(answer: RefusingAnswer): ProviderError {
  const { status, retryAfterMs } = answer;
  if (status >= 500 || outageStatuses.has(status)) {
    return new ProviderError('unavailable', `http_${status}`, { retryAfterMs });
  }
  const code = readErrorCode(answer.body);
  if (code === null) return new ProviderError('unavailable', 'malformed_answer', { retryAfterMs });
  return new ProviderError(failureOfCode.get(code) ?? 'unavailable', code, { retryAfterMs });
}

/** What it means that there was no answer. The error itself is not kept: it may hold the request. */
export function classifyNetworkError(error: unknown): ProviderError {
  const code = systemCodeOf(error) ?? (error instanceof Error ? systemCodeOf(error.cause) : undefined);
  return new ProviderError('unavailable', reasonOfNetworkCode.get(code ?? '') ?? 'network_error');
}

/**
 * The OAuth error code of a JSON body, or null. What does not look like one is replaced: the code is logged and kept
 * with the connection, and an answer may repeat what was sent.
 */
function readErrorCode(body: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) return null;
  const { error } = parsed;
  if (typeof error !== 'string' || error === '') return null;
  return error.length <= 40 && /^[a-z]+(_[a-z]+)*$/.test(error) ? error : 'unknown_error_code';
}

function systemCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
