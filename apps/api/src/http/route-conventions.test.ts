import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type CallOptions, callAt, readProblem, routeEnvironment } from '../../test/http/api-server.ts';
import { listen, type RunningServer } from '../../test/http/listen.ts';
import { AppError } from '../errors/app-error.ts';
import { isExpectedVersion } from './conditional.ts';
import { errorHandler } from './error-handler.ts';
import { registerRoutes } from './register-routes.ts';
import { requestLog } from './request-log.ts';
import { defineRoute } from './route.ts';

const noteSchema = z.strictObject({ text: z.string() });
const open = { access: 'public', tag: 'Service', errors: [], rateLimit: 'unlimited' } as const;

/** One note, whose version is its length. */
function noteRoutes() {
  let text = 'one';
  const versionNow = () => String(text.length);
  return [
    defineRoute({
      ...open,
      method: 'get',
      path: '/note',
      operationId: 'getNote',
      summary: 'Read',
      etag: 'answered',
      deprecation: { sinceDate: '2026-11-25', sunsetDate: '2027-06-01', link: 'https://example.com/notes' },
      responses: { 200: { description: 'The note', schema: noteSchema, example: { text: 'one' } } },
      handler: async () => ({ status: 200, body: { text }, version: versionNow() }),
    }),
    defineRoute({
      ...open,
      method: 'patch',
      path: '/note',
      operationId: 'updateNote',
      summary: 'Write',
      etag: 'required',
      repeat: 'harmless',
      body: noteSchema,
      bodyExample: { text: 'two' },
      responses: { 200: { description: 'The note', schema: noteSchema, example: { text: 'two' } } },
      handler: async ({ body, request }) => {
        if (!isExpectedVersion(request.ifMatch, versionNow())) {
          throw new AppError('precondition_failed');
        }
        text = body.text;
        return { status: 200, body, version: versionNow() };
      },
    }),
    defineRoute({
      ...open,
      method: 'post',
      path: '/lines',
      operationId: 'countBytes',
      summary: 'Count',
      repeat: 'harmless',
      body: { mediaTypes: ['text/csv'], limitBytes: 1_000 },
      bodyExample: 'a,b',
      responses: { 200: { description: 'The lines, numbered', stream: 'application/x-ndjson' } },
      handler: async ({ body }) => ({
        status: 200,
        body: (async function* () {
          let bytes = 0;
          for await (const chunk of body) {
            bytes += (chunk as Buffer).length;
          }
          yield `${JSON.stringify({ bytes })}\n`;
        })(),
      }),
    }),
  ];
}

describe('a route', () => {
  let server: RunningServer;
  const call = (path: string, options?: CallOptions) => callAt(server.url + path, options);
  const patch = (ifMatch: string | undefined, text: string) =>
    call('/note', {
      method: 'PATCH',
      json: { text },
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    });

  beforeAll(async () => {
    const environment = routeEnvironment();
    const { logger } = environment;
    const app = express();
    app.disable('etag');
    app.use(requestLog(logger));
    app.use(registerRoutes(noteRoutes(), environment));
    app.use(errorHandler(logger));
    server = await listen(app);
  });
  afterAll(() => server.close());

  it('sends the version, and 304 to callers that have it', async () => {
    const response = await call('/note');
    expect(response.headers.get('etag')).toBe('"3"');
    for (const known of ['"3"', 'W/"3"', '"1", "3"', '*']) {
      const unchanged = await call('/note', { headers: { 'if-none-match': known } });
      expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([
        304,
        '',
        '"3"',
      ]);
    }
    for (const unknown of ['"4"', 'nonsense']) {
      expect((await call('/note', { headers: { 'if-none-match': unknown } })).status).toBe(200);
    }
  });

  it('refuses a change without a version, or of an older one', async () => {
    expect(await readProblem(await patch(undefined, 'lost'))).toMatchObject({
      status: 428,
      code: 'precondition_required',
    });
    for (const stale of ['"2"', 'W/"3"', '"1", "2"']) {
      expect(await readProblem(await patch(stale, 'lost'))).toMatchObject({
        status: 412,
        code: 'precondition_failed',
      });
    }
    expect(await readProblem(await patch('3', 'lost'))).toMatchObject({
      status: 400,
      errors: [{ in: 'header', pointer: '/if-match', message: expect.any(String) }],
    });
    expect(await (await call('/note')).json()).toEqual({ text: 'one' });
  });

  it('changes the version that was named, and returns the new one', async () => {
    const response = await patch('"1", "3"', 'three');
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"5"']);
    expect((await patch('*', 'one')).status).toBe(200);
  });

  it('announces its removal', async () => {
    const { headers } = await call('/note');
    expect(headers.get('deprecation')).toBe('@1795564800');
    expect(headers.get('sunset')).toBe('Tue, 01 Jun 2027 00:00:00 GMT');
    expect(headers.get('link')).toBe('<https://example.com/notes>; rel="deprecation"; type="text/html"');
  });

  it('accepts a body of another type and streams the answer', async () => {
    const response = await call('/lines', {
      method: 'POST',
      body: 'a'.repeat(1_000),
      headers: { 'content-type': 'Text/CSV; charset=utf-8' },
    });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(await response.text()).toBe('{"bytes":1000}\n');
  });

  it('refuses an upload of another type, and one that is too large', async () => {
    const upload = (bytes: number, contentType: string) =>
      call('/lines', { method: 'POST', body: 'a'.repeat(bytes), headers: { 'content-type': contentType } });
    expect(await readProblem(await upload(1, 'application/json'))).toMatchObject({ status: 415 });
    expect(await readProblem(await upload(1_001, 'text/csv'))).toMatchObject({ status: 413 });
  });
});

it('needs an example that has the type of its schema', () => {
  defineRoute({
    ...open,
    method: 'get',
    path: '/typed',
    operationId: 'getTyped',
    summary: 'Typed',
    // @ts-expect-error The example has another type than the schema.
    responses: { 200: { description: 'Wrong', schema: noteSchema, example: { text: 1 } } },
    handler: async () => ({ status: 200, body: { text: '' } }),
  });
  // @ts-expect-error A POST says what a second sending does.
  defineRoute({
    ...open,
    method: 'post',
    path: '/repeated',
    operationId: 'postRepeated',
    summary: 'Repeated',
    responses: { 204: { description: 'Done' } },
    handler: async () => ({ status: 204 }),
  });
});
