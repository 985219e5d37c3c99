import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sendJson, startOddServer } from '../../test/providers/odd-server.ts';
import { catchFailure, providerCases } from '../../test/providers/provider-cases.ts';
import { dayMs, hourMs, minuteMs } from '../lib/duration.ts';

const tokens = { access_token: 'odd-access-token', token_type: 'Bearer', expires_in: 3600 };
const request = { refreshToken: 'sent-refresh-token', scopes: ['openid'] };
const secrets = ['odd-access-token', 'sent-refresh-token', 'rotated-refresh-token'];

describe.each(providerCases)('the $id provider with odd token answers', ({ atOrigin }) => {
  it.each([
    ['a number', 1800, 30 * minuteMs],
    ['text', '1800', 30 * minuteMs],
    ['missing', undefined, hourMs],
    ['zero', 0, hourMs],
    ['negative', -1, hourMs],
    ['absurd', 1e12, 7 * dayMs],
    ['not a number', 'soon', hourMs],
  ])('takes a lifetime that is %s', async (_, expiresIn, expected) => {
    const { origin } = await startOddServer((response) =>
      sendJson(response, 200, { ...tokens, expires_in: expiresIn }),
    );
    expect(await atOrigin(origin).refresh(request)).toMatchObject({ expiresInMs: expected });
  });

  it.each([
    ['another', { refresh_token: 'rotated-refresh-token' }, 'rotated-refresh-token'],
    ['none', {}, 'sent-refresh-token'],
    ['an empty', { refresh_token: '' }, 'sent-refresh-token'],
  ])('takes %s refresh token in the answer to a refresh', async (_, more, expected) => {
    const { origin } = await startOddServer((response) => sendJson(response, 200, { ...tokens, ...more }));
    expect(await atOrigin(origin).refresh(request)).toEqual({
      accessToken: 'odd-access-token',
      refreshToken: expected,
      expiresInMs: hourMs,
      scopes: null,
      lifetime: { authorizationMs: null, refreshTokenMs: null, timeoutMs: null },
    });
  });

  it('sends the refresh token in the form, and nowhere else', async () => {
    const { origin, requests } = await startOddServer((response) => sendJson(response, 200, tokens));
    await atOrigin(origin).refresh(request);
    expect(requests).toHaveLength(1);
    const [arrived] = requests;
    expect(Object.fromEntries(new URLSearchParams(arrived?.body))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: request.refreshToken,
      client_id: 'klayim-test',
      client_secret: 'test secret with + and %',
    });
    expect(arrived?.method).toBe('POST');
    expect(arrived?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(JSON.stringify([arrived?.url, arrived?.headers])).not.toMatch(/sent-refresh|secret/);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['no access token', (r) => sendJson(r, 200, { token_type: 'Bearer' }), 'malformed_answer'],
    ['an empty access token', (r) => sendJson(r, 200, { ...tokens, access_token: '' }), 'malformed_answer'],
    [
      'another token type',
      (r) => sendJson(r, 200, { ...tokens, token_type: 'mac' }),
      'unsupported_token_type',
    ],
    ['a JSON text', (r) => sendJson(r, 200, 'odd-access-token'), 'malformed_answer'],
    ['JSON null', (r) => sendJson(r, 200, null), 'malformed_answer'],
    ['no content', (r) => void r.writeHead(204).end(), 'malformed_answer'],
    ['400 without an error code', (r) => sendJson(r, 400, { message: 'no' }), 'malformed_answer'],
    [
      '400 with HTML',
      (r) => void r.writeHead(400).end('<title>sent-refresh-token</title>'),
      'malformed_answer',
    ],
    ['an unknown code', (r) => sendJson(r, 400, { error: 'brand_new_error' }), 'brand_new_error'],
    [
      'a code that repeats the token',
      (r) => sendJson(r, 400, { error: request.refreshToken }),
      'unknown_error_code',
    ],
    ['a redirect to itself', (r) => void r.writeHead(307, { location: '/' }).end(), 'redirected'],
    ['a body of 10 MB', (r) => void r.writeHead(200).end('x'.repeat(10_000_000)), 'answer_too_large'],
    [
      '10 MB that were packed',
      (r) => void r.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(10_000_000))),
      'answer_too_large',
    ],
    [
      'a failed answer of 10 MB',
      (r) => void r.writeHead(400).end('x'.repeat(10_000_000)),
      'answer_too_large',
    ],
    ['a reset before the answer', (r) => void r.socket?.resetAndDestroy(), 'connection_reset'],
    [
      'a reset in the middle',
      (r) => {
        r.writeHead(200, { 'content-length': 1000 });
        r.write('{"access_token":"odd-access-token"', () => r.socket?.resetAndDestroy());
      },
      'connection_reset',
    ],
    ['an answer that never ends', (r) => void r.writeHead(200).write('{'), 'timeout'],
  ])('takes %s for an outage after one request', async (_, answer, code) => {
    const { origin, requests } = await startOddServer(answer);
    const timeoutMs = code === 'timeout' ? 250 : 10_000;
    const error = await catchFailure(atOrigin(origin, timeoutMs).refresh(request), secrets);
    expect(error).toMatchObject({ failure: 'unavailable', code });
    expect(requests).toHaveLength(1);
  });

  it.each(['unsupported_grant_type', 'unauthorized_client'])('treats %s as our own fault', async (code) => {
    const { origin } = await startOddServer((response) =>
      sendJson(response, 400, { error: code, error_description: 'for sent-refresh-token' }),
    );
    const error = await catchFailure(atOrigin(origin).refresh(request), secrets);
    expect(error).toMatchObject({ failure: 'misconfigured', code: code });
  });

  it('reports a server that does not answer', async () => {
    const error = await catchFailure(atOrigin('http://127.0.0.1:9').refresh(request), secrets);
    expect(error.failure).toBe('unavailable');
  });
});
