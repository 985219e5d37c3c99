import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { catchCode } from '../../../test/repositories/employee-fixtures.ts';
import { newTestKeyring } from '../../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { AppError } from '../../errors/app-error.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import type {
  IdempotencyKeyRepository,
  StoredAnswer,
} from '../../repositories/platform/idempotency-key.repository.ts';
import { type IdempotencyScope, recordIdOf } from './idempotency.service.ts';

const created: StoredAnswer = {
  status: 201,
  body: JSON.stringify({ list: [[1]], nothing: null }),
  headers: { Location: 'https://api.example/things/1' },
  version: '7',
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

describe('an idempotency key', () => {
  const { firestore, secondClient } = useTestFirestore();
  const keyring = newTestKeyring();
  const time = { nowMs: Date.now() };
  const { logger, lines } = recordingLogger();
  const repositoryOf = (client: typeof firestore) =>
    testRepositories({ firestore: client, keyring: () => Promise.resolve(keyring) }).idempotencyKeyRepository;
  const serviceOf = (idempotencyKeyRepository: IdempotencyKeyRepository) =>
    wireServices({ firestore, idempotencyKeyRepository, clock: () => time.nowMs, logger }).idempotency;
  const service = serviceOf(repositoryOf(firestore));
  const other = serviceOf(repositoryOf(secondClient));
  let keys = 0;
  const newScope = (change: Partial<IdempotencyScope> = {}): IdempotencyScope => ({
    organizationId: 'northwind',
    userId: 'ada',
    operationId: 'createThing',
    key: `key-${keys++}`,
    ...change,
  });

  /** A request that holds its key until `answer` comes. */
  async function serving(scope: IdempotencyScope, answer: Promise<StoredAnswer>) {
    const begun = Promise.withResolvers<void>();
    const outcome = service.once(scope, 'content', () => {
      begun.resolve();
      return answer;
    });
    await begun.promise;
    return { outcome };
  }

  it('lets a request be served once, and gives its answer again for a day', async () => {
    const scope = newScope();
    const action = vi.fn(async () => created);
    expect(await service.once(scope, 'content', action)).toEqual({ answer: created, isReplayed: false });
    for (const instance of [service, other]) {
      expect(await instance.once(scope, 'content', action)).toEqual({ answer: created, isReplayed: true });
    }
    expect(action).toHaveBeenCalledTimes(1);
    time.nowMs += dayMs;
    expect(await other.once(scope, 'another content by now', action)).toMatchObject({ isReplayed: false });
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('is for one content, one caller, one organization and one operation', async () => {
    const scope = newScope();
    const run = (change: Partial<IdempotencyScope>, content = 'content') =>
      service.once({ ...scope, ...change }, content, async () => created);
    await run({});
    expect(await catchCode(run({}, 'other content'))).toBe('idempotency_key_reused');
    for (const change of [
      { userId: 'bob' },
      { organizationId: 'other' },
      { organizationId: null },
      { operationId: 'x' },
    ]) {
      expect(await run(change, 'other content')).toMatchObject({ isReplayed: false });
    }
  });

  it('of many at once lets one through, whatever instance they came to', async () => {
    const scope = newScope();
    let running = 0;
    const action = async () => {
      running += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return created;
    };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? service : other).once(scope, 'content', action).then(
          ({ isReplayed }) => (isReplayed ? 'replayed' : 'served'),
          (error: unknown) => (error instanceof AppError ? error.code : String(error)),
        ),
      ),
    );
    expect(running).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'served')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set([...outcomes, 'served']));
    for (const outcome of outcomes) {
      expect(['served', 'replayed', 'idempotency_key_in_use']).toContain(outcome);
    }
  });

  it('is given back by a request that fails, so that the next one is served', async () => {
    const scope = newScope();
    const failing = () => Promise.reject(new AppError('provider_unavailable'));
    expect(await catchCode(service.once(scope, 'content', failing))).toBe('provider_unavailable');
    expect(await other.once(scope, 'content', async () => created)).toMatchObject({ isReplayed: false });
  });

  it('is held by a request that died for two minutes, and taken over then by one alone', async () => {
    const scope = newScope();
    const dead = await serving(scope, new Promise<never>(() => undefined));
    expect(await catchCode(other.once(scope, 'content', async () => created))).toBe('idempotency_key_in_use');
    time.nowMs += 2 * minuteMs;
    const served = await Promise.allSettled(
      [service, other, other].map((instance) => instance.once(scope, 'content', async () => created)),
    );
    expect(served.filter((each) => each.status === 'fulfilled' && !each.value.isReplayed)).toHaveLength(1);
    void dead.outcome;
  });

  it('cannot be settled by an attempt that was taken over', async () => {
    const scope = newScope();
    const slow = Promise.withResolvers<StoredAnswer>();
    const { outcome: first } = await serving(scope, slow.promise);
    expect(await catchCode(other.once(scope, 'content', async () => created))).toBe('idempotency_key_in_use');
    time.nowMs += 2 * minuteMs;
    await other.once(scope, 'content', async () => created);
    slow.resolve({ ...created, version: 'late' });
    expect((await first).answer.version).toBe('late');
    expect(await other.once(scope, 'content', async () => created)).toEqual({
      answer: created,
      isReplayed: true,
    });
  });

  it('refuses while Firestore cannot say whether it was used; a success stays one when it cannot be noted', async () => {
    const down = () => Promise.reject(Object.assign(new Error('down'), { code: 14 }));
    const working = repositoryOf(firestore);
    const action = vi.fn(async () => created);
    await expect(serviceOf({ ...working, create: down }).once(newScope(), 'content', action)).rejects.toThrow(
      'down',
    );
    expect(action).not.toHaveBeenCalled();
    const forgetful = serviceOf({ ...working, replace: down, remove: down });
    expect(await forgetful.once(newScope(), 'content', action)).toEqual({
      answer: created,
      isReplayed: false,
    });
    const failed = forgetful.once(newScope(), 'content', () =>
      Promise.reject(new AppError('employee_exists')),
    );
    expect(await catchCode(failed)).toBe('employee_exists');
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(2);
  });

  it('gives what is created an id of its own, the same in every attempt', () => {
    const scope = newScope();
    expect(recordIdOf(scope)).toBe(recordIdOf({ ...scope }));
    expect(recordIdOf(scope)).toMatch(/^k[A-Za-z0-9_-]{43}$/);
    expect(recordIdOf({ ...scope, organizationId: 'other' })).not.toBe(recordIdOf(scope));
  });

  describe('for somebody who can write to the database and has no key', () => {
    let organizations = 0;
    /** A request that was answered, and the document of its key. */
    async function answered() {
      const scope = newScope({ organizationId: `forged-${organizations++}` });
      await service.once(scope, 'content', async () => created);
      const { docs } = await firestore()
        .collection('idempotencyKeys')
        .where('organizationId', '==', scope.organizationId)
        .get();
      const [document] = docs;
      if (!document) {
        throw new Error('nothing was stored');
      }
      return { scope, reference: document.ref, data: document.data() };
    }
    const planted = { status: 200, body: '{"planted":true}', headers: { Location: '//evil.example' } };
    const ours: StoredAnswer = { ...created, version: 'served again' };

    it.each<[string, (data: Record<string, unknown>) => Promise<Record<string, unknown>>]>([
      ['in clear', async () => ({ answer: { ...planted, version: null } })],
      ['of another key', async () => ({ answer: (await answered()).data['answer'] })],
      ['for another content', async () => ({ fingerprint: sha256('content, but another') })],
      ['for longer than a day', async () => ({ expiresAt: new Date(time.nowMs + 9 * dayMs) })],
      ['that is no answer', async () => ({ answer: 7 })],
      ['without a time', async () => ({ leaseEndsAt: 'never', expiresAt: 'never' })],
    ])('gives no answer %s: the request is served again, and the log tells it', async (_what, forge) => {
      const { scope, reference, data } = await answered();
      await reference.update(await forge(data));
      const before = lines.length;
      expect(await other.once(scope, 'content', async () => ours)).toEqual({
        answer: ours,
        isReplayed: false,
      });
      expect(lines.slice(before)).toMatchObject([
        { level: 'error', message: 'A stored answer is not authentic: the request is served again' },
      ]);
      expect(await service.once(scope, 'content', async () => created)).toMatchObject({
        answer: ours,
        isReplayed: true,
      });
    });

    it('tells nothing of an answer', async () => {
      expect(JSON.stringify((await answered()).data)).not.toContain('api.example');
    });
  });

  it('is not stored in clear, nor is the content', async () => {
    const scope = newScope({ key: 'a-key-that-tells' });
    await service.once(scope, 'a content that tells', async () => created);
    const { docs } = await firestore().collection('idempotencyKeys').get();
    expect(JSON.stringify(docs.map((document) => [document.id, document.data()]))).not.toContain(
      'that tells',
    );
    expect(JSON.stringify(docs.map((document) => [document.id, document.data()]))).not.toContain(
      'that-tells',
    );
  });
});
