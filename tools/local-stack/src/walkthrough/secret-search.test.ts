import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { searchSecrets } from './secret-search.ts';

const secret = { kind: 'access_token', value: 'ya29.a0-secret_token~that+is/long' };
const none = new Set<string>();

describe('the search for secrets', () => {
  it.each([
    ['in clear', (value: string) => value],
    ['percent-encoded', encodeURIComponent],
    ['in hexadecimal', (value: string) => Buffer.from(value).toString('hex')],
    ['in base64', (value: string) => Buffer.from(value).toString('base64')],
    ['in base64url', (value: string) => Buffer.from(value).toString('base64url')],
    [
      'in the base64 of something longer',
      (value: string) => Buffer.from(`{"t":"${value}"}`).toString('base64'),
    ],
    [
      'in the base64 of something one byte longer',
      (value: string) => Buffer.from(`x${value}`).toString('base64'),
    ],
    [
      'in the base64 of something two bytes longer',
      (value: string) => Buffer.from(`xy${value}z`).toString('base64'),
    ],
  ])('finds one %s', (_how, encode) => {
    const text = `before ${encode(secret.value)} after`;
    expect(searchSecrets([secret], none, [{ name: 'log', text }])).toEqual([
      { kind: 'access_token', place: 'log' },
    ]);
  });

  it('finds a PKCE verifier that nobody told it, by its challenge', () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const challenges = new Set([createHash('sha256').update(verifier).digest('base64url')]);
    const places = [{ name: 'dump', text: `{"codeVerifier":"${verifier}"}` }];
    expect(searchSecrets([], challenges, places)).toEqual([{ kind: 'code_verifier', place: 'dump' }]);
  });

  it('finds nothing where there is nothing', () => {
    expect(searchSecrets([secret], none, [{ name: 'log', text: 'ya29.a0-something else' }])).toEqual([]);
  });

  it('never says the secret that it found', () => {
    const found = searchSecrets([secret], none, [{ name: 'log', text: secret.value }]);
    expect(JSON.stringify(found)).not.toContain(secret.value);
  });

  it('refuses to look for what is too short to mean anything', () => {
    expect(() => searchSecrets([{ kind: 'state', value: 'abc' }], none, [])).toThrow(RangeError);
  });
});
