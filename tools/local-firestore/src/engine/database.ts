import { status } from '@grpc/grpc-js';
import type { Timestamp } from 'firebase-admin/firestore';
import type {
  CommitRequest,
  CommitResponse,
  Fields,
  ProtoTimestamp,
  Write,
  WriteResult,
} from '../model/messages.ts';
import { type DatabaseName, relativePath } from '../model/resource-names.ts';
import { RpcError } from '../wire/rpc-error.ts';
import { activeTransaction, type Bridge, type BridgeChanges, openBridge } from './bridge.ts';
import { trimHistory } from './history.ts';
import { microsFromTimestamp, type ServerClock, timestampFromMicros } from './server-clock.ts';
import { assertStorable } from './storable-values.ts';
import { createTransactionQueries, type TransactionQueries } from './transaction-queries.ts';
import { assertConditionsCanBeMet, assertVerified } from './verify-write.ts';
import { toWriteResult } from './write-result.ts';

/** A document as it is kept on disk. Times are microseconds since 1970. */
export interface StoredDocument {
  readonly path: string;
  readonly fields: Fields;
  readonly createMicros: number;
  readonly updateMicros: number;
}

/** What a commit did to one document. */
export type DocumentChange = StoredDocument | { readonly path: string; readonly deleted: true };

/** Told of every commit, before the caller of the commit is answered. A throw makes the commit fail. */
export type ChangeSink = (name: DatabaseName, changes: DocumentChange[]) => void;

/** One project's database: the library's, with what it lacks. */
export interface Database {
  readonly name: DatabaseName;
  readonly bridge: Bridge;
  readonly transactionQueries: TransactionQueries;
  /**
   * Applies writes atomically.
   *
   * @param authorize is asked at the moment of the commit, and throws to prevent it
   * @throws {RpcError} the status that Firestore would answer with
   */
  commit(request: CommitRequest, authorize?: (writes: readonly Write[]) => void): Promise<CommitResponse>;
  /** The fields that a document has now; undefined when it is not there. */
  fieldsOf(path: string): Fields | undefined;
  /** The server's time. */
  now(): ProtoTimestamp;
  /** Every document, for the disk. */
  documents(): StoredDocument[];
  /** Deletes every document; listeners see it. */
  clear(): Promise<void>;
  /** Forgets transactions that nobody finished. */
  sweep(): void;
}

/**
 * Opens a database in memory.
 *
 * @param clock gives every time that the database hands out
 * @param onChange is told of every commit
 * @param initial documents that it starts with, at their own times
 */
export async function openDatabase(
  name: DatabaseName,
  clock: ServerClock,
  onChange: ChangeSink,
  initial: readonly StoredDocument[] = [],
): Promise<Database> {
  let sinkError: unknown;
  const bridge = await openBridge(name, () => clock.now());
  const { accessor, client, direct, serializer } = bridge;
  const transactionQueries = createTransactionQueries(bridge);
  const stored = (path: string) => accessor._src.docs.get(path);
  await restore(bridge, clock, initial);
  accessor.registerChangeWatcher(report);

  function report(event: BridgeChanges): void {
    if (event.isInitial) {
      return;
    }
    const changes = Object.values(event.changes()).map((change): DocumentChange => {
      trimHistory(stored(change.path), clock.now());
      if (!change.exists || change.data === undefined) {
        return { path: change.path, deleted: true };
      }
      const createTime = change.createTime ?? change.updateTime;
      return {
        path: change.path,
        fields: serializer.encodeFields(change.data),
        createMicros: microsFromTimestamp(createTime),
        updateMicros: microsFromTimestamp(change.updateTime),
      };
    });
    try {
      onChange(name, changes);
    } catch (error) {
      sinkError = error;
    }
  }

  // A write that changes nothing leaves the document's updateTime alone, and its result says so.
  function actualUpdateTime(write: Write): ProtoTimestamp | undefined {
    const found = write.update?.name ? stored(relativePath(write.update.name)) : undefined;
    return found && protoTimestamp(found.updateTime);
  }

  // The library would apply the writes before it notices.
  function assertOpen(transaction: CommitRequest['transaction']): void {
    if (!transaction?.length) {
      return;
    }
    const id =
      typeof transaction === 'string' ? Buffer.from(transaction, 'base64') : Buffer.from(transaction);
    if (accessor._txs.fetch(id).status !== activeTransaction) {
      throw new RpcError(status.INVALID_ARGUMENT, 'Transaction is invalid or closed.');
    }
  }

  async function commit(
    request: CommitRequest,
    authorize?: (writes: readonly Write[]) => void,
  ): Promise<CommitResponse> {
    const writes = request.writes ?? [];
    writes.forEach(assertStorable);
    assertOpen(request.transaction);
    assertConditionsCanBeMet(writes);
    await transactionQueries.assertUnchanged(request);
    authorize?.(writes);
    const changing = writes.filter((write) => !assertVerified(write, stored));
    transactionQueries.noteWrites(changing);
    const pending = client.commit({ ...request, writes: changing });
    // The commit is applied by now; a later one may change these documents before the answer comes.
    const updateTimes = changing.map(actualUpdateTime);
    const [response] = await pending;
    transactionQueries.forget(request.transaction);
    if (sinkError !== undefined) {
      throw new RpcError(status.UNAVAILABLE, 'The local Firestore cannot write to its data folder.');
    }
    const results = (response.writeResults ?? []).map((result, index): WriteResult => {
      const updateTime = updateTimes[index];
      return { ...toWriteResult(result), ...(updateTime && { updateTime }) };
    });
    const writeResults = writes.map((write) => (write.verify ? {} : (results.shift() ?? {})));
    return { ...response, writeResults };
  }

  return {
    name,
    bridge,
    transactionQueries,
    commit,
    fieldsOf(path) {
      const { exists, data } = direct.getDocument(path);
      return exists && data ? serializer.encodeFields(data) : undefined;
    },
    now: () => protoTimestamp(clock.now()),
    documents() {
      return direct.toMetaArray().map((meta) => ({
        path: meta.path,
        fields: serializer.encodeFields(meta.data),
        createMicros: microsFromTimestamp(meta.createTime),
        updateMicros: microsFromTimestamp(meta.updateTime),
      }));
    },
    async clear() {
      direct.batchWrite(direct.toDocumentPaths());
      await new Promise((resolve) => setImmediate(resolve));
    },
    sweep() {
      accessor._txs.flush();
      transactionQueries.sweep();
    },
  };
}

function protoTimestamp({ seconds, nanoseconds }: Timestamp): ProtoTimestamp {
  return { seconds: String(seconds), nanos: nanoseconds };
}

async function restore(
  bridge: Bridge,
  clock: ServerClock,
  documents: readonly StoredDocument[],
): Promise<void> {
  const { accessor, direct, serializer } = bridge;
  for (const { path, fields, createMicros, updateMicros } of documents) {
    accessor.serverTime = () => timestampFromMicros(updateMicros);
    direct.setDocument(path, serializer.decodeValue({ mapValue: { fields } }));
    const found = accessor._src.docs.get(path);
    if (found) {
      found._createTime = timestampFromMicros(createMicros);
    }
    clock.advancePast(updateMicros);
  }
  accessor.serverTime = () => clock.now();
  // The library announces changes a moment later; these are not changes, so nobody may be watching yet.
  await new Promise((resolve) => setImmediate(resolve));
}
