import { describe, expect, it } from 'vitest';
import { classifyAnswer, classifyNetworkError, classifyRedirect } from './classify-failure.ts';
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
    [400, 'invalid_request', 'misconfigured'],
    [400, 'invalid_scope', 'misconfigured'],
    [400, 'admin_policy_enforced', 'grant_rejected'],
    [403, 'access_denied', 'grant_rejected'],
    [403, 'org_internal', 'grant_rejected'],
    [400, 'invalid_resource', 'grant_rejected'],
    [400, 'unsupported_grant_type', 'misconfigured'],
    [401, 'deleted_client', 'misconfigured'],
    [400, 'redirect_uri_mismatch', 'misconfigured'],
    [400, 'temporarily_unavailable', 'unavailable'],
    [400, 'server_error', 'unavailable'],
    [400, 'constructor', 'unavailable'],
  ])('%i %s: %s', (status, code, failure) => {
    expect(classifyAnswer(answer(status, { error: code }))).toMatchObject({ failure, code: code });
  });

  it.each<[string, number, ProviderFailure, string]>([
    ['invalid_request', 90072, 'grant_rejected', 'connection'],
    ['invalid_request', 50194, 'misconfigured', 'application'],
    ['invalid_resource', 500011, 'grant_rejected', 'connection'],
    ['unauthorized_client', 7000112, 'misconfigured', 'unknown'],
    ['invalid_client', 7000222, 'misconfigured', 'application'],
    ['invalid_grant', 50173, 'grant_rejected', 'connection'],
    ['invalid_request', 90033, 'unavailable', 'unknown'],
  ])('%s with AADSTS%i: %s, owned by %s', (error, code, failure, owner) => {
    const facts = { providerCodes: [code] };
    const listed = { error, error_codes: [code] };
    const described = { error, error_description: `AADSTS${code}: Mrs. Secret of Northwind` };
    for (const body of [listed, described]) {
      expect(classifyAnswer(answer(400, body))).toMatchObject({ failure, owner, facts, code: error });
    }
  });

  it('keeps only codes from an answer', () => {
    const body = {
      error: 'invalid_grant',
      error_codes: [50173, '50076', 1.5, -1, 1e12, null, 65001],
      suberror: 'Mrs. Secret',
      error_subtype: 'invalid_rapt',
      error_description: 'about AADSTS50034: Mrs. Secret',
    };
    expect(classifyAnswer(answer(400, body)).facts).toEqual({
      providerCodes: [50173, 65001],
      subtype: 'invalid_rapt',
    });
  });

  it.each([408, 425, 429, 500, 502, 503, 504, 599])('%i is an outage, whatever it says', (status) => {
    const error = classifyAnswer({ ...answer(status, { error: 'invalid_grant' }), retryAfterMs: 5000 });
    expect(error).toMatchObject({ failure: 'unavailable', code: `http_${status}`, retryAfterMs: 5000 });
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
      code: 'malformed_answer',
    });
  });

  it.each(['1//0gLongTokenOfGoogle', 'M.C5_abc', 'secret with spaces', 'a'.repeat(41), 'invalid_grant\n'])(
    'does not repeat %j',
    (code) => {
      const error = classifyAnswer(answer(400, { error: code }));
      expect(error).toMatchObject({ failure: 'unavailable', code: 'unknown_error_code' });
      expect(error.message).not.toContain(code);
    },
  );
});

describe('what a redirect without a code means', () => {
  it.each<[Parameters<typeof classifyRedirect>[0], object]>([
    [{ error: 'access_denied' }, { code: 'access_denied', facts: { subtype: null, providerCodes: [] } }],
    [
      { error: 'access_denied', error_description: 'AADSTS65004: declined', error_subtype: 'cancel' },
      { code: 'access_denied', facts: { subtype: 'cancel', providerCodes: [65004] } },
    ],
    [{ error: 'temporarily_unavailable' }, { failure: 'unavailable', owner: 'unknown' }],
    [
      { error: 'Call me', suberror: 'Mrs. Secret', error_description: 'see AADSTS650052 and Mrs. Secret' },
      { code: 'unknown_error_code', facts: { subtype: null, providerCodes: [] } },
    ],
    [
      { error: 'call_mrs_secret', suberror: 'secret_word' },
      { code: 'unknown_error_code', facts: { subtype: null, providerCodes: [] } },
    ],
  ])('%j', (redirect, expected) => {
    const error = classifyRedirect(redirect);
    expect(error).toMatchObject(expected);
    expect(JSON.stringify(error)).not.toMatch(/secret/i);
  });

  it('is nothing without an error', () => {
    expect(classifyRedirect({ error_description: 'AADSTS65004' })).toBeNull();
  });
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
  ])('%s: %s', (error, code) => {
    const failure = classifyNetworkError(error);
    expect(failure).toMatchObject({ failure: 'unavailable', code });
    expect(failure.cause).toBeUndefined();
  });
});
