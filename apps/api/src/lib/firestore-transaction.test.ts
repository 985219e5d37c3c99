import type { Firestore } from 'firebase-admin/firestore';
import { expect, it } from 'vitest';
import { useProxiedFirestore } from '../../test/repositories/proxied-firestore.ts';
import { runTransaction } from './firestore-transaction.ts';

const { firestore, proxy } = useProxiedFirestore();
/** A transaction that adds one unless its id tells that it has done so. */
const addOnce = (client: Firestore, id: string) => {
  const reference = client.doc('counters/one');
  return runTransaction(client, async (transaction) => {
    const stored = (await transaction.get(reference)).data();
    if (stored?.['lastId'] === id) {
      return 'already';
    }
    transaction.set(reference, { lastId: id, count: Number(stored?.['count'] ?? 0) + 1 });
    return 'added';
  });
};

it.each([
  'Transaction is invalid or closed.',
  'The referenced transaction has expired or is no longer valid.',
])('a commit whose answer is lost is recognised when its repetition is told "%s"', async (details) => {
  await firestore().doc('counters/one').delete();
  let commits = 0;
  const drop = proxy().intercept(({ rpc, phase }) => {
    if (rpc !== 'Commit' || phase !== 'response') {
      return;
    }
    commits += 1;
    if (commits === 1) {
      throw Object.assign(new Error(details), { code: 3, details });
    }
  });
  try {
    expect(await addOnce(firestore(), 'a')).toBe('already');
  } finally {
    drop();
  }
  expect((await firestore().doc('counters/one').get()).data()).toEqual({ lastId: 'a', count: 1 });
});

it('any other refusal is passed on to the caller', async () => {
  const drop = proxy().intercept(({ rpc, phase }) => {
    if (rpc === 'Commit' && phase === 'request') {
      throw Object.assign(new Error('no'), { code: 3, details: 'A document is too large.' });
    }
  });
  try {
    await expect(addOnce(firestore(), 'b')).rejects.toMatchObject({ code: 3 });
  } finally {
    drop();
  }
});
