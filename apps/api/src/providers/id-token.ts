import { minuteMs } from '../lib/duration.ts';
import { ProviderError } from './provider-error.ts';

/** How far our clock and the provider's may differ, in milliseconds. */
const clockToleranceMs = 5 * minuteMs;

/** The claims of an ID token. */
export type IdTokenClaims = Readonly<Record<string, unknown>>;

/** What an ID token must say. */
export interface IdTokenExpectation {
  /** The accepted values of `iss`, which may depend on the token's other claims. */
  issuers: (claims: IdTokenClaims) => readonly string[];
  /** Our client id. */
  audience: string;
  /** Null for a token that came with a refresh, which belongs to no authorization of ours. */
  nonce: string | null;
  /** Milliseconds since the epoch. */
  nowMs: number;
}

/**
 * Reads an ID token that came straight from the token endpoint, where TLS stands in for its signature (OpenID Connect
 * Core, section 3.1.3.7, point 6), and checks `iss`, `aud`, `azp`, `exp` and `nonce`.
 * @throws {ProviderError} unavailable when there is none that can be read; misconfigured when it is of another issuer,
 * for another client or of another time; grant_rejected when it belongs to another authorization.
 */
export function readIdToken(idToken: string | null, expected: IdTokenExpectation): IdTokenClaims {
  const claims = idToken === null ? null : decodeClaims(idToken);
  if (claims === null) {
    throw new ProviderError('unavailable', 'malformed_answer');
  }
  const { iss, aud, azp, exp, nonce } = claims;
  if (typeof iss !== 'string' || !expected.issuers(claims).includes(iss)) {
    throw new ProviderError('misconfigured', 'id_token_issuer');
  }
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  const foreign = !audiences.includes(expected.audience) || (azp !== undefined && azp !== expected.audience);
  if (foreign || (audiences.length > 1 && azp === undefined)) {
    throw new ProviderError('misconfigured', 'id_token_audience');
  }
  if (typeof exp !== 'number' || !(exp * 1000 + clockToleranceMs > expected.nowMs)) {
    throw new ProviderError('misconfigured', 'id_token_expired');
  }
  if (expected.nonce !== null && nonce !== expected.nonce) {
    throw new ProviderError('grant_rejected', 'id_token_nonce');
  }
  return claims;
}

/**
 * A claim that names the account.
 * @throws {ProviderError} grant_rejected when it is missing: the scope that opens it was not granted.
 */
export function requireClaim(claims: IdTokenClaims, name: string): string {
  const value = optionalClaim(claims, name);
  if (value === null) {
    throw new ProviderError('grant_rejected', `id_token_without_${name}`);
  }
  return value;
}

/** The first of the claims that is a text; null when none is. */
export function optionalClaim(claims: IdTokenClaims, ...names: string[]): string | null {
  for (const name of names) {
    const value = claims[name];
    if (typeof value === 'string' && value !== '') {
      return value;
    }
  }
  return null;
}

function decodeClaims(idToken: string): IdTokenClaims | null {
  const [, payload, signature, ...rest] = idToken.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) {
    return null;
  }
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : null;
  } catch {
    return null;
  }
}
