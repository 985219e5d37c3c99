import type { Timestamp, WriteBatch } from 'firebase-admin/firestore';
import { type DocumentData, type DocumentReference, FieldValue } from 'firebase-admin/firestore';
import {
  createDirectCalls,
  type DirectCall,
  type DirectCallsDependencies,
  isRefusal,
} from './direct-calls.ts';
import { type EncodedWrite, encodeWrites } from './document-encoder.ts';
import { operationCounter } from './operation-scope.ts';

/** A precondition on the version of a document. */
interface OnVersion {
  lastUpdateTime: Timestamp;
}

/** What is added to a number, by the path to it. */
export interface Increment {
  path: readonly string[];
  by: number;
}

/** Writes that are made together. The methods are those of the SDK's `WriteBatch`, as far as they are used. */
export interface DocumentWrites {
  create(reference: DocumentReference, data: object): void;
  set(reference: DocumentReference, data: object): void;
  update(reference: DocumentReference, change: object, precondition: OnVersion): void;
  delete(reference: DocumentReference, precondition: OnVersion): void;
  /** Writes some fields and adds to others; the document is made if it is not there. */
  increment(reference: DocumentReference, data: object, increments: readonly Increment[]): void;
}

/** One write, in the form sent on the wire and in the form the SDK takes. */
interface Write {
  reference: DocumentReference;
  encoded: Omit<EncodedWrite, 'name'>;
  addTo(batch: WriteBatch): void;
}

/**
 * Commits writes of many documents in one atomic commit, made by hand: the SDK takes most of the processor time of a large
 * commit for its own copies of every value. Whatever is unusual, and every commit that did not get through, is left to the
 * SDK. So a commit may be sent twice, as by the SDK itself: every write that must not happen twice needs a precondition.
 */
export function createCommitter(dependencies: DirectCallsDependencies) {
  const openCall = createDirectCalls(dependencies);

  /** False when it is the SDK's to make. @throws {GrpcError} when Firestore has refused it. */
  async function commitDirectly({ database, send }: DirectCall, writes: readonly Write[]): Promise<boolean> {
    try {
      const named = writes.map(({ reference, encoded }) => ({
        ...encoded,
        name: `${database}/documents/${reference.path}`,
      }));
      await send('Commit', encodeWrites(database, named));
      return true;
    } catch (error) {
      if (isRefusal(error)) {
        throw error;
      }
      return false;
    }
  }

  /**
   * Commits what `add` adds: all of it or nothing.
   * @throws as `WriteBatch.commit`.
   */
  return async (add: (writes: DocumentWrites) => void): Promise<void> => {
    const count = operationCounter();
    const writes: Write[] = [];
    add(collect(writes));
    const call = openCall();
    if (call && (await commitDirectly(call, writes))) {
      count({ writes: writes.length });
      return;
    }
    const batch = dependencies.firestore().batch();
    for (const write of writes) {
      write.addTo(batch);
    }
    await batch.commit();
  };
}

function collect(writes: Write[]): DocumentWrites {
  return {
    create(reference, data) {
      const encoded = { data, precondition: { exists: false } };
      writes.push({ reference, encoded, addTo: (batch) => void batch.create(reference, data) });
    },
    set(reference, data) {
      writes.push({ reference, encoded: { data }, addTo: (batch) => void batch.set(reference, data) });
    },
    update(reference, change, precondition) {
      const encoded = {
        data: change,
        mask: Object.keys(change),
        precondition: { updateTime: precondition.lastUpdateTime },
      };
      const data: DocumentData = change;
      writes.push({
        reference,
        encoded,
        addTo: (batch) => void batch.update(reference, data, { ...precondition }),
      });
    },
    delete(reference, precondition) {
      const encoded = { precondition: { updateTime: precondition.lastUpdateTime } };
      writes.push({
        reference,
        encoded,
        addTo: (batch) => void batch.delete(reference, { ...precondition }),
      });
    },
    increment(reference, data, increments) {
      const encoded = { data, mask: Object.keys(data), increments };
      const merged = () => withIncrements(data, increments);
      writes.push({
        reference,
        encoded,
        addTo: (batch) => void batch.set(reference, merged(), { merge: true }),
      });
    },
  };
}

/** The same write through the SDK. */
function withIncrements(data: object, increments: readonly Increment[]): DocumentData {
  const merged: DocumentData = { ...data };
  for (const { path, by } of increments) {
    let map = merged;
    for (const name of path.slice(0, -1)) {
      map = map[name] ??= {};
    }
    map[path.at(-1) ?? ''] = FieldValue.increment(by);
  }
  return merged;
}
