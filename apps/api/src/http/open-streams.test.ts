import { setImmediate } from 'node:timers/promises';
import type { EmployeeImport } from '@klayim/shared/types';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  apiDependencies,
  apiEnvironment,
  callAt,
  type RunningApi,
  readProblem,
  routeEnvironment,
  startApi,
} from '../../test/http/api-server.ts';
import { listen, type RunningServer } from '../../test/http/listen.ts';
import { idTokenOf, organizationId, signUp } from '../../test/http/test-identity.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { wireServices } from '../../test/wired-services.ts';
import { errorHandler } from './error-handler.ts';
import { openStreamLimits } from './open-streams.ts';
import { registerRoutes } from './register-routes.ts';
import { requestLog } from './request-log.ts';
import { defineRoute } from './route.ts';

const owner = idTokenOf('owner');
const colleagues = Array.from({ length: 4 }, (_, index) =>
  signUp(`stream-reader-${index}`, { organizationId, role: 'administrator' }),
);
const stranger = signUp('stream-reader-elsewhere', { organizationId: 'org-2', role: 'owner' });

describe('streams of an import', () => {
  const { firestore } = useTestFirestore();
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi(apiDependencies(wireServices({ firestore, environment: () => apiEnvironment })));
  });
  afterEach(() => api.close());

  /** Opens a stream, whose first bytes have come. */
  async function follow(id: string, idToken: string) {
    const response = await callAt(`${api.url}/employee-imports/${id}/events`, { idToken });
    return { response, close: () => response.body?.cancel() };
  }
  async function startImport(idToken: string): Promise<string> {
    const response = await api.call('/employee-imports', {
      method: 'POST',
      idToken,
      body: 'name,email\nAda,ada@example.com\n',
      headers: { 'content-type': 'text/csv' },
    });
    return ((await response.json()) as EmployeeImport).id;
  }

  it('are at most 3 for a caller and 10 for an organization at once, and closing one makes room', async () => {
    const id = await startImport(owner);
    const streams: Awaited<ReturnType<typeof follow>>[] = [];
    for (const idToken of [owner, ...colleagues.slice(0, 2)]) {
      for (let count = 0; count < openStreamLimits.caller; count += 1) {
        streams.push(await follow(id, idToken));
      }
      const refused = await follow(id, idToken);
      expect(refused.response.headers.get('retry-after')).toBe('10');
      expect(await readProblem(refused.response)).toMatchObject({ status: 429, code: 'rate_limited' });
    }
    streams.push(await follow(id, colleagues[2] ?? ''));
    expect(streams.map(({ response }) => response.status)).toEqual(Array(10).fill(200));
    const eleventh = await readProblem((await follow(id, colleagues[3] ?? '')).response);
    expect(eleventh).toMatchObject({ status: 429, detail: expect.stringContaining('your organization') });

    const foreign = await startImport(stranger);
    streams.push(await follow(foreign, stranger));
    expect(streams.at(-1)?.response.status).toBe(200);

    await streams[0]?.close();
    // The server hears of it when it does.
    await vi.waitFor(async () => {
      streams.push(await follow(id, owner));
      expect(streams.at(-1)?.response.status).toBe(200);
    });
    expect((await follow(id, owner)).response.status).toBe(429);
    for (const { close } of streams) {
      await close();
    }
  });
});

describe('a permit for a stream', () => {
  let server: RunningServer;
  let environment: ReturnType<typeof routeEnvironment>;
  let answer: () => AsyncIterable<string>;
  const route = defineRoute({
    method: 'get',
    path: '/lines',
    access: { roles: ['owner'] },
    operationId: 'followLines',
    tag: 'Service',
    summary: 'Follows lines',
    errors: [],
    rateLimit: 'unlimited',
    responses: { 200: { description: 'The lines', stream: 'text/event-stream' } },
    handler: async () => ({ status: 200, body: answer() }),
  });

  beforeEach(async () => {
    environment = routeEnvironment();
    const app = express();
    app.use(requestLog(environment.logger));
    app.use(registerRoutes([route], environment));
    app.use(errorHandler(environment.logger));
    server = await listen(app);
  });
  afterEach(() => server.close());

  const get = (method = 'GET') => callAt(`${server.url}/lines`, { method, idToken: owner });
  const allClosed = () => vi.waitFor(() => expect(environment.openStreams.count).toBe(0));

  it.each<[string, () => AsyncIterable<string>, number]>([
    [
      'a handler that throws',
      () => {
        throw new Error('broken');
      },
      500,
    ],
    [
      'a stream that fails before its first piece',
      async function* () {
        await setImmediate();
        if (owner) {
          throw new Error('broken');
        }
        yield 'never';
      },
      500,
    ],
    [
      'a stream that ends',
      async function* () {
        yield 'data: 1\n\n';
      },
      200,
    ],
  ])('is given back after %s', async (_what, behaviour, status) => {
    answer = behaviour;
    for (let count = 0; count <= openStreamLimits.caller; count += 1) {
      const response = await get();
      expect(response.status).toBe(status);
      await response.text();
      await allClosed();
    }
  });

  it('is returned when a stream fails, when the reader goes away, and after HEAD', async () => {
    const fail = Promise.withResolvers<never>();
    fail.promise.catch(() => undefined);
    answer = async function* () {
      yield 'data: 1\n\n';
      await fail.promise;
    };
    const [failing, left] = [await get(), await get()];
    expect(environment.openStreams.count).toBe(4);
    await left.body?.cancel();
    await vi.waitFor(() => expect(environment.openStreams.count).toBe(2));
    fail.reject(new Error('broken'));
    await expect(failing.text()).rejects.toThrow();
    await allClosed();
    expect((await get('HEAD')).status).toBe(200);
    await allClosed();
  });
});
