import { AppError } from '../../errors/app-error.ts';

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

/** @throws {AppError} return_url_not_allowed */
export function assertReturnUrlAllowed(returnUrl: string, allowlist: readonly string[]): void {
  if (!isReturnUrlAllowed(returnUrl, allowlist)) {
    throw new AppError('return_url_not_allowed');
  }
}
