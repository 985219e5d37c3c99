import * as z from 'zod';
import type { Route } from '../route.ts';

const text = (description: string) => ({ description, schema: { type: 'string' as const } });

/** The headers that many answers share, kept among the document's components. */
export const commonHeaders = {
  'X-Request-Id': text("The request's id in our logs"),
  'RateLimit-Policy': text('How much is allowed, by quota; on limited operations'),
  RateLimit: text('How much is left, by quota; on limited operations'),
  ETag: text('The version of what is answered'),
  'WWW-Authenticate': text('RFC 6750, section 3'),
  'Retry-After': text('Seconds to wait before the same request is worth sending'),
  Deprecation: text('Since when the operation is deprecated (RFC 9745)'),
  Sunset: text('When the operation may be gone (RFC 8594)'),
  Link: text(
    'A page: where its list begins (`first`) and goes on (`next`), relative to the address that was asked',
  ),
  'Idempotency-Replayed': text(
    '`true` when this is the stored answer to an earlier request with the same key',
  ),
};

type HeaderName = keyof typeof commonHeaders;

const ofAll: readonly HeaderName[] = ['X-Request-Id', 'RateLimit-Policy', 'RateLimit'];

/** References to the headers that every answer of a route has in addition to those that it declares. */
export function answerHeaders(route: Route): Record<string, { $ref: string }> {
  return referencesTo([
    ...ofAll,
    ...(route.deprecation ? (['Deprecation', 'Sunset'] as const) : []),
    ...(route.etag ? (['ETag'] as const) : []),
    ...(isList(route) ? (['Link'] as const) : []),
    ...(route.repeat === 'keyed' ? (['Idempotency-Replayed'] as const) : []),
  ]);
}

/** References to the headers of a problem document with this status. */
export function problemHeaders(status: number): Record<string, { $ref: string }> {
  return referencesTo([
    ...ofAll,
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...(status === 429 || status === 503 ? (['Retry-After'] as const) : []),
  ]);
}

function referencesTo(names: readonly HeaderName[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function isList({ method, query }: Route): boolean {
  return method === 'get' && query instanceof z.ZodObject && 'cursor' in query.shape;
}
