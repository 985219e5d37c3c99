import DataLoader from 'dataloader';
import type { DocumentReference, Firestore, Timestamp, UpdateData } from 'firebase-admin/firestore';
import {
  createDirectCalls,
  type DirectCall,
  type DirectCallsDependencies,
  isRefusal,
} from './direct-calls.ts';
import { decodeBatchWrite, encodeWrites, type WriteOutcome } from './document-encoder.ts';
import { isPreconditionFailed, isTransient } from './firestore-errors.ts';
import { GrpcError } from './grpc-channel.ts';
import { operationCounter, outsideOperationScopes } from './operation-scope.ts';

/** How long an update waits for others, in milliseconds. */
const gatherMs = 5;
/** Updates in one call: the SDK's own limit for BatchWrite, which keeps a call below Firestore's 10 MiB. */
const maxAtOnce = 20;

/**
 * Changes fields of a document, if its last write was at `version`.
 * @returns the version that the document has then.
 * @throws as `reference.update`: a failed precondition is an error of this update alone.
 */
export type UpdateVersion = <Document extends object>(
  reference: DocumentReference<Document>,
  change: UpdateData<Document>,
  version: Timestamp,
) => Promise<Timestamp>;

interface Update {
  reference: DocumentReference;
  change: UpdateData<object>;
  version: Timestamp;
  /** Counts the write for the operation scope that wants it. */
  count: ReturnType<typeof operationCounter>;
}

/** Updates one document by a call of its own. */
export const updateVersion: UpdateVersion = async (reference, change, version) =>
  (await reference.update(change, { lastUpdateTime: version })).writeTime;

/**
 * Updates documents outside of transactions in few calls: those of the same 5 ms share one BatchWrite. It is
 * not atomic. Each update has a precondition and an outcome of its own, so that one document that has changed keeps no
 * other from being written. Nothing is repeated here: when the answer is lost, each caller finds out about its own update.
 * The call is made by hand where it can be, and by the SDK's `BulkWriter` otherwise.
 */
export function createGatheredUpdates(dependencies: DirectCallsDependencies): UpdateVersion {
  const openCall = createDirectCalls(dependencies);

  async function updateAll(updates: readonly Update[]): Promise<(Timestamp | Error)[]> {
    const call = openCall();
    return (call && (await updateDirectly(call, updates))) ?? updateBySdk(dependencies.firestore(), updates);
  }

  const loader = new DataLoader<Update, Timestamp>(
    // It belongs to no operation scope more than to another.
    (updates) => outsideOperationScopes(() => updateAll(updates)),
    {
      cache: false,
      maxBatchSize: maxAtOnce,
      batchScheduleFn: (send) => void setTimeout(send, gatherMs),
    },
  );

  return async (reference, change, version) => {
    try {
      return await loader.load({ reference, change, version, count: operationCounter() });
    } catch (error) {
      if (isPreconditionFailed(error) || isTransient(error)) {
        throw error;
      }
      // Firestore has refused the call, perhaps for another's update.
      return updateVersion(reference, change, version);
    }
  };
}

/** Null when it is the SDK's to make: an update is unusual, or the call did not get through. */
async function updateDirectly(
  { database, send, pause }: DirectCall,
  updates: readonly Update[],
): Promise<(Timestamp | Error)[] | null> {
  const writes = updates.map(({ reference, change, version }) => ({
    name: `${database}/documents/${reference.path}`,
    data: change,
    mask: Object.keys(change),
    precondition: { updateTime: version },
  }));
  try {
    const outcomes = decodeBatchWrite(await send('BatchWrite', encodeWrites(database, writes)));
    if (outcomes.length !== updates.length) {
      pause();
      return null;
    }
    return outcomes.map((outcome, index) => toVersion(outcome, updates[index]));
  } catch (error) {
    if (isRefusal(error)) {
      return updates.map(() => error);
    }
    return null;
  }
}

function toVersion(
  { code, message, updateTime }: WriteOutcome,
  update: Update | undefined,
): Timestamp | Error {
  if (code !== 0 || !updateTime) {
    return new GrpcError(code, message);
  }
  update?.count({ writes: 1 });
  return updateTime;
}

async function updateBySdk(firestore: Firestore, updates: readonly Update[]): Promise<(Timestamp | Error)[]> {
  // A writer for each call: one that hangs keeps no other waiting.
  const writer = firestore.bulkWriter({ throttling: false });
  writer.onWriteError(() => false);
  const outcomes = updates.map(async ({ reference, change, version, count }) => {
    const { writeTime } = await writer.update(reference, change, { lastUpdateTime: version });
    count({ writes: 1 });
    return writeTime;
  });
  // Its own end is not waited for: it never comes when one of the updates could not be sent at all.
  void writer.close();
  return (await Promise.allSettled(outcomes)).map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : toError(outcome.reason),
  );
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
