import { describe, expect, expectTypeOf, it } from 'vitest';
import { catchError, useScriptedClient } from '../test/scripted-client.ts';
import { hangUp, json, problem, silence } from '../test/scripted-server.ts';
import type { KlayimClientOptions, Schemas } from './index.ts';

const { server, clientOf } = useScriptedClient();

const read = (options?: Partial<KlayimClientOptions>) =>
  clientOf(options).call('getIntegration', { path: { id: 'one' } });
const create = (headers = {}) =>
  clientOf().call('importIntegration', {
    headers,
    body: {
      provider: 'google_calendar',
      accountId: '1',
      accountEmail: 'ada@example.com',
      scopes: [],
      accessToken: 'a',
      expiresAt: '2026-11-23T11:15:00.000Z',
    },
  });
describe('a call', () => {
  it('goes to the URL of the contract, with token, query and body', async () => {
    server().answerWith(json(200, { items: [], nextCursor: null }));
    const klayim = clientOf({ token: async () => 'id-token' });
    await klayim.call('listIntegrations', { query: { limit: 5, status: 'connected', cursor: 'a+b&c' } });
    await klayim.call('getAccessToken', { path: { id: 'a b/c' }, body: { minValidityMs: 5 } });
    await klayim.call('getHealth');
    const [list, token, health] = server().received();
    expect(list).toMatchObject({
      method: 'GET',
      url: '/api/integrations?limit=5&status=connected&cursor=a%2Bb%26c',
      headers: { authorization: 'Bearer id-token' },
      body: '',
    });
    expect(token).toMatchObject({
      method: 'POST',
      url: '/api/integrations/a%20b%2Fc/token',
      headers: { 'content-type': 'application/json' },
      body: '{"minValidityMs":5}',
    });
    expect(health?.headers).not.toHaveProperty('authorization');
  });

  it('takes all pages of a list from one organization', async () => {
    server().answerWith(
      json(200, { items: [{ id: 'one' }], nextCursor: 'next' }),
      json(200, { items: [{ id: 'two' }], nextCursor: null }),
    );
    let chosen = 'northwind';
    const klayim = clientOf({ organizationId: () => chosen });
    for await (const _ of klayim.items('listIntegrations')) {
      chosen = 'fabrikam';
    }
    const named = server()
      .received()
      .map(({ headers }) => headers['x-organization-id']);
    expect(named).toEqual(['northwind', 'northwind']);
  });

  it('names the organization that it is for', async () => {
    server().answerWith(json(200, { items: [], nextCursor: null }));
    const klayim = clientOf({ token: () => 'id-token', organizationId: () => 'northwind' });
    await klayim.call('listIntegrations');
    await klayim.call('getHealth');
    await clientOf().call('listIntegrations');
    const named = server()
      .received()
      .map(({ headers }) => headers['x-organization-id']);
    expect(named).toEqual(['northwind', undefined, undefined]);
  });

  it.each(['', '.', '..'])('is refused with %j for a path parameter: it would lead elsewhere', async (id) => {
    server().answerWith(json(200, {}));
    await expect(clientOf().call('getIntegration', { path: { id } })).rejects.toThrow(TypeError);
    expect(server().received()).toEqual([]);
  });

  it('returns the body, or nothing where there is none, and the headers on request', async () => {
    server().answerWith(json(200, { id: 'one' }, { etag: '"7"' }));
    await expect(read()).resolves.toEqual({ id: 'one' });
    const full = await clientOf().callFully('getIntegration', { path: { id: 'one' } });
    expect([full.status, full.headers.get('etag'), full.body]).toEqual([200, '"7"', { id: 'one' }]);
    server().answerWith((response) => response.writeHead(204).end());
    await expect(clientOf().call('deleteIntegration', { path: { id: 'one' } })).resolves.toBeUndefined();
  });

  it('says when the caller already has this version', async () => {
    server().answerWith((response) => response.writeHead(304, { etag: '"7"' }).end());
    const headers = { 'If-None-Match': '"7"' };
    const { status, body } = await clientOf().callFully('getEmployee', { path: { id: 'one' }, headers });
    expect([status, body]).toEqual([304, undefined]);
    expect(server().received()[0]?.headers['if-none-match']).toBe('"7"');
  });

  it('sends a file unchanged, with the type of the contract', async () => {
    server().answerWith(json(202, { id: 'one' }));
    await clientOf().call('startEmployeeImport', { body: 'name,email\n' });
    expect(server().received()).toMatchObject([
      { body: 'name,email\n', headers: { 'content-type': 'text/csv' } },
    ]);
    server().answerWith(hangUp, json(202, { id: 'one' }));
    const stream = new Blob(['name,email\n']).stream();
    // A stream is gone once it was sent.
    expect(await catchError(clientOf().call('startEmployeeImport', { body: stream }))).toMatchObject({
      attempts: 1,
    });
  });

  it('is typed by the contract', () => {
    const klayim = clientOf();
    expectTypeOf<Awaited<ReturnType<typeof read>>>().toEqualTypeOf<Schemas['Integration']>();
    const remove = () => klayim.call('deleteIntegration', { path: { id: 'one' } });
    expectTypeOf(remove).returns.resolves.toEqualTypeOf<undefined>();
    const events = () => klayim.items('listAuditEvents');
    expectTypeOf<ReturnType<typeof events>>().toExtend<AsyncGenerator<Schemas['AuditEvent']>>();
    // Never run: each line is here for what the compiler says of it.
    const wrong = () => [
      // @ts-expect-error there is no such operation
      klayim.call('getEverything'),
      // @ts-expect-error the path is needed
      klayim.call('getIntegration'),
      // @ts-expect-error no such status
      klayim.call('listIntegrations', { query: { status: 'lost' } }),
      // @ts-expect-error it takes no query
      klayim.call('getIntegration', { path: { id: 'one' }, query: { limit: 1 } }),
      // @ts-expect-error that is no list
      klayim.items('getIntegration', { path: { id: 'one' } }),
      // @ts-expect-error it does not answer in lines
      klayim.lines('listAuditEvents'),
    ];
    expect(wrong).toBeTypeOf('function');
  });
});

