import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { callAt, readProblem, routeEnvironment } from '../../test/http/api-server.ts';
import { listen, type RunningServer } from '../../test/http/listen.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import type { LoggedLine } from '../../test/recording-logger.ts';
import { AppError } from '../errors/app-error.ts';
import { errorHandler } from './error-handler.ts';
import { registerRoutes } from './register-routes.ts';
import { requestLog } from './request-log.ts';
import { defineRoute } from './route.ts';

const secret = 'canary-of-a-secret';
const answerSchema = z.strictObject({ count: z.number() });

/** What the handlers below make of the word in the path: answers that fit, answers that do not, and errors. */
function answerTo(word: string): { count: number } {
  const tooMuch = { count: 1, accessToken: secret };
  if (word === 'leak') {
    return tooMuch;
  }
  if (word === 'wrong') {
    return { count: Number.NaN };
  }
  if (word === 'throw') {
    throw new Error(`connect to ${secret} failed`, { cause: secret });
  }
  if (word === 'broken') {
    throw new AppError('configuration_invalid', { detail: 'GOOGLE_CLIENT_ID is missing' });
  }
  if (word === 'later') {
    throw new AppError('provider_unavailable', { retryAfterMs: 1200, cause: new Error(secret) });
  }
  return { count: word.length };
}

const route = defineRoute({
  method: 'get',
  path: '/words/:word',
  access: { roles: ['member'] },
  operationId: 'countLetters',
  tag: 'Service',
  summary: 'Counts letters',
  errors: [],
  rateLimit: 'unlimited',
  params: { schema: z.strictObject({ word: z.string() }), otherwise: 'integration_not_found' },
  query: z.strictObject({ code: z.string().optional() }),
  responses: { 200: { description: 'How many', schema: answerSchema, example: { count: 4 } } },
  handler: async ({ params }) => ({ status: 200, body: answerTo(params.word) }),
});

describe('serving a route', () => {
  let server: RunningServer;
  let lines: LoggedLine[];
  const idToken = idTokenOf('member');
  const get = (path: string, headers: Record<string, string> = {}) =>
    callAt(server.url + path, { idToken, headers });

  beforeEach(async () => {
    const environment = routeEnvironment();
    lines = environment.lines;
    const app = express();
    app.use(requestLog(environment.logger));
    app.use(registerRoutes([route], environment));
    app.use(errorHandler(environment.logger));
    server = await listen(app);
  });
  afterEach(() => server.close());

  it('sends what fits the schema', async () => {
    expect(await (await get('/words/four')).json()).toEqual({ count: 4 });
  });

  it.each([
    ['leak', ': unrecognized_keys'],
    ['wrong', '/count: invalid_type'],
  ])('never sends an answer that does not fit: %s', async (word, place) => {
    const response = await get(`/words/${word}`);
    const text = await response.clone().text();
    expect(await readProblem(response)).toMatchObject({ status: 500, code: 'internal_error' });
    expect(text + JSON.stringify(lines)).not.toContain(secret);
    const logged = lines.find((line) => line.message === 'A response does not match its schema');
    expect(logged).toMatchObject({ level: 'error', route: '/words/:word', status: 200, places: [place] });
  });

  it('reveals nothing about an unknown error, and logs where it happened without its message', async () => {
    const response = await get('/words/throw');
    const text = await response.clone().text();
    expect(await readProblem(response)).toMatchObject({ code: 'internal_error', title: 'Internal error' });
    const logged = lines.find((line) => line.message === 'Request failed');
    expect(logged).toMatchObject({ level: 'error', code: 'internal_error', causeName: 'Error' });
    expect(logged?.['frames']).toContainEqual(expect.stringContaining('run-route.test.ts'));
    expect(text + JSON.stringify(lines)).not.toContain(secret);
  });

  it('logs the detail of an internal fault and hides it from the caller', async () => {
    const problem = await readProblem(await get('/words/broken'));
    expect(problem).toMatchObject({
      code: 'configuration_invalid',
      title: 'Service misconfigured',
    });
    expect(lines).toContainEqual(expect.objectContaining({ detail: 'GOOGLE_CLIENT_ID is missing' }));
  });

  it('says when to come back, in whole seconds rounded up', async () => {
    const response = await get('/words/later');
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await readProblem(response)).toMatchObject({ status: 503, remedy: 'retry' });
  });

  it('generates every request id itself', async () => {
    const own = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
    const ids = [await get('/words/a', { 'x-request-id': own }), await get('/words/a')].map((response) =>
      response.headers.get('x-request-id'),
    );
    expect(new Set([...ids, own]).size).toBe(3);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    }
  });

  it('logs who was refused with the address, and no other addresses', async () => {
    await (await get('/words/word')).text();
    await (await callAt(`${server.url}/words/word`, { idToken: 'forged' })).text();
    await (await callAt(`${server.url}/words/word`, { idToken: idTokenOf('owner') })).text();
    await server.close();
    expect(lines.filter((line) => line.message === 'request')).toEqual([
      expect.not.objectContaining({ ipAddress: expect.anything() }),
      expect.objectContaining({
        status: 401,
        code: 'id_token_invalid',
        userId: null,
        ipAddress: '127.0.0.1',
      }),
      expect.objectContaining({
        status: 403,
        code: 'insufficient_role',
        organizationId: 'org-1',
        callerType: 'user',
        userId: 'user-owner',
        ipAddress: '127.0.0.1',
      }),
    ]);
  });

  it('writes one line for a request, with the pattern in place of the URL', async () => {
    const response = await get(`/words/word?code=${secret}`, { cookie: `__session=${secret}` });
    await response.text();
    await get(`/unknown/${secret}?code=${secret}`);
    await server.close();
    const written = lines.filter((line) => line.message === 'request');
    expect(written).toEqual([
      {
        level: 'info',
        message: 'request',
        requestId: response.headers.get('x-request-id'),
        method: 'GET',
        route: '/words/:word',
        status: 200,
        completed: true,
        durationMs: expect.any(Number),
        organizationId: 'org-1',
        userId: 'user-member',
        callerType: 'user',
        code: null,
        firestoreReads: 0,
        firestoreWrites: 0,
      },
      expect.objectContaining({ route: null, status: 404, code: 'route_not_found', userId: null }),
    ]);
    expect(JSON.stringify(lines)).not.toContain(secret);
  });
});
