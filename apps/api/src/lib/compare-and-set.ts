import type { DocumentReference, DocumentSnapshot, UpdateData } from 'firebase-admin/firestore';
import { isPreconditionFailed } from './firestore-errors.ts';

/** A document that others change more often than this between a reading and a write has another trouble. */
export const maxAttempts = 10;

/** What is to become of a document as it was read: a change, or none, and what the caller is told. */
export interface Decision<Document, Result> {
  change: UpdateData<Document> | null;
  result: Result;
}

/**
 * Changes one document as a transaction would, without holding a lock: reads it, and writes to the very version that was
 * read, again from the start when somebody else was faster. A database with locks keeps a document locked for as long as
 * a transaction may last when the answer to its reading is lost; nobody would wait that long.
 * @param decide called with every reading. It must recognise in it a change of its own, whose answer may have been lost.
 */
export async function compareAndSet<Document extends object, Result>(
  reference: DocumentReference,
  decide: (snapshot: DocumentSnapshot) => Decision<Document, Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const snapshot = await reference.get();
    const { change, result } = decide(snapshot);
    if (!change || !snapshot.updateTime) {
      return result;
    }
    try {
      await reference.update(change, { lastUpdateTime: snapshot.updateTime });
      return result;
    } catch (error) {
      if (attempt === maxAttempts || !isPreconditionFailed(error)) {
        throw error;
      }
    }
  }
}