describe('an error', () => {
  it('holds the whole problem document', async () => {
    server().answerWith(problem(409, 'reauthorization_required', 'reauthorize'));
    const error = await catchError(read());
    expect(error).toMatchObject({
      code: 'reauthorization_required',
      status: 409,
      operationId: 'getIntegration',
      requestId: 'request-1',
      attempts: 1,
      problem: { remedy: 'reauthorize', detail: 'Detail of reauthorization_required' },
    });
    expect(error.message).toBe('getIntegration: Detail of reauthorization_required');
    expect(server().received()).toHaveLength(1);
  });

  it.each([
    [
      'a page of something before the API',
      404,
      { 'content-type': 'text/html', 'x-request-id': 'r' },
      '<html>',
    ],
    [
      'JSON that is no problem document',
      403,
      { 'content-type': 'application/json' },
      '{"code":"insufficient_role"}',
    ],
    [
      'a problem document of someone else',
      403,
      { 'content-type': 'application/problem+json' },
      '{"title":"No"}',
    ],
    ['half a problem document', 400, { 'content-type': 'application/problem+json' }, '{"code":"inv'],
    ['a success that is not JSON', 200, { 'content-type': 'text/html' }, '<html>'],
  ])('says of %s that the answer is not valid', async (_what, status, headers, text) => {
    server().answerWith((response) => response.writeHead(status, headers).end(text));
    expect(await catchError(read())).toMatchObject({ code: 'invalid_answer', problem: undefined });
  });

  it('follows no redirect: the token is for this address', async () => {
    server().answerWith((response) =>
      response.writeHead(302, { location: `${server().url}/elsewhere` }).end(),
    );
    expect(await catchError(read({ retries: 0, token: () => 'id-token' }))).toMatchObject({
      code: 'network_error',
    });
    expect(
      server()
        .received()
        .map(({ url }) => url),
    ).toEqual(['/api/integrations/one']);
  });
});

