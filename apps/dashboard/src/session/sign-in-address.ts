/**
 * Why somebody is at the sign-in page. `again`: in a tab beside the page that waits for it; `roleChanged` and `left`: they have taken
 * their own role, or left the organization.
 */
export type SignInReason = 'needed' | 'expired' | 'again' | 'roleChanged' | 'left' | 'signedOut';

/** These do not come back to where they were. */
const isDone = (reason: SignInReason): boolean => reason === 'signedOut' || reason === 'left';

/**
 * The address of the sign-in page, which leads back to `here` unless the person signed out or left the organization. What stands behind the `#` stays
 * there: it may be the token of an invitation, which no server is to see.
 */
export function signInAddress(
  here: Pick<Location, 'pathname' | 'search' | 'hash'>,
  reason: SignInReason,
): string {
  const query = new URLSearchParams();
  if (reason !== 'needed') {
    query.set('reason', reason);
  }
  const to = here.pathname + here.search;
  if (!isDone(reason) && to !== '/') {
    query.set('to', to);
  }
  const address = query.size === 0 ? '/sign-in' : `/sign-in?${query}`;
  return query.has('to') ? address + here.hash : address;
}

/**
 * Where to go after signing in: a page of this site, whatever the address says.
 */
export function destinationAfterSignIn({
  search,
  hash,
  origin,
}: Pick<Location, 'search' | 'hash' | 'origin'>): string {
  const to = new URLSearchParams(search).get('to');
  if (to === null || !URL.canParse(to, origin)) {
    return '/';
  }
  const url = new URL(to, origin);
  return url.origin === origin && !/^\/sign-in\b/.test(url.pathname) ? url.pathname + url.search + hash : '/';
}
