import { status } from '@grpc/grpc-js';
import type { Filter, StructuredQuery } from '../model/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';

/** Firestore's limits: https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
const maxDisjunctions = 30;
const maxAggregations = 5;

const negations = new Set<unknown>(['NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', 'IS_NOT_NULL']);
const notWithNotIn = new Set<unknown>(['IN', 'ARRAY_CONTAINS_ANY', 'OR']);

/**
 * Refuses the queries that Firestore refuses and the library underneath would answer.
 *
 * @throws {RpcError} INVALID_ARGUMENT
 */
export function assertAnswerable({ where, orderBy, offset }: StructuredQuery): void {
  if ((offset ?? 0) < 0) {
    refuse('offset is negative');
  }
  assertOrder((orderBy ?? []).map(({ field }) => field?.fieldPath ?? ''));
  if (!where) {
    return;
  }
  const operators = operatorsOf(where);
  if (operators.filter((operator) => negations.has(operator)).length > 1) {
    refuse(
      "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter is allowed per query.",
    );
  }
  if (operators.includes('NOT_IN') && operators.some((operator) => notWithNotIn.has(operator))) {
    refuse("'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'.");
  }
  const disjunctions = disjunctionsOf(where);
  if (disjunctions > maxDisjunctions) {
    refuse(`The query has ${disjunctions} disjunctions; ${maxDisjunctions} are allowed.`);
  }
}

/** @throws {RpcError} INVALID_ARGUMENT for more aggregations than Firestore computes at once */
export function assertAggregations(count: number): void {
  if (count > maxAggregations) {
    refuse(`The query has ${count} aggregations; ${maxAggregations} are allowed.`);
  }
}

function assertOrder(paths: readonly string[]): void {
  const keyAt = paths.indexOf('__name__');
  if (keyAt !== -1 && keyAt < paths.length - 1) {
    refuse('order by clause cannot contain more fields after the key');
  }
  if (new Set(paths).size < paths.length) {
    refuse('order by clause cannot contain duplicate fields');
  }
}

/** Every operator of a filter and of those inside it. */
function operatorsOf(filter: Filter): unknown[] {
  const { compositeFilter, fieldFilter, unaryFilter } = filter;
  if (!compositeFilter) {
    return [fieldFilter?.op ?? unaryFilter?.op];
  }
  const filters = compositeFilter.filters ?? [];
  if (filters.length === 0) {
    refuse('Composite filter must have at least one sub-filter.');
  }
  return [compositeFilter.op, ...filters.flatMap(operatorsOf)];
}

/** How many alternatives a filter has when it is written as one OR of ANDs. */
function disjunctionsOf({ compositeFilter, fieldFilter }: Filter): number {
  if (compositeFilter) {
    const counts = (compositeFilter.filters ?? []).map(disjunctionsOf);
    return compositeFilter.op === 'OR'
      ? counts.reduce((sum, count) => sum + count, 0)
      : counts.reduce((product, count) => product * count, 1);
  }
  const { op, value } = fieldFilter ?? {};
  return op === 'IN' || op === 'ARRAY_CONTAINS_ANY' ? (value?.arrayValue?.values?.length ?? 1) : 1;
}

function refuse(message: string): never {
  throw new RpcError(status.INVALID_ARGUMENT, message);
}
