import DataLoader from 'dataloader';
import type { DocumentSnapshot, Firestore } from 'firebase-admin/firestore';
import { operationCounter, outsideInvocations } from '../../lib/invocation.ts';
import { integrationsCollection } from './integration-document.ts';

/** Callers who share one call to Firestore, at most: each waits for the documents of all. */
const maxAtOnce = 100;

/** One caller's wish to read a document. */
interface Wish {
  id: string;
  /** Counts the reading for the invocation that wishes it. */
  count: ReturnType<typeof operationCounter>;
}

/**
 * Reads integrations by id. Requests of the same moment share one call, and requests for the same document share one read.
 * The call starts after all of them have asked, so that no caller gets a snapshot older than its request.
 */
export function createIntegrationReader(
  firestore: () => Firestore,
): (id: string) => Promise<DocumentSnapshot> {
  async function readAll(wishes: readonly Wish[]): Promise<DocumentSnapshot[]> {
    const firsts = new Map<string, Wish>();
    for (const wish of wishes) {
      if (!firsts.has(wish.id)) {
        firsts.set(wish.id, wish);
      }
    }
    const collection = firestore().collection(integrationsCollection);
    const references = [...firsts.keys()].map((id) => collection.doc(id));
    // It belongs to no invocation more than to another: each document is counted for the first who wished it.
    const snapshots = await outsideInvocations(() => firestore().getAll(...references));
    for (const { count } of firsts.values()) {
      count({ reads: 1 });
    }
    const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
    return wishes.map(({ id }) => {
      const snapshot = byId.get(id);
      if (!snapshot) {
        throw new Error('Firestore did not answer for a document that was asked for.');
      }
      return snapshot;
    });
  }

  const loader = new DataLoader(readAll, { cache: false, maxBatchSize: maxAtOnce });
  return (id) => loader.load({ id, count: operationCounter() });
}
