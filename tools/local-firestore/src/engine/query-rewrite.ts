import { status } from '@grpc/grpc-js';
import type { Filter, StructuredQuery, Value } from '../model/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';
import { assertAnswerable } from './query-limits.ts';

/** Firestore's limit on the alternatives that one `in` may list. */
const maxAlternatives = 30;

/**
 * Restates a query so that the library underneath answers it as Firestore does:
 * - `in` becomes an OR of equalities (the library allows one `in` with ten values, Firestore thirty);
 * - `!=` also demands that the field is there and not null;
 * - documents without a field that the query sorts by are left out.
 *
 * @param query not changed
 * @throws {RpcError} INVALID_ARGUMENT for a query that Firestore refuses
 */
export function rewriteQuery(query: StructuredQuery): StructuredQuery {
  assertAnswerable(query);
  const filters: Filter[] = query.where ? [rewriteFilter(query.where)] : [];
  for (const { field } of query.orderBy ?? []) {
    if (field?.fieldPath && field.fieldPath !== '__name__') {
      filters.push(isPresent(field.fieldPath));
    }
  }
  return filters.length === 0 ? query : { ...query, where: combine('AND', filters) };
}

function rewriteFilter(filter: Filter): Filter {
  if (filter.compositeFilter) {
    const { op, filters } = filter.compositeFilter;
    return { compositeFilter: { op: op ?? 'AND', filters: (filters ?? []).map(rewriteFilter) } };
  }
  const { field, op, value } = filter.fieldFilter ?? {};
  if (!field?.fieldPath) {
    return filter;
  }
  if (op === 'NOT_EQUAL') {
    return combine('AND', [filter, { unaryFilter: { op: 'IS_NOT_NULL', field } }]);
  }
  if (op === 'IN') {
    const values = value?.arrayValue?.values ?? [];
    if (values.length === 0 || values.length > maxAlternatives) {
      throw new RpcError(
        status.INVALID_ARGUMENT,
        `'IN' supports 1 to ${maxAlternatives} values, but ${values.length} were given.`,
      );
    }
    // Firestore ignores null in the list: `null` matches only `== null`.
    const wanted = values.filter((one) => !('nullValue' in one));
    return combine(
      'OR',
      wanted.map((one: Value) => ({ fieldFilter: { field, op: 'EQUAL', value: one } })),
    );
  }
  return filter;
}

function isPresent(fieldPath: string): Filter {
  const field = { fieldPath };
  return combine('OR', [
    { unaryFilter: { op: 'IS_NULL', field } },
    { unaryFilter: { op: 'IS_NOT_NULL', field } },
  ]);
}

function combine(op: 'AND' | 'OR', filters: Filter[]): Filter {
  const [only] = filters;
  return filters.length === 1 && only ? only : { compositeFilter: { op, filters } };
}
