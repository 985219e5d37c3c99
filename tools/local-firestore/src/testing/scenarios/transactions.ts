import type { Firestore } from 'firebase-admin-14/firestore';
import { catchCode } from './outcome.ts';

export async function incrementInTransactions(db: Firestore, path: string, times: number): Promise<number> {
  const ref = db.doc(path);
  let attempts = 0;
  for (let time = 0; time < times; time += 1) {
    await db.runTransaction(
      async (transaction) => {
        attempts += 1;
        const value = (await transaction.get(ref)).get('value') as number;
        transaction.update(ref, { value: value + 1 });
      },
      { maxAttempts: 50 },
    );
  }
  return attempts;
}

/** Between this transaction's read and its commit, `between` is awaited; returns what each attempt read. */
export async function transactionWithPause(
  db: Firestore,
  path: string,
  between: () => Promise<unknown>,
): Promise<number[]> {
  const ref = db.doc(path);
  const seen: number[] = [];
  await db.runTransaction(async (transaction) => {
    const value = (await transaction.get(ref)).get('value') as number;
    seen.push(value);
    if (seen.length === 1) {
      await between();
    }
    transaction.update(ref, { value: value + 1 });
  });
  return seen;
}

export async function transactionAgainstPlainWrite(db: Firestore, path: string) {
  const ref = db.doc(path);
  await ref.set({ value: 1 });
  // A server with locks holds the plain write until the transaction ends, so it must not be awaited inside.
  let plain: Promise<unknown> = Promise.resolve();
  let applied = false;
  const seen = await transactionWithPause(db, path, async () => {
    plain = ref.update({ value: 10 }).then(() => {
      applied = true;
    });
    await Promise.race([plain, db.doc('other/document').get()]);
  });
  await plain;
  return { seen, applied, value: (await ref.get()).get('value') as number };
}

export async function transactionWithPhantom(db: Firestore, collection: string) {
  const open = db.collection(collection).where('open', '==', true);
  let attempts = 0;
  let plain: Promise<unknown> = Promise.resolve();
  await db.runTransaction(async (transaction) => {
    attempts += 1;
    const { size } = await transaction.get(open);
    if (attempts === 1) {
      plain = db.collection(collection).doc('late').set({ open: true });
      await Promise.race([plain, db.doc('other/document').get()]);
    }
    transaction.set(db.doc(`${collection}-summary/count`), { size });
  });
  await plain;
  return {
    counted: (await db.doc(`${collection}-summary/count`).get()).get('size') as number,
    attempts,
  };
}

/** Transactions that query one collection while another one is written to all the time; returns their attempts. */
export async function queryTransactionsBesideBusyWriters(
  db: Firestore,
  collection: string,
  { times, writers }: { times: number; writers: number },
): Promise<number> {
  const queried = db.collection(collection);
  await Promise.all(Array.from({ length: 100 }, (_, index) => queried.doc(`d${index}`).set({ open: true })));
  let done = false;
  const busy = Array.from({ length: writers }, async (_, index) => {
    for (let value = 0; !done; value += 1) {
      await db.doc(`${collection}-busy/d${index}`).set({ value });
    }
  });
  let attempts = 0;
  for (let time = 0; time < times; time += 1) {
    await db.runTransaction(async (transaction) => {
      attempts += 1;
      const { size } = await transaction.get(queried.where('open', '==', true));
      transaction.set(db.doc(`${collection}-summary/count`), { size });
    });
  }
  done = true;
  await Promise.all(busy);
  return attempts;
}

export async function failingTransaction(db: Firestore, path: string) {
  const code = await catchCode(
    db.runTransaction(async (transaction) => {
      await transaction.get(db.doc(path));
      transaction.create(db.doc(path), {}).set(db.doc(`${path}-side`), {});
    }),
  );
  return { code, sideExists: (await db.doc(`${path}-side`).get()).exists };
}

export async function readOnlyTransaction(db: Firestore, paths: readonly string[]): Promise<unknown[]> {
  return db.runTransaction(
    async (transaction) => {
      const found: unknown[] = [];
      for (const path of paths) {
        found.push((await transaction.get(db.doc(path))).get('value'));
      }
      return found;
    },
    { readOnly: true },
  );
}

/** Starts a transaction, reads, and never ends it: the process is expected to be killed meanwhile. */
export async function holdTransaction(db: Firestore, path: string): Promise<void> {
  await new Promise<void>((resolve) => {
    void db.runTransaction(async (transaction) => {
      await transaction.get(db.doc(path));
      resolve();
      await new Promise(() => undefined);
    });
  });
}
