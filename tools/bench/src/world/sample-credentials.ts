import { randomBytes } from 'node:crypto';
import type { OAuthCredentials } from '@klayim/api/src/repositories/integration.repository.ts';

/** Credentials of 2 KB in all, as JSON: an access token that is a JWT, and an opaque refresh token. */
export function sampleCredentials(): OAuthCredentials {
  return { accessToken: tokenOf(1_500), refreshToken: tokenOf(500) };
}

/** A random token of so many characters. */
export function tokenOf(characters: number): string {
  return randomBytes(characters).toString('base64url').slice(0, characters);
}

/** What every connection was granted, and is granted again by each refresh: an ordinary refresh changes none of them. */
export const grantedScopes = [
  'openid',
  'email',
  'profile',
  'https://www.googleapis.com/auth/calendar.readonly',
];
