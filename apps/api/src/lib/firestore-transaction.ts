import type { Firestore, ReadWriteTransactionOptions, Transaction } from 'firebase-admin/firestore';
import { isClosedTransaction } from './firestore-errors.ts';

const maxRuns = 5;

/**
 * Runs a read-write transaction. When the answer to its commit is lost, the client library sends the commit again, and a
 * database with locks answers that the transaction is closed: the library repeats some forms of that answer and not
 * others. Here every form runs `update` again, which must recognise in what it reads that its change is made already.
 */
export async function runTransaction<Result>(
  firestore: Firestore,
  update: (transaction: Transaction) => Promise<Result>,
  options?: ReadWriteTransactionOptions,
): Promise<Result> {
  for (let run = 1; ; run += 1) {
    try {
      return await firestore.runTransaction(update, options);
    } catch (error) {
      if (run === maxRuns || !isClosedTransaction(error)) throw error;
    }
  }
}
