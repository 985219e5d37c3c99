/** Why somebody is sent to the sign-in page. */
export type SignInReason = 'needed' | 'expired' | 'signedOut';

/** The address of the sign-in page, which leads back to `here` unless the person signed out themselves. */
export function signInAddress(here: Pick<Location, 'pathname' | 'search'>, reason: SignInReason): string {
  const query = new URLSearchParams();
  if (reason !== 'needed') {
    query.set('reason', reason);
  }
  const to = here.pathname + here.search;
  if (reason !== 'signedOut' && to !== '/') {
    query.set('to', to);
  }
  return query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
}

/**
 * Where to go after signing in: a page of this site, whatever the address says.
 * @param search the query of the sign-in page.
 */
export function destinationAfterSignIn(search: string, origin: string): string {
  const to = new URLSearchParams(search).get('to');
  if (to === null || !URL.canParse(to, origin)) {
    return '/';
  }
  const url = new URL(to, origin);
  return url.origin === origin && !/^\/sign-in\b/.test(url.pathname) ? url.pathname + url.search : '/';
}
