import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../test/http/api-server.ts';
import { idTokenOf } from '../../test/http/test-identity.ts';
import { newTestKeyring } from '../../test/repositories/sample-integration.ts';
import { testRepositories } from '../../test/test-repositories.ts';
import { wireServices } from '../../test/wired-services.ts';
import { minuteMs } from '../lib/duration.ts';
import type { IdempotencyKeyRepository } from '../repositories/platform/idempotency-key.repository.ts';
import { newEmployeeExample } from '../routes/examples/employee.example.ts';
import { createRoutes } from '../routes/index.ts';
import { storedHeaders, toStoredAnswer } from './idempotency.ts';

describe('Idempotency-Key', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  const create = (key: string | undefined, change: object = {}, idToken = idTokenOf('owner')) =>
    api.call('/employees', {
      idToken,
      json: { ...newEmployeeExample, ...change },
      headers: key === undefined ? {} : { 'idempotency-key': key },
    });
  const count = async () => {
    const response = await api.call('/employees?limit=100', { idToken: idTokenOf('owner') });
    return ((await response.json()) as { items: unknown[] }).items.length;
  };

  it('creates once, and answers the same again', async () => {
    const first = await create('one');
    const again = await create('one');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    for (const name of ['location', 'etag']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name));
      expect(again.headers.get(name)).not.toBeNull();
    }
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await count()).toBe(1);
    await create(undefined);
    await create('two');
    expect(await count()).toBe(3);
  });

  it('is for one request of one caller', async () => {
    await create('one');
    expect(await readProblem(await create('one', { name: 'Somebody Else' }))).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    const other = await create('one', {}, idTokenOf('administrator'));
    expect([other.status, other.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('does not keep a refusal', async () => {
    expect((await create('one', { name: '' })).status).toBe(400);
    expect((await create('one')).status).toBe(201);
  });

  it.each(['', ' ', 'two words', 'x'.repeat(256), 'ü'])('refuses "%s"', async (key) => {
    expect(await readProblem(await create(key))).toMatchObject({
      status: 400,
      errors: [{ in: 'header', pointer: '/idempotency-key', message: expect.any(String) }],
    });
  });

  it('creates one record when the first instance dies between creating it and storing the answer', async () => {
    const { firestore, dependencies } = api.services;
    const newKeyring = newTestKeyring();
    const keys = testRepositories({
      firestore,
      keyring: () => Promise.resolve(newKeyring),
    }).idempotencyKeyRepository;
    const { logger } = dependencies;
    const time = { nowMs: Date.now() };
    const instance = (idempotencyKeyRepository: IdempotencyKeyRepository) =>
      startApi({
        ...dependencies,
        idempotency: wireServices({ firestore, idempotencyKeyRepository, clock: () => time.nowMs, logger })
          .idempotency,
      });
    // Nothing that the dying instance writes after the employee is stored arrives, and its caller gets no answer.
    const stopped = Promise.withResolvers<void>();
    const dying = await instance({
      ...keys,
      replace: () => {
        stopped.resolve();
        return new Promise<never>(() => undefined);
      },
    });
    const living = await instance(keys);
    const send = (to: RunningApi) =>
      to.call('/employees', {
        idToken: idTokenOf('owner'),
        json: { ...newEmployeeExample, name: 'Only Once' },
        headers: { 'idempotency-key': 'crash' },
      });
    const unanswered = send(dying).catch(() => 'no answer');
    await stopped.promise;
    expect(await readProblem(await send(living))).toMatchObject({ code: 'idempotency_key_in_use' });
    await dying.close();
    expect(await unanswered).toBe('no answer');

    time.nowMs += 2 * minuteMs;
    const answers = [await send(living), await send(living)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    const list = await living.call('/employees?namePrefix=only', { idToken: idTokenOf('owner') });
    const { items } = (await list.json()) as { items: unknown[] };
    expect(items).toEqual([await answers[0]?.json()]);
    await living.close();
  });

  it('stores the headers on its list, which are all that keyed routes have, and no other', () => {
    const keyed = createRoutes(api.services.dependencies).filter(({ repeat }) => repeat === 'keyed');
    expect(keyed.length).toBeGreaterThan(2);
    const declared = keyed.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)),
    );
    expect(storedHeaders).toEqual(expect.arrayContaining(declared));
    const other = { status: 201, headers: { Location: '/one', 'Access-Control-Allow-Origin': '*' } };
    expect(() => toStoredAnswer(other)).toThrow('Access-Control-Allow-Origin');
  });

  it('is ignored where nothing is created', async () => {
    const response = await api.call('/integrations', {
      idToken: idTokenOf('owner'),
      headers: { 'idempotency-key': 'two words' },
    });
    expect(response.status).toBe(200);
  });
});
