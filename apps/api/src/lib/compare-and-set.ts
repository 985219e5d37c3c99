import type { DocumentReference, DocumentSnapshot, UpdateData } from 'firebase-admin/firestore';
import { retry } from './backoff.ts';
import { isPreconditionFailed } from './firestore-errors.ts';

const maxAttempts = 10;

/** What to write to a document after reading it, or null for nothing, and the result for the caller. */
export interface Decision<Document, Result> {
  change: UpdateData<Document> | null;
  result: Result;
}

/**
 * Repeats an attempt, without a pause, while its write finds another version of the document than the attempt read.
 * @param attempt reads, decides and writes. It must recognize its own earlier write, whose answer may have been lost.
 * @throws what the tenth attempt throws, and any other error at once.
 */
export function retryConflicts<Result>(attempt: () => Promise<Result>): Promise<Result> {
  let attempts = 1;
  return retry(attempt, isPreconditionFailed, () => attempts++ < maxAttempts);
}

/**
 * Changes one document like a transaction, but without a lock: reads it, and writes only to the version that it read. When
 * another write came first, it starts again. A database with locks would keep the document locked until the transaction
 * expires if the answer to the read is lost.
 * @param decide is called with every snapshot. It must recognize its own earlier write, whose answer may have been lost.
 */
export async function compareAndSet<Document extends object, Result>(
  reference: DocumentReference<Document>,
  decide: (snapshot: DocumentSnapshot<Document>) => Decision<Document, Result>,
): Promise<Result> {
  return retryConflicts(async () => {
    const snapshot = await reference.get();
    const { change, result } = decide(snapshot);
    if (change && snapshot.updateTime) {
      await reference.update(change, { lastUpdateTime: snapshot.updateTime });
    }
    return result;
  });
}
