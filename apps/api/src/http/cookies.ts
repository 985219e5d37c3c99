import type { CookieOptions } from 'express';

/** The only cookie that Firebase Hosting passes on to a function. */
const sessionCookieName = '__session';

/** Form of the browser's binding secret; anything else in the cookie counts as none. */
const browserKeyPattern = /^[A-Za-z0-9_-]{32,128}$/;
/** As long as an authorization may take. */
const sessionMaxAgeMs = 600_000;

/** One cookie of an answer. */
export interface CookieToSet {
  name: string;
  value: string;
  options: CookieOptions;
}

/**
 * The browser's binding secret from a `Cookie` header. Two cookies of that name with different values give none: the
 * second one was planted by a neighbouring site.
 */
export function readBrowserKey(cookieHeader: string | undefined): string | undefined {
  const values = new Set<string>();
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value = ''] = splitOnce(pair);
    if (name === sessionCookieName) values.add(value);
  }
  const [value] = values;
  return value !== undefined && values.size === 1 && browserKeyPattern.test(value) ? value : undefined;
}

/** The cookie that binds an authorization to the browser which started it, for ten minutes. */
export function browserKeyCookie(browserKey: string, publicBaseUrl: string): CookieToSet {
  return {
    name: sessionCookieName,
    value: browserKey,
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
