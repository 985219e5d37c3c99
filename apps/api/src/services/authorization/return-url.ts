/**
 * Holds a return URL against the allow-list: the same origin, and the same path or one below it. Both are compared as
 * parsed, so that no spelling of a host or of `..` slips through.
 */
export function isReturnUrlAllowed(returnUrl: string, allowlist: readonly string[]): boolean {
  const wanted = new URL(returnUrl);
  const allowed = allowlist.some((entry) => {
    const base = new URL(entry);
    const path = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
    return (
      wanted.origin === base.origin && (wanted.pathname === base.pathname || wanted.pathname.startsWith(path))
    );
  });
  return allowed && wanted.username === '' && wanted.password === '';
}

/** Whether an organization has this very URL on its own list: https, and equal as parsed, query included. */
export function isOwnReturnUrl(returnUrl: string, ownUrls: readonly string[]): boolean {
  const { href, protocol } = new URL(returnUrl);
  return protocol === 'https:' && ownUrls.includes(href);
}
