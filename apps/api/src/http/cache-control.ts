/** A `Cache-Control` value for what is the same for everybody. */
export function publicFor(seconds: number): string {
  return `public, max-age=${seconds}`;
}

/**
 * The `Cache-Control` of an answer that sets a cookie. Without the word `private`, Firebase Hosting takes the cookie away.
 * @see https://firebase.google.com/docs/hosting/manage-cache#using_cookies
 */
export const cookieBearing = 'private, no-store';
