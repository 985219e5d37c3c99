import type {
  DocumentReference,
  Firestore,
  ReadWriteTransactionOptions,
  Transaction,
} from 'firebase-admin/firestore';
import { isClosedTransaction } from './firestore-errors.ts';

const maxRuns = 5;

/**
 * Runs a read-write transaction; every one of this service goes through here. When the answer to its commit is lost, the
 * client library sends the commit again, and a database with locks answers that the transaction is closed: the library
 * repeats some forms of that answer and not others. Here every form is settled. A document that the transaction created
 * is the proof that its commit was done, and the result of that run stands. Without such a proof `update` runs again:
 * one that creates nothing must give the same when it is done twice, or recognise its own change in what it reads.
 */
export async function runTransaction<Result>(
  firestore: Firestore,
  update: (transaction: Transaction) => Promise<Result>,
  options?: ReadWriteTransactionOptions,
): Promise<Result> {
  for (let run = 1; ; run += 1) {
    let done: { created: DocumentReference[]; result: Result } | undefined;
    try {
      return await firestore.runTransaction(async (transaction) => {
        const created: DocumentReference[] = [];
        const result = await update(notingCreations(transaction, created));
        done = { created, result };
        return result;
      }, options);
    } catch (error) {
      if (run === maxRuns || !isClosedTransaction(error)) {
        throw error;
      }
      const [proof] = done?.created ?? [];
      if (done && proof && (await proof.get()).exists) {
        return done.result;
      }
    }
  }
}

/** The same transaction, which also lists the documents that it creates. */
function notingCreations(transaction: Transaction, created: DocumentReference[]): Transaction {
  return new Proxy(transaction, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') {
        return member;
      }
      return (...input: unknown[]): unknown => {
        if (name === 'create') {
          created.push(input[0] as DocumentReference);
        }
        return Reflect.apply(member, target, input);
      };
    },
  });
}
