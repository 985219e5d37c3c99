import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAt, type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';

describe('the page of the documentation', () => {
  let api: RunningApi;
  const get = (path: string, method = 'GET') => callAt(api.url + path, { method });
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('loads only what this service serves', async () => {
    const page = await get('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const directive of ['default-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
      expect(policy).toContain(`${directive} 'none'`);
    }
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const loaded = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
    expect(loaded).toEqual([
      'data:,',
      'docs/swagger-ui.css',
      'docs/docs.css',
      'openapi.json',
      'docs/swagger-ui-bundle.js',
      'docs/docs.js',
    ]);
    for (const path of loaded.slice(1)) {
      const file = await get(`/${path}`);
      expect([path, file.status]).toEqual([path, 200]);
      await file.arrayBuffer();
      expect(file.headers.get('content-type')).toMatch(/^(text\/(css|javascript)|application\/json)/);
    }
  });

  it('may be cached, like the OpenAPI document, and is sent again only when it has changed', async () => {
    for (const path of ['/docs', '/docs/docs.css', '/openapi.json']) {
      const first = await get(path);
      await first.arrayBuffer();
      expect([path, first.headers.get('cache-control')]).toEqual([
        path,
        expect.stringMatching(/^public, max-age=\d+$/),
      ]);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^"[\w-]{43}"$/);
      // As browsers ask for what they have kept: fetch would say "no-cache" as well, which asks for the whole of it.
      const request = send(api.url + path, { headers: { 'if-none-match': etag } }).end();
      const [again] = (await once(request, 'response')) as [IncomingMessage];
      again.resume();
      expect([path, again.statusCode, again.headers.etag]).toEqual([path, 304, etag]);
    }
  });

  it('is one line in the log for each file', async () => {
    api.lines.length = 0;
    await (await get('/docs')).text();
    await expect.poll(() => api.lines.length).toBeGreaterThan(0);
    expect(api.lines).toEqual([
      expect.objectContaining({ message: 'request', route: '/docs', status: 200, code: null }),
    ]);
  });

  it('has no other files, and no other methods', async () => {
    for (const path of ['/docs/', '/docs/index.html', '/docs/../package.json', '/docs/%2e%2e/package.json']) {
      expect(await readProblem(await get(path))).toMatchObject({ code: 'route_not_found' });
    }
    expect(await readProblem(await get('/docs', 'POST'))).toMatchObject({ code: 'method_not_allowed' });
    expect((await get('/docs', 'HEAD')).status).toBe(200);
  });
});
