import type { IncomingMessage } from 'node:http';

/** Headers by which browsers, today or in older versions, mark a prefetch. */
const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

/**
 * Whether a request only looks: a HEAD, or what a browser fetches or renders ahead of a visit. It must have no effect.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
 * @see https://fetch.spec.whatwg.org/#sec-purpose-header
 */
export function isSpeculative({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  if (method === 'HEAD') {
    return true;
  }
  return purposeHeaders.some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? '')));
}
