import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyLimitBytes } from '../../src/http/body-limits.ts';
import { importExample } from '../../src/routes/examples/integration.example.ts';
import { type RunningApi, readProblem, startApi } from '../http/api-server.ts';
import { idTokenOf } from '../http/test-identity.ts';

const valid = importExample;
const json = 'application/json';

describe('bad input', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const post = (
    body: NonNullable<RequestInit['body']>,
    contentType: string | null = json,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${api.url}/integrations`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${idTokenOf('owner')}`,
        ...(contentType !== null && { 'content-type': contentType }),
        ...headers,
      },
    });
  const get = (path: string) => api.call(path, { idToken: idTokenOf('owner') });

  it.each(['{', 'nonsense', '{"a":1,}', "{'a':1}", '{"a":1}}', '\u0000', '[1', 'NaN'])(
    'answers %j with malformed_json and repeats nothing of it',
    async (body) => {
      const problem = await readProblem(await post(body));
      expect(problem).toMatchObject({ status: 400, code: 'malformed_json', title: 'Malformed JSON' });
    },
  );

  it('treats bytes that are not UTF-8 as malformed JSON', async () => {
    const problem = await readProblem(await post(Uint8Array.of(0x22, 0xff, 0xfe, 0x22)));
    expect(problem).toMatchObject({ code: 'malformed_json' });
  });

  it.each([
    null,
    'text/plain',
    'application/x-www-form-urlencoded',
    `${json}; charset=utf-16`,
    'multipart/form-data',
    ';',
  ])('refuses a body of the media type %s', async (contentType) => {
    const problem = await readProblem(await post(Buffer.from(JSON.stringify(valid)), contentType));
    expect(problem).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it.each(['rot13', 'gzip', 'br', 'deflate', 'identity, gzip'])(
    'refuses the content encoding %s before anybody is asked who calls',
    async (encoding) => {
      const headers = { 'content-encoding': encoding, authorization: '' };
      const problem = await readProblem(await post(gzipSync('{}'), json, headers));
      expect(problem).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    },
  );

  it.each(['get', 'options'])('refuses a body of %s', async (method) => {
    const { port } = new URL(api.url);
    const outgoing = request({ port, method, path: '/healthz', headers: { 'content-length': 2 } });
    outgoing.end('{}');
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    answer.resume();
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      413,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('refuses more than a kilobyte where no body is expected', async () => {
    const body = '{}'.padEnd(1_025);
    const response = await api.call('/integrations/unknown/refresh', {
      method: 'POST',
      body,
      idToken: idTokenOf('owner'),
      headers: { 'content-type': json },
    });
    expect(await readProblem(response)).toMatchObject({ code: 'payload_too_large' });
  });

  it('accepts 1 MB, and refuses one byte more', async () => {
    const padded = (bytes: number) => JSON.stringify(valid).padEnd(bytes);
    // Taken and understood: only the provider, which is out, keeps it from being imported.
    const largest = await readProblem(await post(padded(bodyLimitBytes)));
    expect(largest).toMatchObject({ code: 'provider_unavailable' });
    const problem = await readProblem(await post(padded(bodyLimitBytes + 1)));
    expect(problem).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('counts the bytes of a body that does not say its length', async () => {
    const piece = Buffer.alloc(65_536, ' ');
    const pieces = Readable.toWeb(Readable.from(Array.from({ length: 20 }, () => piece)));
    const response = await fetch(`${api.url}/integrations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${idTokenOf('owner')}`, 'content-type': json },
      body: pieces as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect(await readProblem(response)).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it.each([
    ['an unknown field', { ...valid, admin: true }, ['/admin']],
    ['a name with signs of JSON Pointer', { ...valid, 'a/b~c': 1 }, ['/a~1b~0c']],
    ['wrong types', { ...valid, accountId: 42, scopes: 'openid' }, ['/accountId', '/scopes']],
    ['a wrong item', { ...valid, scopes: ['openid', 'two words'] }, ['/scopes/1']],
    ['a missing field', { ...valid, accessToken: undefined }, ['/accessToken']],
    [
      'a time that Firestore cannot hold',
      { ...valid, expiresAt: '0000-01-01T00:00:00.000Z' },
      ['/expiresAt'],
    ],
    ['an unknown provider', { ...valid, provider: 'github' }, ['/provider']],
    ['a list', [valid], ['']],
    ['null', null, ['']],
    ['a text', 'text', ['']],
  ])('says where %s is', async (_what, body, pointers) => {
    const problem = await readProblem(await post(JSON.stringify(body)));
    expect(problem).toMatchObject({
      status: 400,
      code: 'invalid_request',
      type: 'urn:klayim:problem:invalid_request',
    });
    expect(problem.errors?.map((fault) => `${fault.in} ${fault.pointer}`)).toEqual(
      pointers.map((pointer) => `body ${pointer}`),
    );
  });

  it('never repeats a value', async () => {
    const secret = randomBytes(16).toString('hex');
    const body = {
      ...valid,
      accessToken: `${secret}\u0007`,
      accountEmail: secret,
      expiresAt: secret,
      provider: secret,
    };
    const response = await post(JSON.stringify(body));
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain(secret);
  });

  it('lists at most a hundred faults, and says how many more there are', async () => {
    const scopes = Array.from({ length: 50 }, () => '');
    const unknown = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`field${index}`, index]));
    const problem = await readProblem(await post(JSON.stringify({ ...valid, ...unknown, scopes })));
    expect([problem.errors?.length, problem.omittedErrors]).toEqual([100, 40]);
  });

  it.each([
    ['90,000 unknown names', `{${Array.from({ length: 90_000 }, (_, i) => `"f${i}":1`).join(',')}}`, ''],
    [
      'a long list',
      JSON.stringify({ ...valid, scopes: Array.from({ length: 1_001 }, () => 'a') }),
      '/scopes',
    ],
    ['a long text', JSON.stringify({ ...valid, accountEmail: '\u0301'.repeat(300_000) }), '/accountEmail'],
    ['a long name', JSON.stringify({ ...valid, ['\u0301'.repeat(300_000)]: 1 }), ''],
    ['deep nesting', JSON.stringify({ ...valid, scopes: [[[[[[[[[]]]]]]]]] }), '/scopes/0/0/0/0/0/0/0'],
  ])('judges %s before it is parsed', async (_what, body, pointer) => {
    expect(await readProblem(await post(body))).toMatchObject({
      code: 'invalid_request',
      errors: [{ in: 'body', pointer, message: expect.stringMatching(/^(has|is) .*(more|longer|deeper) /) }],
    });
  });

  it('keeps an answer small when it quotes the request', async () => {
    const names = Array.from({ length: 90 }, (_, index) => `${index}`.padEnd(250, '~'));
    const body = JSON.stringify({ ...valid, ...Object.fromEntries(names.map((name) => [name, 1])) });
    expect((await (await post(body)).text()).length).toBeLessThan(40_000);
  });

  it.each(['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}'])(
    'is not impressed by %s',
    async (text) => {
      const body = `${JSON.stringify(valid).slice(0, -1)},${text.slice(1)}`;
      expect(await readProblem(await post(body))).toMatchObject({ code: 'invalid_request' });
      expect('polluted' in {}).toBe(false);
    },
  );

  it('survives deep nesting', async () => {
    const body = '['.repeat(200_000) + ']'.repeat(200_000);
    expect((await readProblem(await post(body))).status).toBe(400);
  });

  it('requires a body where the operation needs one', async () => {
    const response = await api.call('/integrations', { method: 'POST', idToken: idTokenOf('owner') });
    expect(await readProblem(response)).toMatchObject({
      code: 'invalid_request',
      errors: [{ in: 'body', pointer: '' }],
    });
  });

  it('accepts an empty object where no body is expected, and nothing else', async () => {
    const send = (body: unknown) =>
      api.call('/integrations/unknown/refresh', { idToken: idTokenOf('owner'), json: body });
    expect(await readProblem(await send({}))).toMatchObject({ code: 'integration_not_found' });
    expect(await readProblem(await send({ a: 1 }))).toMatchObject({ code: 'invalid_request' });
  });

  it.each([
    ['/integrations?limit=1&limit=2', '/limit'],
    ['/integrations?limit=0', '/limit'],
    ['/integrations?limit=101', '/limit'],
    ['/integrations?limit=many', '/limit'],
    ['/integrations?limit[]=1', '/limit[]'],
    ['/integrations?__proto__=1', '/__proto__'],
    ['/integrations?status=asleep', '/status'],
    ['/integrations?cursor=', '/cursor'],
    ['/integrations/providers?provider=google_calendar', '/provider'],
  ])('refuses the query of %s', async (path, pointer) => {
    const problem = await readProblem(await get(path));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(problem.errors).toEqual([{ in: 'query', pointer, message: expect.any(String) }]);
  });

  it.each(['/integrations/%', '/integrations/%ZZ', '/integrations/%E0%A4%A', '/oauth/%C0/callback'])(
    'refuses the encoding of %s',
    async (path) => {
      expect(await readProblem(await get(path))).toMatchObject({ status: 400, code: 'invalid_request' });
    },
  );

  it('refuses a very long URL', async () => {
    const long = 'a'.repeat(8192);
    expect(await readProblem(await get(`/${long}`))).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await readProblem(await get(`/integrations?cursor=${long}`))).toMatchObject({
      code: 'invalid_request',
    });
  });
});
