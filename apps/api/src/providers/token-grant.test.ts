import { describe, expect, it } from 'vitest';
import { minuteMs } from '../lib/duration.ts';
import { defaultExpiresInMs, maxExpiresInMs, readExpiresInMs, readTokenAnswer } from './token-grant.ts';

describe('the lifetime of an access token', () => {
  it.each<[unknown, number]>([
    [3599, 3_599_000],
    ['3599', 3_599_000],
    [0.5, 500],
    [1, 1000],
    [undefined, defaultExpiresInMs],
    [null, defaultExpiresInMs],
    [0, defaultExpiresInMs],
    [-3600, defaultExpiresInMs],
    ['', defaultExpiresInMs],
    [' ', defaultExpiresInMs],
    ['soon', defaultExpiresInMs],
    [Number.NaN, defaultExpiresInMs],
    [Number.POSITIVE_INFINITY, defaultExpiresInMs],
    ['Infinity', defaultExpiresInMs],
    [true, defaultExpiresInMs],
    [[60], defaultExpiresInMs],
    [604_800, maxExpiresInMs],
    [Number.MAX_SAFE_INTEGER, maxExpiresInMs],
  ])('%j is %i ms', (value, expected) => {
    expect(readExpiresInMs(value)).toBe(expected);
  });
});

describe('a token answer', () => {
  const read = (fields: object) => readTokenAnswer(JSON.stringify({ access_token: 'a', ...fields }));

  it('is converted to our units and names', () => {
    expect(
      read({
        token_type: 'bearer',
        expires_in: 60,
        refresh_token: 'r',
        scope: 'x  y x',
        id_token: 'i',
        refresh_token_timeout: 90,
      }),
    ).toEqual({
      grant: {
        accessToken: 'a',
        refreshToken: 'r',
        expiresInMs: minuteMs,
        scopes: ['x', 'y'],
        lifetime: { authorizationMs: null, refreshTokenMs: null, timeoutMs: 90_000 },
      },
      idToken: 'i',
    });
  });

  it.each([{}, { scope: '' }, { scope: ' ' }, { scope: ['x'] }])(
    'says nothing of scopes with %j',
    (fields) => {
      expect(read(fields).grant.scopes).toBeNull();
    },
  );

  it.each([{}, { refresh_token: '' }, { refresh_token: null }, { refresh_token: 5 }])(
    'holds no refresh token with %j',
    (fields) => {
      expect(read(fields).grant.refreshToken).toBeNull();
    },
  );

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"access_token":""}',
    '{"access_token":5}',
    '{"error":"invalid_grant"}',
  ])('is not %j', (body) => {
    expect(() => readTokenAnswer(body)).toThrow(
      expect.objectContaining({ failure: 'unavailable', code: 'malformed_answer' }),
    );
  });

  it('is refused when its token cannot be a bearer token', () => {
    expect(() => read({ token_type: 'DPoP' })).toThrow(
      expect.objectContaining({ failure: 'unavailable', code: 'unsupported_token_type' }),
    );
  });
});
