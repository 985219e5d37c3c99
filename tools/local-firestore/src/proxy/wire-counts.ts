import { status } from '@grpc/grpc-js';
import type {
  BatchGetDocumentsResponse,
  BatchWriteRequest,
  BatchWriteResponse,
  CommitRequest,
  ListDocumentsResponse,
  RunQueryResponse,
  Write,
} from '../model/messages.ts';

/** What went over the wire since the last reset. */
export interface WireCounts {
  /** Documents asked for by name, found or not, documents in query results, and one for each aggregation query. */
  readonly documentsRead: number;
  /** Sets, updates and transforms that were applied. */
  readonly documentsWritten: number;
  /** Deletes that were applied. */
  readonly documentsDeleted: number;
  /** Queries and aggregation queries, whatever they found. */
  readonly queries: number;
  /** Calls by method name, failed ones included. */
  readonly rpcs: Readonly<Record<string, number>>;
}

/** Keeps the counts. */
export interface WireCounter {
  counts(): WireCounts;
  reset(): void;
  /** A call came in. */
  called(rpc: string): void;
  /** The target answered one of its messages; `request` is what it answers. */
  answered(rpc: string, request: object, response: object): void;
}

interface Totals {
  documentsRead: number;
  documentsWritten: number;
  documentsDeleted: number;
  queries: number;
}

type Counting = (totals: Totals, request: object, response: object) => void;

const countings: Readonly<Record<string, Counting>> = {
  BatchGetDocuments(totals, _request, { found, missing }: BatchGetDocumentsResponse) {
    totals.documentsRead += found || missing ? 1 : 0;
  },
  GetDocument(totals) {
    totals.documentsRead += 1;
  },
  ListDocuments(totals, _request, { documents }: ListDocumentsResponse) {
    totals.documentsRead += documents?.length ?? 0;
  },
  RunQuery(totals, _request, { document }: RunQueryResponse) {
    totals.documentsRead += document ? 1 : 0;
  },
  RunAggregationQuery(totals) {
    totals.documentsRead += 1;
  },
  Commit(totals, { writes }: CommitRequest) {
    countWrites(totals, writes ?? []);
  },
  Write(totals, { writes }: CommitRequest) {
    countWrites(totals, writes ?? []);
  },
  BatchWrite(totals, { writes }: BatchWriteRequest, response: BatchWriteResponse) {
    const applied = (writes ?? []).filter((_write, index) => !isFailure(response.status?.[index]?.code));
    countWrites(totals, applied);
  },
  CreateDocument(totals) {
    totals.documentsWritten += 1;
  },
  UpdateDocument(totals) {
    totals.documentsWritten += 1;
  },
  DeleteDocument(totals) {
    totals.documentsDeleted += 1;
  },
};

/** Starts at zero. */
export function createWireCounter(): WireCounter {
  let totals = zero();
  let rpcs: Record<string, number> = {};
  return {
    counts: () => ({ ...totals, rpcs: { ...rpcs } }),
    reset() {
      totals = zero();
      rpcs = {};
    },
    called(rpc) {
      rpcs[rpc] = (rpcs[rpc] ?? 0) + 1;
      if (rpc === 'RunQuery' || rpc === 'RunAggregationQuery') {
        totals.queries += 1;
      }
    },
    answered(rpc, request, response) {
      countings[rpc]?.(totals, request, response);
    },
  };
}

function zero(): Totals {
  return { documentsRead: 0, documentsWritten: 0, documentsDeleted: 0, queries: 0 };
}

function countWrites(totals: Totals, writes: readonly Write[]): void {
  for (const write of writes) {
    totals[write.delete ? 'documentsDeleted' : 'documentsWritten'] += 1;
  }
}

function isFailure(code: number | null | undefined): boolean {
  return (code ?? status.OK) !== status.OK;
}
