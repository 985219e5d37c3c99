import { randomBytes } from 'node:crypto';
import type { FirestoreProxy } from '@klayim/local-firestore';
import * as fc from 'fast-check';
import { FieldValue, GeoPoint } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { documentsOfAnyKind } from '../../test/repositories/any-documents.ts';
import { useProxiedFirestore } from '../../test/repositories/proxied-firestore.ts';
import { createCommitter } from './document-writes.ts';
import { isAlreadyExists, isPreconditionFailed } from './firestore-errors.ts';
import { runInOperationScope } from './operation-scope.ts';

describe('writes that are committed by hand', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const newCommitter = (environment?: Record<string, string>) =>
    createCommitter({
      firestore,
      accessToken: () => Promise.reject(new Error('an emulator asks for no token')),
      clock: Date.now,
      ...(environment && { environment }),
    });
  const newReference = () => firestore().collection('things').doc(randomBytes(8).toString('hex'));
  /** The SDK alone: a proxy is nothing that calls by hand know. */
  const sdkOnly = { grpc_proxy: 'http://127.0.0.1:1' };

  /** Fails the next Commit on its way there or back. */
  function failNext(wire: FirestoreProxy, phase: 'request' | 'response', code: number): void {
    const remove = wire.intercept((call) => {
      if (call.rpc === 'Commit' && call.phase === phase) {
        remove();
        throw Object.assign(new Error('injected'), { code, details: 'injected by a test' });
      }
    });
  }

  it('store the values that the SDK stores, whatever they are', async () => {
    const commit = newCommitter();
    await fc.assert(
      fc.asyncProperty(documentsOfAnyKind, async (data) => {
        const [byHand, bySdk] = [newReference(), newReference()];
        await Promise.all([commit((writes) => writes.create(byHand, data)), bySdk.create(data)]);
        const [written, expected] = await Promise.all([byHand.get(), bySdk.get()]);
        expect(written.data()).toEqual(expected.data());
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['by hand', undefined],
    ['by the SDK', sdkOnly],
  ])('create, replace, change, delete and add as the SDK does: %s', async (_how, environment) => {
    const commit = newCommitter(environment);
    const [made, replaced, changed, deleted, counted] = Array.from({ length: 5 }, newReference);
    if (!made || !replaced || !changed || !deleted || !counted) {
      throw new Error('there are five');
    }
    await replaced.set({ old: true });
    const { writeTime } = await changed.set({ kept: 1, map: { a: 1, b: 2 } });
    const { writeTime: deletedAt } = await deleted.set({ gone: true });
    await counted.set({ total: 1, roles: { '=A. `b\\': 2, '=C': 5 } });
    await commit((writes) => {
      writes.create(made, { made: true });
      writes.set(replaced, { is: 'new' });
      writes.update(changed, { map: { a: 3 }, 'added field': null }, { lastUpdateTime: writeTime });
      writes.delete(deleted, { lastUpdateTime: deletedAt });
      writes.increment(counted, { of: 'all' }, [
        { path: ['total'], by: 2 },
        { path: ['roles', '=A. `b\\'], by: -1 },
        { path: ['roles', '=new'], by: 1 },
      ]);
    });
    const read = await Promise.all([made, replaced, changed, deleted, counted].map((each) => each.get()));
    expect(read.map((snapshot) => snapshot.data())).toEqual([
      { made: true },
      { is: 'new' },
      { kept: 1, map: { a: 3 }, 'added field': null },
      undefined,
      { of: 'all', total: 3, roles: { '=A. `b\\': 1, '=C': 5, '=new': 1 } },
    ]);
  });

  it('change one member of a map when its path is named, as the SDK does', async () => {
    const reference = newReference();
    const { writeTime } = await reference.set({ map: { a: 1, b: 2 } });
    await newCommitter()((writes) => writes.update(reference, { 'map.a': 3 }, { lastUpdateTime: writeTime }));
    expect((await reference.get()).data()).toEqual({ map: { a: 3, b: 2 } });
  });

  it('are all or nothing, and say why', async () => {
    const commit = newCommitter();
    const [first, second] = [newReference(), newReference()];
    const { writeTime } = await second.set({ count: 1 });
    await second.update({ count: 2 });
    const changing = commit((writes) => {
      writes.create(first, {});
      writes.update(second, { count: 3 }, { lastUpdateTime: writeTime });
    });
    expect(isPreconditionFailed(await changing.catch((error: unknown) => error))).toBe(true);
    expect((await first.get()).exists).toBe(false);
    const creating = commit((writes) => writes.create(second, {}));
    expect(isAlreadyExists(await creating.catch((error: unknown) => error))).toBe(true);
  });

  it('are counted for those who wanted them, and nothing is when they are refused', async () => {
    const commit = newCommitter();
    const reference = newReference();
    const [stored, refused] = [
      { reads: 0, writes: 0 },
      { reads: 0, writes: 0 },
    ];
    const create = () =>
      commit((writes) => {
        writes.create(reference, {});
        writes.set(newReference(), {});
      });
    await runInOperationScope({ counts: stored }, create);
    await runInOperationScope({ counts: refused }, create).catch(() => undefined);
    expect([stored.writes, refused.writes]).toEqual([2, 0]);
  });

  it('of values that only the SDK knows are left to it', async () => {
    const commit = newCommitter();
    const reference = newReference();
    const data = { place: new GeoPoint(1, 2), at: FieldValue.serverTimestamp(), bytes: Buffer.from('x') };
    await commit((writes) => writes.create(reference, data));
    expect((await reference.get()).get('place')).toEqual(new GeoPoint(1, 2));
    const unusable = commit((writes) => writes.create(newReference(), { nothing: undefined }));
    await expect(unusable).rejects.toThrow('undefined');
  });

  it.each([8, 10, 14])('that fail with %i are sent again by the SDK', async (code) => {
    const commit = newCommitter();
    const reference = newReference();
    failNext(proxy(), 'request', code);
    await commit((writes) => writes.create(reference, { count: 1 }));
    expect((await reference.get()).data()).toEqual({ count: 1 });
  });

  it('whose answer is lost are known by their preconditions', async () => {
    const commit = newCommitter();
    const reference = newReference();
    failNext(proxy(), 'response', 14);
    const creating = commit((writes) => writes.create(reference, { count: 1 }));
    expect(isAlreadyExists(await creating.catch((error: unknown) => error))).toBe(true);
    expect((await reference.get()).data()).toEqual({ count: 1 });
  });
});
