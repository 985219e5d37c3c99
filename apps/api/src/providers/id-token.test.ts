import { describe, expect, it } from 'vitest';
import { optionalClaim, readIdToken, requireClaim } from './id-token.ts';

const nowMs = 1_800_000_000_000;
const expected = { issuers: () => ['https://issuer.example'], audience: 'client', nonce: 'nonce', nowMs };
const claims = {
  iss: 'https://issuer.example',
  aud: 'client',
  exp: nowMs / 1000 + 60,
  nonce: 'nonce',
  sub: 'sub',
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (payload: unknown) => `${encode({ alg: 'RS256' })}.${encode(payload)}.signature`;

function refusalOf(idToken: string | null): string | null {
  try {
    readIdToken(idToken, expected);
    return null;
  } catch (error) {
    return String(error);
  }
}

describe('an ID token', () => {
  it.each([
    {},
    { aud: ['client'] },
    { aud: ['client', 'other'], azp: 'client' },
    { exp: nowMs / 1000 - 299 },
  ])('is accepted with %j', (change) => {
    expect(readIdToken(jwt({ ...claims, ...change }), expected)).toMatchObject({ sub: 'sub' });
  });

  it.each<[object, string]>([
    [{ iss: 'https://other.example' }, 'misconfigured: id_token_issuer'],
    [{ iss: undefined }, 'misconfigured: id_token_issuer'],
    [{ iss: 'https://issuer.example/' }, 'misconfigured: id_token_issuer'],
    [{ aud: 'other' }, 'misconfigured: id_token_audience'],
    [{ aud: undefined }, 'misconfigured: id_token_audience'],
    [{ aud: [] }, 'misconfigured: id_token_audience'],
    [{ aud: ['client', 'other'] }, 'misconfigured: id_token_audience'],
    [{ azp: 'other' }, 'misconfigured: id_token_audience'],
    [{ exp: nowMs / 1000 - 301 }, 'misconfigured: id_token_expired'],
    [{ exp: undefined }, 'misconfigured: id_token_expired'],
    [{ exp: '9999999999' }, 'misconfigured: id_token_expired'],
    [{ nonce: 'other' }, 'grant_rejected: id_token_nonce'],
    [{ nonce: undefined }, 'grant_rejected: id_token_nonce'],
  ])('is refused with %j', (change, refusal) => {
    expect(refusalOf(jwt({ ...claims, ...change }))).toBe(`ProviderError: ${refusal}`);
  });

  it.each([null, '', 'a.b', 'a.b.c', `${jwt(claims)}.more`, jwt(null), jwt('text'), 'a..c'])(
    'cannot be read from %j',
    (idToken) => {
      expect(refusalOf(idToken)).toBe('ProviderError: unavailable: malformed_answer');
    },
  );
});

describe('a claim that names the account', () => {
  it('is the first one present', () => {
    expect(optionalClaim({ email: '', preferred_username: 'ada' }, 'email', 'preferred_username')).toBe(
      'ada',
    );
  });

  it.each([{}, { sub: '' }, { sub: 5 }, { sub: null }])('must be text: %j', (given) => {
    expect(() => requireClaim(given, 'sub')).toThrow('grant_rejected: id_token_without_sub');
  });
});
