import { dayMs, hourMs } from '../lib/duration.ts';
import type { GrantLifetime, TokenGrant } from './oauth-provider.ts';
import { ProviderError } from './provider-error.ts';

/** Lifetime of an access token whose answer names none that can be used: one hour, in milliseconds. */
export const defaultExpiresInMs = hourMs;

/** Longest lifetime that is believed: a week, in milliseconds. Google's and Microsoft's tokens live 1 to 28 hours. */
export const maxExpiresInMs = 7 * dayMs;

/** A grant that lives longer has no end that anybody waits for: servers write ten years and more for "for ever". */
const maxGrantLifetimeMs = 3_650 * dayMs;

/** A successful answer of a token endpoint (RFC 6749, section 5.1). */
export interface TokenAnswer {
  /** As answered: its refresh token is null when the answer holds none. */
  grant: TokenGrant;
  idToken: string | null;
}

/**
 * Reads the body of a successful token answer. The content type is not asked for: a grant that came with a wrong label
 * is still the only one, since the provider may have rotated.
 * @throws {ProviderError} unavailable when it is no token answer.
 */
export function readTokenAnswer(body: string): TokenAnswer {
  const fields = parseJsonObject(body);
  const accessToken = fields ? readText(fields['access_token']) : null;
  if (!fields || accessToken === null) {
    throw new ProviderError('unavailable', 'malformed_answer');
  }
  const tokenType = readText(fields['token_type']);
  if (tokenType !== null && tokenType.toLowerCase() !== 'bearer') {
    throw new ProviderError('unavailable', 'unsupported_token_type');
  }
  return {
    grant: {
      accessToken,
      refreshToken: readText(fields['refresh_token']),
      expiresInMs: readExpiresInMs(fields['expires_in']),
      scopes: readScopes(fields['scope']),
      lifetime: readLifetime(fields),
    },
    idToken: readText(fields['id_token']),
  };
}

/**
 * Seconds, as a number or as decimal text, to milliseconds. Missing, zero, negative, infinite and what is no number
 * become {@link defaultExpiresInMs}; more than {@link maxExpiresInMs} becomes that.
 */
export function readExpiresInMs(value: unknown): number {
  const seconds = readSeconds(value);
  return seconds === null ? defaultExpiresInMs : Math.min(Math.ceil(seconds * 1000), maxExpiresInMs);
}

/** How long the grant lives, as far as the answer says so. */
export function readLifetime(fields: Readonly<Record<string, unknown>>): GrantLifetime {
  return {
    authorizationMs: readLifetimeMs(fields['authorization_expires_in']),
    refreshTokenMs: readLifetimeMs(fields['refresh_token_expires_in']),
    timeoutMs: readLifetimeMs(fields['refresh_token_timeout']),
  };
}

/** Seconds, as above. Null for what is no lifetime, and for what is too far away to matter. */
function readLifetimeMs(value: unknown): number | null {
  const seconds = readSeconds(value);
  return seconds === null || seconds * 1000 > maxGrantLifetimeMs ? null : Math.ceil(seconds * 1000);
}

/** A positive number of seconds, or null. */
function readSeconds(value: unknown): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** Scopes of a space-separated list, each once; null without any. */
export function readScopes(value: unknown): string[] | null {
  const scopes = readText(value)?.split(/\s+/).filter(Boolean) ?? [];
  return scopes.length === 0 ? null : [...new Set(scopes)];
}

/** The fields of a JSON object; null for anything else. */
export function parseJsonObject(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : null;
  } catch {
    return null;
  }
}

/** A text that is not empty, or null. */
export function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
