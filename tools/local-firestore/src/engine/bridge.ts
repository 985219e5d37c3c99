import type { Duplex } from 'node:stream';
import { FirestoreMock } from '@firebase-bridge/firestore-admin';
import type { DocumentData, Timestamp } from 'firebase-admin/firestore';
import type {
  BatchGetDocumentsRequest,
  BeginTransactionRequest,
  BeginTransactionResponse,
  CommitRequest,
  CommitResponse,
  Document,
  Fields,
  ListCollectionIdsRequest,
  ListDocumentsRequest,
  RollbackRequest,
  RunAggregationQueryRequest,
  RunQueryRequest,
  Value,
} from '../model/messages.ts';
import type { DatabaseName } from '../model/resource-names.ts';
import { mayMatch } from './quick-filter.ts';

// The library's in-process client is not public. Everything that is reached into is listed here, once,
// and `openBridge` refuses to start when a part is missing (the version is pinned in package.json).

/** The in-process stand-in for the generated gRPC client. Unary calls apply synchronously, then resolve. */
export interface BridgeClient {
  beginTransaction(request: BeginTransactionRequest): Promise<[BeginTransactionResponse]>;
  commit(request: CommitRequest): Promise<[CommitResponse]>;
  rollback(request: RollbackRequest): Promise<[object]>;
  listDocuments(request: ListDocumentsRequest): Promise<[Document[]]>;
  listCollectionIds(request: ListCollectionIdsRequest): Promise<[string[]]>;
  batchGetDocuments(request: BatchGetDocumentsRequest): Duplex;
  runQuery(request: RunQueryRequest): Duplex;
  runAggregationQuery(request: RunAggregationQueryRequest): Duplex;
  listen(): Duplex;
}

/** A document's state after a change. */
export interface BridgeChange {
  readonly path: string;
  readonly exists: boolean;
  readonly data: DocumentData | undefined;
  readonly createTime?: Timestamp;
  readonly updateTime: Timestamp;
}

/** One commit's changes, by path. */
export interface BridgeChanges {
  readonly isInitial: boolean;
  changes(): Readonly<Record<string, BridgeChange>>;
}

interface StoredDocument {
  readonly exists: boolean;
  readonly updateTime: Timestamp;
  _createTime: Timestamp;
  readonly _history: { readonly updateTime: Timestamp }[];
}

interface BridgeAccessor {
  serverTime: () => Timestamp;
  readonly version: number;
  readonly _src: { readonly docs: ReadonlyMap<string, StoredDocument> };
  readonly _txs: {
    flush(): void;
    /** @throws for one that is unknown */
    fetch(id: Buffer): { readonly status: number };
  };
  registerChangeWatcher(watcher: (changes: BridgeChanges) => void): () => void;
  query(query: BridgeQuery): object[];
}

/** Status of a transaction that is under way, in the library. */
export const activeTransaction = 0;

/** What the library looks for among the documents of a collection. */
interface BridgeQuery {
  readonly predicate: (document: { readonly data: DocumentData }) => boolean;
}

interface BridgeSerializer {
  encodeFields(data: DocumentData): Fields;
  decodeValue(value: Value): DocumentData;
}

/** One project's database inside this process. */
export interface Bridge {
  readonly client: BridgeClient;
  readonly accessor: BridgeAccessor;
  readonly serializer: BridgeSerializer;
  readonly direct: ReturnType<FirestoreMock['createDatabase']>['database'];
}

/** @throws {Error} when the library no longer has the parts that this package builds on */
export async function openBridge(name: DatabaseName, serverTime: () => Timestamp): Promise<Bridge> {
  const controller = new FirestoreMock().createDatabase(name.projectId, name.databaseId);
  const firestore = controller.firestore();
  const { _clientPool: pool, _serializer: serializer } = firestore as unknown as {
    _clientPool?: { run<T>(tag: string, grpc: boolean, use: (client: T) => Promise<T>): Promise<T> };
    _serializer?: BridgeSerializer;
  };
  const { _accessor: accessor } = controller as unknown as { _accessor?: BridgeAccessor };
  if (
    pool === undefined ||
    serializer === undefined ||
    accessor?._src.docs === undefined ||
    typeof accessor._txs.fetch !== 'function' ||
    typeof accessor.query !== 'function'
  ) {
    throw new Error('This version of @firebase-bridge/firestore-admin is laid out differently.');
  }
  const client = await pool.run<BridgeClient>('local-firestore', true, (given) => Promise.resolve(given));
  accessor.serverTime = serverTime;
  const queryAll = accessor.query.bind(accessor);
  accessor.query = (query) =>
    queryAll({ ...query, predicate: (found) => mayMatch(found.data) && query.predicate(found) });
  return { client, accessor, serializer, direct: controller.database };
}
