import type { CookieOptions } from 'express';
import { minuteMs } from '../lib/duration.ts';

/** The only cookie that Firebase Hosting passes on to a function. */
const sessionCookieName = '__session';

/** As long as an authorization may take. */
const sessionMaxAgeMs = 10 * minuteMs;

/** One cookie of an answer. */
export interface CookieToSet {
  name: string;
  value: string;
  options: CookieOptions;
}

/**
 * The values of the browser's session cookies in a `Cookie` header. There may be several: a neighbouring host can set one
 * of the same name. Which are ours, their signature tells.
 */
export function readSessionCookies(cookieHeader: string | undefined): string[] {
  const pairs = (cookieHeader ?? '').split(';').map(splitOnce);
  return [...new Set(pairs.filter(([name]) => name === sessionCookieName).map(([, value]) => value))];
}

/** The cookie that binds an authorization to the browser which started it, for ten minutes. */
export function sessionCookie(value: string, publicBaseUrl: string): CookieToSet {
  return {
    name: sessionCookieName,
    value,
    options: {
      httpOnly: true,
      // Lax, not Strict: the provider's redirect back to us is a navigation from another site.
      sameSite: 'lax',
      path: '/',
      maxAge: sessionMaxAgeMs,
      secure: !isPlainLoopback(publicBaseUrl),
    },
  };
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at === -1 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

/** Development serves http on loopback, where some browsers drop cookies that are marked Secure. */
function isPlainLoopback(publicBaseUrl: string): boolean {
  const { protocol, hostname } = new URL(publicBaseUrl);
  return protocol === 'http:' && /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname);
}
