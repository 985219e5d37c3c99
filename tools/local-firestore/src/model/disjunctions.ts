import { InvalidArgumentError } from './invalid-argument-error.ts';
import type { Filter, Value } from './messages.ts';

/** Firestore's limit on the disjunctions of one query. */
const maxDisjunctions = 30;

/** One comparison of a field, or of a document's name. */
export interface Condition {
  readonly field: string;
  readonly op: string;
  readonly value: Value;
}

/**
 * A filter in disjunctive normal form: a document matches when it meets all conditions of one of the lists. No filter
 * is one list without conditions.
 *
 * @param expand what one condition is instead, as alternatives; by default only itself
 * @throws {InvalidArgumentError} for more disjunctions than Firestore takes
 */
export function disjunctions(
  filter: Filter | null | undefined,
  expand: (condition: Condition) => readonly Condition[] = (condition) => [condition],
): Condition[][] {
  const { compositeFilter, fieldFilter, unaryFilter } = filter ?? {};
  if (compositeFilter) {
    const parts = (compositeFilter.filters ?? []).map((part) => disjunctions(part, expand));
    return limited(compositeFilter.op === 'OR' ? parts.flat() : parts.reduce(product, [[]]));
  }
  const field = fieldFilter?.field?.fieldPath ?? unaryFilter?.field?.fieldPath;
  if (!field) {
    return [[]];
  }
  const op = String(fieldFilter?.op ?? unaryFilter?.op);
  return limited(expand({ field, op, value: fieldFilter?.value ?? {} }).map((condition) => [condition]));
}

function product(left: Condition[][], right: Condition[][]): Condition[][] {
  return limited(left.flatMap((one) => right.map((other) => [...one, ...other])));
}

function limited(alternatives: Condition[][]): Condition[][] {
  if (alternatives.length > maxDisjunctions) {
    throw new InvalidArgumentError(
      `A query may have ${maxDisjunctions} disjunctions at most, and this one has ${alternatives.length}.`,
    );
  }
  return alternatives;
}
