/** A `Cache-Control` value for what is the same for everybody. */
export function publicFor(seconds: number): string {
  return `public, max-age=${seconds}`;
}
