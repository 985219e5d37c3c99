import { describe, expect, it } from 'vitest';
import { classifyAnswer, classifyNetworkError } from './classify-failure.ts';
import type { ProviderFailure } from './provider-error.ts';

const answer = (status: number, body: unknown) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  retryAfterMs: undefined,
});

describe('what an answer means', () => {
  it.each<[number, string, ProviderFailure]>([
    [400, 'invalid_grant', 'grant_rejected'],
    [401, 'invalid_grant', 'grant_rejected'],
    [400, 'interaction_required', 'grant_rejected'],
    [400, 'consent_required', 'grant_rejected'],
    [400, 'login_required', 'grant_rejected'],
    [400, 'invalid_client', 'misconfigured'],
    [401, 'invalid_client', 'misconfigured'],
    [403, 'unauthorized_client', 'misconfigured'],
    [400, 'invalid_request', 'unavailable'],
    [400, 'invalid_scope', 'unavailable'],
    [400, 'unsupported_grant_type', 'misconfigured'],
    [401, 'deleted_client', 'misconfigured'],
    [400, 'redirect_uri_mismatch', 'misconfigured'],
    [400, 'temporarily_unavailable', 'unavailable'],
    [400, 'server_error', 'unavailable'],
    [400, 'constructor', 'unavailable'],
  ])('%i %s: %s', (status, code, failure) => {
    expect(classifyAnswer(answer(status, { error: code }))).toMatchObject({ failure, reason: code });
  });

  it.each([408, 425, 429, 500, 502, 503, 504, 599])('%i is an outage, whatever it says', (status) => {
    const error = classifyAnswer({ ...answer(status, { error: 'invalid_grant' }), retryAfterMs: 5000 });
    expect(error).toMatchObject({ failure: 'unavailable', reason: `http_${status}`, retryAfterMs: 5000 });
  });

  it.each([
    '',
    '<html>',
    'null',
    '[]',
    '"invalid_grant"',
    '{"error":{"code":400,"message":"invalid_grant"}}',
    '{"error":""}',
  ])('400 with %j is malformed', (body) => {
    expect(classifyAnswer(answer(400, body))).toMatchObject({
      failure: 'unavailable',
      reason: 'malformed_answer',
    });
  });

  it.each(['1//0gLongTokenOfGoogle', 'M.C5_abc', 'secret with spaces', 'a'.repeat(41), 'invalid_grant\n'])(
    'does not repeat %j',
    (code) => {
      const error = classifyAnswer(answer(400, { error: code }));
      expect(error).toMatchObject({ failure: 'unavailable', reason: 'unknown_error_code' });
      expect(error.message).not.toContain(code);
    },
  );
});

describe('what a missing answer means', () => {
  const coded = (code: string) => Object.assign(new Error('with a secret'), { code });

  it.each<[unknown, string]>([
    [coded('ECONNRESET'), 'connection_reset'],
    [new TypeError('fetch failed', { cause: coded('UND_ERR_SOCKET') }), 'connection_reset'],
    [new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), 'connection_refused'],
    [new TypeError('fetch failed', { cause: coded('ENOTFOUND') }), 'name_not_resolved'],
    [new TypeError('fetch failed', { cause: coded('UND_ERR_CONNECT_TIMEOUT') }), 'timeout'],
    [new TypeError('fetch failed', { cause: coded('CERT_HAS_EXPIRED') }), 'network_error'],
    ['text', 'network_error'],
    [undefined, 'network_error'],
  ])('%s: %s', (error, reason) => {
    const failure = classifyNetworkError(error);
    expect(failure).toMatchObject({ failure: 'unavailable', reason });
    expect(failure.cause).toBeUndefined();
  });
});
