import type { Duplex } from 'node:stream';
import { status } from '@grpc/grpc-js';
import type {
  CommitRequest,
  RunAggregationQueryRequest,
  RunQueryRequest,
  StructuredQuery,
  Write,
} from '../model/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';
import type { Bridge } from './bridge.ts';

/** Firestore ends a transaction after 270 seconds; its queries are of no use afterwards. */
const maxTransactionMs = 270_000;
/** How often the check starts again because a commit to the queried collections came in between. */
const maxChecks = 10;

/** A query that a transaction ran, in a form that can be run again. */
export type TransactionQuery =
  | { readonly kind: 'query'; readonly request: RunQueryRequest }
  | { readonly kind: 'aggregation'; readonly request: RunAggregationQueryRequest };

interface Ran {
  readonly query: TransactionQuery;
  readonly answer: string;
}

/**
 * The queries of running transactions. The library notices when a document that a transaction read has changed,
 * but not when another one has come to match its query; running the queries again at commit does.
 */
export interface TransactionQueries {
  record(transaction: Uint8Array, query: TransactionQuery, results: readonly object[]): void;
  /** @throws {RpcError} ABORTED when one of the transaction's queries has another answer by now */
  assertUnchanged(request: CommitRequest): Promise<void>;
  /** Is told of all that is written, at once. */
  noteWrites(writes: readonly Write[]): void;
  forget(transaction: CommitRequest['transaction']): void;
  sweep(): void;
}

export function createTransactionQueries({ client }: Pick<Bridge, 'client'>): TransactionQueries {
  const running = new Map<string, { startedMs: number; ran: Ran[] }>();
  /** How many documents were written, by the id of their collection, and all under '': other writes change no answer. */
  const written = new Map<string, number>();
  const writtenTo = (collectionIds: readonly string[]) =>
    collectionIds.reduce((sum, id) => sum + (written.get(id) ?? 0), 0);

  async function run(query: TransactionQuery): Promise<string> {
    const stream: Duplex =
      query.kind === 'query' ? client.runQuery(query.request) : client.runAggregationQuery(query.request);
    const results: object[] = [];
    for await (const result of stream) {
      results.push(result);
    }
    return fingerprint(results);
  }

  return {
    record(transaction, query, results) {
      const key = keyOf(transaction);
      const entry = running.get(key) ?? { startedMs: Date.now(), ran: [] };
      running.set(key, entry);
      // Outside the transaction the same question is asked about the present.
      const { transaction: _id, newTransaction: _new, readTime: _at, ...question } = query.request;
      const again = { kind: query.kind, request: question } as TransactionQuery;
      entry.ran.push({ query: again, answer: fingerprint(results) });
    },
    async assertUnchanged({ transaction, writes }) {
      const entry = transaction ? running.get(keyOf(transaction)) : undefined;
      if (entry === undefined || !writes?.length) {
        return;
      }
      const collectionIds = entry.ran.flatMap(({ query }) => collectionIdsOf(query));
      for (let check = 0; check < maxChecks; check += 1) {
        const before = writtenTo(collectionIds);
        for (const { query, answer } of entry.ran) {
          if ((await run(query)) !== answer) {
            throw conflict();
          }
        }
        if (writtenTo(collectionIds) === before) {
          return;
        }
      }
      throw conflict();
    },
    noteWrites(writes) {
      for (const { update, delete: deleted, transform } of writes) {
        const id = (update?.name ?? deleted ?? transform?.document ?? '').split('/').at(-2) ?? '';
        for (const key of [id, '']) {
          written.set(key, (written.get(key) ?? 0) + 1);
        }
      }
    },
    forget(transaction) {
      if (transaction) {
        running.delete(keyOf(transaction));
      }
    },
    sweep() {
      for (const [key, { startedMs }] of running) {
        if (Date.now() - startedMs > maxTransactionMs) {
          running.delete(key);
        }
      }
    },
  };
}

function collectionIdsOf({ kind, request }: TransactionQuery): string[] {
  const query: StructuredQuery | null | undefined =
    kind === 'query' ? request.structuredQuery : request.structuredAggregationQuery?.structuredQuery;
  const ids = (query?.from ?? []).map(({ collectionId }) => collectionId ?? '');
  return ids.length === 0 ? [''] : ids;
}

function conflict(): RpcError {
  return new RpcError(status.ABORTED, 'A query of this transaction has another result by now; please retry.');
}

function keyOf(transaction: Uint8Array | string): string {
  return typeof transaction === 'string' ? transaction : Buffer.from(transaction).toString('base64');
}

// Names and update times say everything about documents; aggregates have only their result.
function fingerprint(results: readonly object[]): string {
  return JSON.stringify(
    results.map((one) => {
      const { document, result } = one as {
        document?: { name?: string; updateTime?: object };
        result?: object;
      };
      return document ? [document.name, document.updateTime] : result;
    }),
  );
}
