/** That a route is to go away, and when. */
export interface Deprecation {
  /** The day on which it was deprecated: `2026-11-25`. */
  readonly sinceDate: string;
  /** The day from which on it may be gone: at least 180 days later. */
  readonly sunsetDate: string;
  /** Absolute URL of what to do instead. */
  readonly link: string;
}

/**
 * The headers that tell a caller of it: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to what to do.
 */
export function deprecationHeaders({ sinceDate, sunsetDate, link }: Deprecation): Record<string, string> {
  return {
    Deprecation: `@${Math.floor(midnightOf(sinceDate).getTime() / 1000)}`,
    Sunset: midnightOf(sunsetDate).toUTCString(),
    Link: `<${link}>; rel="deprecation"; type="text/html"`,
  };
}

function midnightOf(date: string): Date {
  return new Date(`${date}T00:00:00.000Z`);
}
