import { type Condition, disjunctions } from '../model/disjunctions.ts';
import type { StructuredQuery } from '../model/messages.ts';
import type { QueryScope } from './index-file.ts';

/** The document's name, which every index ends with. */
export const nameField = '__name__';

/** A field that the results are sorted by. */
export interface Order {
  readonly field: string;
  readonly mode: 'ASCENDING' | 'DESCENDING';
}

/** What one disjunction of a query asks of an index. */
export interface QueryShape {
  readonly collectionGroup: string;
  readonly queryScope: QueryScope;
  /** Fields that are compared for equality, `in` included. */
  readonly equalities: readonly string[];
  /** Fields of `array-contains` and `array-contains-any`. */
  readonly contains: readonly string[];
  /** The order of the results, implied parts included; ends with the document's name. */
  readonly orders: readonly Order[];
}

type Kind = 'equality' | 'contains' | 'inequality';

/**
 * The shapes of a query, one for each disjunction. None for a query that names no collection, as only documents'
 * names can be compared there.
 *
 * @param aggregated fields of `sum` and `average`, which must be in the index, too
 * @see https://firebase.google.com/docs/firestore/query-data/index-overview
 */
export function queryShapes(query: StructuredQuery, aggregated: readonly string[] = []): QueryShape[] {
  const [from] = query.from ?? [];
  if (!from?.collectionId) {
    return [];
  }
  const { collectionId: collectionGroup, allDescendants } = from;
  const queryScope = allDescendants ? 'COLLECTION_GROUP' : 'COLLECTION';
  return disjunctions(query.where).map((conditions) => {
    const fieldsOf = (kind: Kind) => [
      ...new Set(
        conditions.filter((one) => kindOf(one) === kind && one.field !== nameField).map(({ field }) => field),
      ),
    ];
    const equalities = fieldsOf('equality');
    const sorted = ordersOf(query, fieldsOf('inequality'), aggregated);
    return {
      collectionGroup,
      queryScope,
      equalities,
      contains: fieldsOf('contains'),
      // All results have the same value in such a field, so the order by it says nothing.
      orders: sorted.filter(({ field }) => !equalities.includes(field)),
    };
  });
}

/** Explicit orders first, then the inequality fields by name, then the aggregated ones, then the document's name. */
function ordersOf(query: StructuredQuery, inequalities: string[], aggregated: readonly string[]): Order[] {
  const orders = (query.orderBy ?? []).map(({ field, direction }): Order => {
    const mode = direction === 'DESCENDING' ? 'DESCENDING' : 'ASCENDING';
    return { field: field?.fieldPath ?? '', mode };
  });
  const isSorted = (name: string) => orders.some(({ field }) => field === name);
  const lastMode = orders.at(-1)?.mode ?? 'ASCENDING';
  for (const field of inequalities.toSorted()) {
    if (!isSorted(field)) {
      orders.push({ field, mode: lastMode });
    }
  }
  for (const field of aggregated) {
    if (!isSorted(field) && field !== nameField) {
      orders.push({ field, mode: 'ASCENDING' });
    }
  }
  return isSorted(nameField)
    ? orders
    : [...orders, { field: nameField, mode: orders.at(-1)?.mode ?? 'ASCENDING' }];
}

function kindOf({ op }: Condition): Kind {
  switch (op) {
    case 'EQUAL':
    case 'IN':
    case 'IS_NULL':
    case 'IS_NAN':
      return 'equality';
    case 'ARRAY_CONTAINS':
    case 'ARRAY_CONTAINS_ANY':
      return 'contains';
    default:
      return 'inequality';
  }
}
