import type { FirestoreProxy } from '@klayim/local-firestore';
import { type DocumentReference, Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { useProxiedFirestore } from '../../test/repositories/proxied-firestore.ts';
import { isPreconditionFailed, isTransient } from './firestore-errors.ts';
import { createGatheredUpdates } from './gathered-updates.ts';
import { runInOperationScope } from './operation-scope.ts';

interface Item {
  count: number;
}

describe('gathered updates', () => {
  const { firestore, proxy } = useProxiedFirestore();
  const update = createGatheredUpdates({
    firestore,
    clock: Date.now,
    accessToken: () => Promise.reject(new Error('an emulator asks for no token')),
  });
  let names = 0;

  async function newItems(count: number) {
    return Promise.all(
      Array.from({ length: count }, async () => {
        names += 1;
        const reference = firestore().collection('items').doc(`item-${names}`) as DocumentReference<Item>;
        const { writeTime } = await reference.set({ count: 0 });
        return { reference, version: writeTime };
      }),
    );
  }
  const add = ({ reference, version }: Awaited<ReturnType<typeof newItems>>[number]) =>
    update(reference, { count: 1 }, version);
  const readCount = async ({ reference }: { reference: DocumentReference<Item> }) =>
    (await reference.get()).data()?.count;

  /** Fails the next BatchWrite on its way there or back. */
  function failNext(wire: FirestoreProxy, phase: 'request' | 'response', code: number): void {
    const remove = wire.intercept((call) => {
      if (call.rpc === 'BatchWrite' && call.phase === phase) {
        remove();
        throw Object.assign(new Error('injected'), { code, details: 'injected by a test' });
      }
    });
  }

  it('that are requested at once share a call, and each returns the version of its own document', async () => {
    const items = await newItems(20);
    proxy().reset();
    const versions = await Promise.all(items.map(add));
    expect(proxy().counts().rpcs).toEqual({ BatchWrite: 1 });
    for (const [index, { reference }] of items.entries()) {
      const { updateTime } = await reference.get();
      expect(versions[index] && updateTime?.isEqual(versions[index])).toBe(true);
    }
  });

  it('are split where one call would be too large', async () => {
    const items = await newItems(50);
    proxy().reset();
    await Promise.all(items.map(add));
    expect(proxy().counts().rpcs).toEqual({ BatchWrite: 3 });
  });

  it('of a document that has changed or is gone fail without the others', async () => {
    const items = await newItems(4);
    await items[1]?.reference.update({ count: 7 });
    await items[2]?.reference.delete();
    const outcomes = await Promise.allSettled(items.map(add));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    for (const outcome of outcomes) {
      expect(outcome.status === 'rejected' ? isPreconditionFailed(outcome.reason) : true).toBe(true);
    }
    expect(await Promise.all(items.map(readCount))).toEqual([1, 7, undefined, 1]);
  });

  it('of one document twice: one of them is written, and the other learns that it was not', async () => {
    const [item] = await newItems(1);
    if (!item) {
      throw new Error('there is no item');
    }
    const outcomes = await Promise.allSettled([add(item), add(item)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('whose answer is lost are written, and each caller is told that it may not be', async () => {
    const items = await newItems(3);
    failNext(proxy(), 'response', 13);
    const outcomes = await Promise.allSettled(items.map(add));
    for (const outcome of outcomes) {
      expect(outcome.status === 'rejected' && isTransient(outcome.reason)).toBe(true);
    }
    expect(await Promise.all(items.map(readCount))).toEqual([1, 1, 1]);
  });

  it('are sent one by one when Firestore refuses a call for one of them', async () => {
    const items = await newItems(3);
    failNext(proxy(), 'request', 3);
    proxy().reset();
    await Promise.all(items.map(add));
    expect(proxy().counts().rpcs).toEqual({ BatchWrite: 1, Commit: 3 });
    expect(await Promise.all(items.map(readCount))).toEqual([1, 1, 1]);
  });

  it('that cannot be sent fail without the others', async () => {
    const [first, second] = await newItems(2);
    if (!first || !second) {
      throw new Error('there are no items');
    }
    const unusable = { count: undefined } as unknown as Partial<Item>;
    const outcomes = await Promise.allSettled([
      update(first.reference, unusable, first.version),
      add(second),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('count for the callers that requested them, and only what was written', async () => {
    const items = await newItems(3);
    const counts = [0, 1, 2].map(() => ({ reads: 0, writes: 0 }));
    await Promise.allSettled(
      items.map((item, index) =>
        runInOperationScope({ counts: counts[index] ?? { reads: 0, writes: 0 } }, () =>
          add(index === 2 ? { ...item, version: Timestamp.fromMillis(1) } : item),
        ),
      ),
    );
    expect(counts.map(({ writes }) => writes)).toEqual([1, 1, 0]);
  });
});
