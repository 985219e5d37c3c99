import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type RunningApi, readProblem, routeEnvironment, startApi } from '../../test/http/api-server.ts';
import { registerRoutes } from './register-routes.ts';
import { defineRoute } from './route.ts';

describe('the router', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it.each([
    '/',
    '/nothing',
    '/integrations/a/b/c',
    '/Integrations',
    '/healthz/',
    '/healthz/x',
    '//',
    '/oauth',
    '/__proto__',
  ])('knows nothing at %s', async (path) => {
    expect(await readProblem(await api.call(path))).toMatchObject({ status: 404, code: 'route_not_found' });
  });

  it.each([
    ['PUT', '/integrations', 'GET, HEAD, OPTIONS, POST'],
    ['PATCH', '/integrations/some', 'DELETE, GET, HEAD, OPTIONS'],
    ['GET', '/integrations/some/token', 'OPTIONS, POST'],
    ['HEAD', '/integrations/some/token', 'OPTIONS, POST'],
    ['POST', '/healthz', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/readyz', 'GET, HEAD, OPTIONS'],
  ])('refuses %s at %s and says what is allowed', async (method, path, allow) => {
    const response = await api.call(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  it.each(['/healthz', '/integrations'])('refuses TRACE at %s, and sends nothing back', async (path) => {
    // By Node's own client: fetch does not send this method.
    const sent = { method: 'TRACE', headers: { authorization: 'Bearer never-repeated' } };
    const outgoing = request(api.url + path, sent).end();
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(405);
    expect(await text(answer)).not.toContain('never-repeated');
  });

  it('answers HEAD as GET, without the body', async () => {
    const response = await api.call('/healthz', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await api.call('/integrations', { method: 'HEAD' })).status).toBe(401);
  });

  it('ignores a condition about a version that the answer does not have', async () => {
    const response = await api.call('/healthz', { headers: { 'if-none-match': '*' } });
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it.each([
    ['/integrations', 'GET, HEAD, OPTIONS, POST'],
    ['/integrations/some/token', 'OPTIONS, POST'],
    ['/nothing', null],
  ])('answers OPTIONS at %s with the methods: %s', async (path, allow) => {
    const response = await api.call(path, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([204, allow, '']);
  });

  it('refuses two routes of one method and path', () => {
    const route = defineRoute({
      method: 'get',
      path: '/twice',
      access: 'public',
      operationId: 'sayTwice',
      tag: 'Service',
      summary: 'Said twice',
      errors: [],
      rateLimit: 'unlimited',
      responses: { 200: { description: 'A text', schema: z.string(), example: 'once' } },
      handler: async () => ({ status: 200, body: 'once' }),
    });
    const environment = routeEnvironment();
    expect(() => registerRoutes([route, route], environment)).toThrow('get /twice');
  });
});

describe('the headers', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it.each(['/healthz', '/integrations', '/nothing'])('of %s are safe', async (path) => {
    const { headers } = await api.call(path);
    expect(headers.get('content-security-policy')?.split(';')).toEqual([
      "default-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      'sandbox',
    ]);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
  });

  it('open the API to the pages of the allow-list', async () => {
    const origin = 'https://dashboard.example';
    const preflight = await api.call('/integrations', { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    expect(preflight.headers.get('access-control-allow-headers')).toBe(
      'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Organization-Id',
    );
    const refused = await api.call('/integrations', { headers: { origin } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refused.headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'https://dashboard.example.evil.example',
    'http://dashboard.example',
    'null',
  ])('keep it closed to %s', async (origin) => {
    for (const method of ['OPTIONS', 'GET']) {
      const response = await api.call('/integrations', { method, headers: { origin } });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
