import { status } from '@grpc/grpc-js';
import type { Database } from '../engine/database.ts';
import { assertAggregations } from '../engine/query-limits.ts';
import { rewriteQuery } from '../engine/query-rewrite.ts';
import { withQuickFilter } from '../engine/quick-filter.ts';
import type { TransactionQuery } from '../engine/transaction-queries.ts';
import type {
  RunAggregationQueryRequest,
  RunAggregationQueryResponse,
  RunQueryRequest,
  RunQueryResponse,
  StructuredQuery,
} from '../model/messages.ts';
import { parseDatabaseName } from '../model/resource-names.ts';
import { RpcError } from '../wire/rpc-error.ts';
import type { CallContext } from './context.ts';
import { withoutRetry } from './transactions.ts';

type AggregationQuery = NonNullable<RunAggregationQueryRequest['structuredAggregationQuery']>;

/** Runs a query; every answer carries the moment of the reading as `readTime`. */
export async function* runQuery(
  request: RunQueryRequest,
  { authorizer, databases, indexes, locks }: CallContext,
): AsyncGenerator<RunQueryResponse> {
  const database = await databases.get(parseDatabaseName(request.parent));
  const asked = required(request.structuredQuery);
  authorizer.assertMayList(database, request.parent ?? '', asked);
  indexes.assertIndexed(asked);
  const structuredQuery = rewriteQuery(asked);
  const rewritten = withoutRetry({ ...request, structuredQuery });
  const results: AsyncIterable<RunQueryResponse> = withQuickFilter(asked, () =>
    database.bridge.client.runQuery(rewritten),
  );
  let { transaction } = request;
  for await (const result of recorded(database, { kind: 'query', request: rewritten }, results)) {
    transaction = result.transaction instanceof Uint8Array ? result.transaction : transaction;
    if (result.document?.name && !request.newTransaction?.readOnly) {
      locks.lock(transaction, [result.document.name]);
    }
    yield result;
  }
}

/** Counts, sums or averages over a query's results. */
export async function* runAggregationQuery(
  request: RunAggregationQueryRequest,
  { authorizer, databases, indexes }: CallContext,
): AsyncGenerator<RunAggregationQueryResponse> {
  const aggregation = request.structuredAggregationQuery ?? {};
  const database = await databases.get(parseDatabaseName(request.parent));
  const asked = required(aggregation.structuredQuery);
  authorizer.assertMayList(database, request.parent ?? '', asked);
  indexes.assertIndexed(asked, aggregatedFields(aggregation));
  assertAggregations((aggregation.aggregations ?? []).length);
  const structuredQuery = rewriteQuery(asked);
  const rewritten = withoutRetry({
    ...request,
    structuredAggregationQuery: { ...aggregation, structuredQuery },
  });
  const results: AsyncIterable<RunAggregationQueryResponse> = withQuickFilter(asked, () =>
    database.bridge.client.runAggregationQuery(rewritten),
  );
  yield* recorded(database, { kind: 'aggregation', request: rewritten }, results);
}

async function* recorded<T extends { transaction?: Uint8Array | string | null }>(
  { transactionQueries }: Database,
  query: TransactionQuery,
  results: AsyncIterable<T>,
): AsyncGenerator<T> {
  const seen: T[] = [];
  let transaction: Uint8Array | undefined;
  for await (const result of results) {
    if (result.transaction instanceof Uint8Array) {
      transaction = result.transaction;
      seen.push(result);
    }
    yield result;
  }
  if (transaction) {
    transactionQueries.record(transaction, query, seen);
  }
}

function aggregatedFields({ aggregations }: AggregationQuery): string[] {
  return (aggregations ?? []).flatMap(({ sum, avg }) => sum?.field?.fieldPath ?? avg?.field?.fieldPath ?? []);
}

function required(query: StructuredQuery | null | undefined): StructuredQuery {
  if (!query) {
    throw new RpcError(status.INVALID_ARGUMENT, 'The request has no structured query.');
  }
  return query;
}
