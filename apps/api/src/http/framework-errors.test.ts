import express, { type RequestHandler } from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiServices, apiServices, readProblem } from '../../test/http/api-server.ts';
import { listen, type RunningServer } from '../../test/http/listen.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import { createApp } from '../app.ts';
import { importExample } from '../routes/examples/integration.example.ts';
import { bodyLimitBytes } from './body-limits.ts';
import { takeOverFramework } from './framework-errors.ts';

/**
 * An app in the order of the functions framework and of the emulator's runtime: bodies are parsed by type, their bytes
 * kept as `rawBody`, then the function is called for every path.
 */
function frameworkApp(userFunction: RequestHandler): express.Express {
  const app = express();
  const options = {
    limit: '32mb',
    verify: (request: object, _response: unknown, bytes: Buffer) => {
      Object.assign(request, { rawBody: bytes });
    },
  };
  app.enable('trust proxy');
  app.use(express.json(options), express.text(options));
  app.use(express.urlencoded({ ...options, extended: true }), express.raw({ ...options, type: '*/*' }));
  app.all('/{*path}', userFunction);
  return app;
}

describe('behind the functions framework', () => {
  let server: RunningServer;
  let services: ApiServices;
  let stop: () => void;
  const valid = JSON.stringify(importExample);

  beforeEach(async () => {
    services = apiServices();
    const app = createApp(services.dependencies);
    // As in an instance: the functions are loaded first, and the framework makes its app afterwards.
    const taken = takeOverFramework(app);
    stop = taken.stop;
    server = await listen(frameworkApp(taken.listener));
  });
  afterEach(async () => {
    stop();
    await server.close();
    await services.close();
  });

  const post = (
    body: NonNullable<RequestInit['body']>,
    headers: Record<string, string> = {},
    idToken = idTokenOf('owner'),
  ) =>
    fetch(`${server.url}/integrations`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${idToken}`, 'content-type': 'application/json', ...headers },
    });

  it('answers malformed JSON with a problem document, the first request included', async () => {
    for (const attempt of [1, 2, 3]) {
      const response = await post(`{"attempt": ${attempt}`, { origin: 'https://dashboard.example' });
      expect(response.headers.get('access-control-allow-origin')).toBe('https://dashboard.example');
      expect(await readProblem(response)).toMatchObject({ status: 400, code: 'malformed_json' });
    }
  });

  it('authenticates the caller before it says anything about the body', async () => {
    expect(await readProblem(await post('{', {}, 'forged'))).toMatchObject({
      status: 401,
      code: 'id_token_invalid',
    });
  });

  it('serves bodies that the framework did not parse', async () => {
    // Taken and understood: only the provider, which is out, keeps it from being imported.
    expect(await readProblem(await post(valid))).toMatchObject({ code: 'provider_unavailable' });
  });

  it('keeps the limit of 1 MB', async () => {
    expect(await readProblem(await post(valid.padEnd(bodyLimitBytes)))).toMatchObject({
      code: 'provider_unavailable',
    });
    const problem = await readProblem(await post(valid.padEnd(bodyLimitBytes + 1)));
    expect(problem).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it('refuses what is not JSON, though the framework would parse it', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream']) {
      expect(await readProblem(await post(valid, { 'content-type': type }))).toMatchObject({
        code: 'unsupported_media_type',
      });
    }
  });

  it.each([
    ['an unknown charset', { 'content-type': 'application/json; charset=x-none' }, 'unsupported_media_type'],
    ['an unknown encoding', { 'content-encoding': 'rot13' }, 'unsupported_media_type'],
    ['an encoding', { 'content-encoding': 'gzip' }, 'unsupported_media_type'],
  ])('answers %s, which the framework would refuse or unpack', async (_what, headers, code) => {
    expect(await readProblem(await post(valid, headers))).toMatchObject({ code });
  });

  it('answers a path that cannot be decoded', async () => {
    const response = await fetch(`${server.url}/integrations/%E0%A4%A`);
    expect(await readProblem(response)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('reads the query by itself', async () => {
    const response = await fetch(`${server.url}/integrations?limit=1&limit=2`, {
      headers: { authorization: `Bearer ${idTokenOf('owner')}` },
    });
    expect(await readProblem(response)).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/limit' }],
    });
  });
});

it('does not change an app whose requests came after the wait', async () => {
  const { stop } = takeOverFramework((_request, response) => response.end('taken over'));
  stop();
  const server = await listen(frameworkApp((_request, response) => response.end('served')));
  const response = await fetch(server.url, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  const text = await response.text();
  await server.close();
  expect([response.status, text.includes('taken over')]).toEqual([400, false]);
});