describe('a failed attempt', () => {
  it.each([
    ['no answer', hangUp],
    ['an outage', problem(503, 'store_unavailable', 'retry')],
    ['too many requests', problem(429, 'rate_limited', 'retry')],
    ['a front end without a backend', json(502, 'no')],
  ])('is repeated after %s', async (_what, turn) => {
    server().answerWith(turn, turn, json(200, { id: 'one' }));
    await expect(read()).resolves.toEqual({ id: 'one' });
    expect(server().received()).toHaveLength(3);
  });

  it('is repeated a limited number of times', async () => {
    server().answerWith(hangUp);
    expect(await catchError(read({ retries: 2 }))).toMatchObject({ code: 'network_error', attempts: 3 });
    server().answerWith(hangUp);
    expect(await catchError(read({ retries: 0 }))).toMatchObject({ attempts: 1 });
  });

  it.each([
    ['what no repetition mends', problem(409, 'already_connected', 'none')],
    ['what an operator must mend', problem(503, 'provider_misconfigured', 'operator')],
    ['a refusal of something else', json(404, 'no')],
  ])('is not repeated after %s', async (_what, turn) => {
    server().answerWith(turn, json(200, {}));
    await catchError(read());
    expect(server().received()).toHaveLength(1);
  });

  it('of a creating call has one key in all attempts, and another call has another key', async () => {
    const keys = () =>
      server()
        .received()
        .map(({ headers }) => String(headers['idempotency-key']));
    server().answerWith(hangUp, hangUp, json(201, { id: 'one' }));
    await create();
    const [first = '', ...repeated] = keys();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(repeated).toEqual([first, first]);
    server().answerWith(json(201, { id: 'two' }));
    await create();
    await create({ 'Idempotency-Key': 'mine' });
    expect(keys()).toEqual([expect.not.stringMatching(first), 'mine']);
  });

  it('waits as long as the API asks, in seconds or as a date', async () => {
    const started = Date.now();
    server().answerWith(problem(503, 'store_unavailable', 'retry', { 'retry-after': '1' }), json(200, {}));
    await read();
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_000);
    const later = new Date(Date.now() + 86_400_000).toUTCString();
    server().answerWith(problem(429, 'rate_limited', 'retry', { 'retry-after': later }), json(200, {}));
    const error = await catchError(read());
    expect(error.attempts).toBe(1);
    expect(error.retryAfterMs).toBeGreaterThan(86_000_000);
  });

  it('asks for a new token once, when the last one has expired', async () => {
    const expired = problem(401, 'id_token_expired', 'none');
    const wishes: boolean[] = [];
    const token = ({ forceRefresh }: { forceRefresh: boolean }) => {
      wishes.push(forceRefresh);
      return forceRefresh ? 'new' : 'old';
    };
    server().answerWith(expired, json(200, { id: 'one' }));
    await expect(read({ token, retries: 0 })).resolves.toEqual({ id: 'one' });
    expect(
      server()
        .received()
        .map(({ headers }) => headers.authorization),
    ).toEqual(['Bearer old', 'Bearer new']);
    server().answerWith(expired);
    expect(await catchError(read({ token }))).toMatchObject({ code: 'id_token_expired' });
    expect(wishes).toEqual([false, true, false, true]);
  });
});

describe('time', () => {
  it('ends an attempt that gets no answer, and the next one may succeed', async () => {
    server().answerWith(silence, json(200, { id: 'one' }));
    await expect(read({ timeoutMs: 200 })).resolves.toEqual({ id: 'one' });
    server().answerWith(silence);
    expect(await catchError(read({ timeoutMs: 20, retries: 1 }))).toMatchObject({
      code: 'timeout',
      attempts: 2,
    });
  });

  it('ends an answer that stops in the middle', async () => {
    server().answerWith((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
    });
    expect(await catchError(read({ timeoutMs: 50, retries: 0 }))).toMatchObject({ code: 'timeout' });
  });

  it.each([
    ['before it starts', 0],
    ['while it waits for an answer', 1],
  ])('of a call ends with the caller’s signal %s, with the caller’s reason', async (_when, requests) => {
    const abort = new AbortController();
    const reason = new Error('no longer needed');
    server().answerWith(() => abort.abort(reason));
    if (requests === 0) {
      abort.abort(reason);
    }
    const call = clientOf().call('getIntegration', { path: { id: 'one' }, signal: abort.signal });
    await expect(call).rejects.toBe(reason);
    expect(server().received()).toHaveLength(requests);
  });

  it('of a pause ends with it too', async () => {
    const abort = new AbortController();
    server().answerWith(problem(503, 'store_unavailable', 'retry', { 'retry-after': '19' }));
    const call = clientOf().call('getIntegration', { path: { id: 'one' }, signal: abort.signal });
    await expect.poll(() => server().received()).toHaveLength(1);
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a list', () => {
  it('is read page by page, on demand', async () => {
    server().answerWith(
      json(200, { items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'next' }),
      json(200, { items: [{ id: 'c' }], nextCursor: null }),
    );
    const seen: string[] = [];
    for await (const { id } of clientOf().items('listIntegrations', { query: { limit: 2 } })) {
      if (seen.length === 0) {
        expect(server().received()).toHaveLength(1);
      }
      seen.push(id);
    }
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(
      server()
        .received()
        .map(({ url }) => url),
    ).toEqual(['/api/integrations?limit=2', '/api/integrations?limit=2&cursor=next']);
  });

  it('is not read ahead', async () => {
    server().answerWith(json(200, { items: [{ id: 'a' }], nextCursor: 'next' }));
    for await (const _item of clientOf().items('listIntegrations')) {
      break;
    }
    expect(server().received()).toHaveLength(1);
  });
});
