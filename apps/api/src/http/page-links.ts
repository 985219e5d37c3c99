/**
 * The `Link` header of a page (RFC 8288): where its list begins, and where it goes on. Both are relative to the address that
 * was asked, so that they hold behind any proxy.
 * @param url The request's own URL, with its query.
 * @param body What is answered; null unless it is a page.
 */
export function pageLinksOf(url: string, body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('nextCursor' in body)) {
    return null;
  }
  const { nextCursor } = body;
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  query.delete('cursor');
  const links = [`<?${query}>; rel="first"`];
  if (typeof nextCursor === 'string') {
    query.set('cursor', nextCursor);
    links.push(`<?${query}>; rel="next"`);
  }
  return links.join(', ');
}
