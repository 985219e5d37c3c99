import { gzipSync } from 'node:zlib';
import { bodyLimitBytes, emptyBodyLimitBytes } from '../../src/http/body-limits.ts';
import type { Route } from '../../src/http/route.ts';
import { csvShapes, jsonShapes } from './hostile-bodies.ts';
import type { HostileRequest } from './send-hostile.ts';

/** A request that means harm. It is made when it is sent: all of them together are gigabytes. */
export interface NamedRequest {
  name: string;
  make(): HostileRequest;
}

/** A route and the largest body that it reads. */
export interface BodyRoute {
  method: string;
  path: string;
  mediaType: string;
  limitBytes: number;
}

/** Every route that takes a body, with the largest that it reads. */
export function bodyRoutesOf(routes: readonly Route[]): BodyRoute[] {
  return routes.flatMap(({ method, path, body, bodyLimitBytes: own }) => {
    if (method === 'get') {
      return [];
    }
    const isUpload = body && 'mediaTypes' in body;
    return {
      method: method.toUpperCase(),
      path: path
        .replaceAll(/:\w+/g, 'one')
        .replace('/integrations/one/authorize', '/integrations/google_calendar/authorize'),
      mediaType: isUpload ? body.mediaTypes[0] : 'application/json',
      limitBytes: isUpload ? body.limitBytes : (own ?? (body ? bodyLimitBytes : emptyBodyLimitBytes)),
    };
  });
}

/** Every shape of a body that a route can be sent, `bytes` long. Default: as long as the route reads. */
export function bodiesFor(route: BodyRoute, bytes: number = route.limitBytes): NamedRequest[] {
  const shapes = route.mediaType === 'application/json' ? jsonShapes : csvShapes;
  return Object.entries(shapes).map(([name, shape]) => ({
    name: `${route.method} ${route.path}: ${name}`,
    make: () => ({ ...requestTo(route), body: shape(bytes) }),
  }));
}

/** Bodies that come in other ways than they should. */
export function framingsFor(route: BodyRoute): NamedRequest[] {
  const whole = () => Buffer.alloc(route.limitBytes, ' ');
  const above = () => Buffer.alloc(2 * route.limitBytes, '[');
  const packed = () => gzipSync(Buffer.alloc(205_000_000, ' '), { level: 9 });
  const base = requestTo(route);
  const inGzip = { headers: { ...base.headers, 'content-encoding': 'gzip' } };
  const get = { method: 'GET', path: '/healthz' };
  const requests: [string, () => Partial<HostileRequest>][] = [
    ['205 MB in gzip', () => ({ ...inGzip, body: packed() })],
    ['205 MB in gzip, in chunks', () => ({ ...inGzip, body: packed(), length: 'chunked' })],
    ['twice the limit', () => ({ body: above() })],
    ['twice the limit in chunks', () => ({ body: above(), length: 'chunked' })],
    ['the limit in chunks', () => ({ body: whole(), length: 'chunked' })],
    ['a length of a gigabyte', () => ({ body: whole(), length: 1_000_000_000 })],
    ['more than the length says', () => ({ body: above(), length: 10 })],
    ['less than the length says', () => ({ body: Buffer.alloc(10, ' '), length: 1_000 })],
    ['a body of GET', () => ({ ...get, body: above() })],
    ['a body of GET in chunks', () => ({ ...get, body: above(), length: 'chunked' })],
  ];
  return requests.map(([name, changed]) => ({
    name: `${route.method} ${route.path}: ${name}`,
    make: () => ({ ...base, ...changed() }),
  }));
}

/** Requests whose harm is in what stands before the body. */
export function headsWithoutBody(): NamedRequest[] {
  const full = (piece: string, length = 8_000) => piece.repeat(Math.floor(length / piece.length));
  const many = (of: (index: number) => string, count: number) =>
    Array.from({ length: count }, (_, index) => of(index));
  const queries: [string, string][] = [
    ['many parameters', many((index) => `p${index}=`, 1_100).join('&')],
    ['the same parameter again and again', full('limit=1&')],
    ['empty parameters', full('&')],
    ['a parameter without an end', `namePrefix=${full('%CC%80')}`],
    ['percent signs', full('%')],
    ['a cursor of 8,000 letters', `cursor=${full('a')}`],
    ['a cursor of arrays', `cursor=${Buffer.from('['.repeat(760)).toString('base64url')}`],
    ['the longest URL', `q=${full('x', 15_000)}`],
  ];
  const headers: [string, Record<string, string>][] = [
    [
      'as many headers as fit',
      Object.fromEntries(many((index) => `x-${index}`, 1_500).map((name) => [name, '1'])),
    ],
    ['a token of 15,000 letters', { authorization: `Bearer ${full('a', 15_000)}` }],
    ['a token of dots', { authorization: `Bearer ${full('.', 15_000)}` }],
    ['spaces before a token', { authorization: `Bearer${full(' ', 15_000)}` }],
    ['many cookies', { cookie: full('__session=a;', 15_000) }],
    ['many tags', { 'if-none-match': full('"a",', 15_000) }],
    ['many addresses', { 'x-forwarded-for': full('1.1.1.1,', 15_000) }],
    ['many languages', { 'accept-language': full('en;q=0.1,', 15_000), accept: 'a/b' }],
    ['a content type of semicolons', { 'content-type': `text/csv${full('; charset', 15_000)}` }],
  ];
  const get = (path: string, extra: Record<string, string> = {}) => ({ method: 'GET', path, headers: extra });
  return [
    ...queries.map(([name, query]) => ({
      name: `GET /employees: ${name}`,
      make: () => get(`/employees?${query}`),
    })),
    ...headers.map(([name, extra]) => ({
      name: `GET /employees/one: ${name}`,
      make: () => get('/employees/one', extra),
    })),
    { name: 'GET: a path of dots', make: () => get(`/${full('../')}`) },
    { name: 'GET: a path of encoded dots', make: () => get(`/integrations/${full('%2e%2f')}`) },
  ];
}

function requestTo({ method, path, mediaType }: BodyRoute): HostileRequest {
  return { method, path, headers: { 'content-type': mediaType } };
}
