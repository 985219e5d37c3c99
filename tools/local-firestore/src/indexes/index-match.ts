import type {
  CompositeIndex,
  FieldOverride,
  IndexDefinitions,
  IndexField,
  IndexMode,
  QueryScope,
} from './index-file.ts';
import { nameField, type QueryShape } from './query-shape.ts';

const automaticModes: readonly IndexMode[] = ['ASCENDING', 'DESCENDING', 'CONTAINS'];

/**
 * Whether Firestore can answer a query with these indexes. It reads one index from end to end in its own direction, or
 * merges several that have the same order and between them every field that is compared for equality.
 *
 * @see https://firebase.google.com/docs/firestore/query-data/index-overview
 * @see https://firebase.google.com/docs/firestore/query-data/indexing#index_merging
 */
export function isServed(shape: QueryShape, definitions: IndexDefinitions): boolean {
  const [firstOrder] = shape.orders;
  const compared = [...shape.equalities, ...shape.contains];
  if (compared.length === 0 && (!firstOrder || firstOrder.field === nameField)) {
    // The documents themselves lie in ascending order of their names.
    return firstOrder?.mode !== 'DESCENDING' || candidates(shape, definitions).some(isNamesDescending);
  }
  const covered = new Set<string>();
  for (const fields of candidates(shape, definitions)) {
    const prefix = prefixBeforeOrders(fields, shape);
    if (prefix === undefined) {
      continue;
    }
    if (compared.length === 0 && prefix.length === 0) {
      return true;
    }
    for (const { field } of prefix) {
      covered.add(field);
    }
  }
  return compared.length > 0 && compared.every((field) => covered.has(field));
}

/** Whether the file takes the automatic single-field index away that this query could have used. */
export function exemptedField(shape: QueryShape, { overrides }: IndexDefinitions): string | undefined {
  const fields = [...shape.equalities, ...shape.contains, ...shape.orders.map(({ field }) => field)];
  return fields.find((field) => overrideOf(overrides, shape.collectionGroup, field) !== undefined);
}

/** The fields that an index has before the query's order, or undefined when it does not fit the query. */
function prefixBeforeOrders(fields: readonly IndexField[], shape: QueryShape): IndexField[] | undefined {
  const { equalities, contains, orders } = shape;
  const start = fields.length - orders.length;
  const isSorted =
    start >= 0 &&
    orders.every(
      ({ field, mode }, at) => fields[start + at]?.field === field && fields[start + at]?.mode === mode,
    );
  const prefix = fields.slice(0, Math.max(start, 0));
  const isCompared = prefix.every(({ field, mode }) =>
    mode === 'CONTAINS' ? contains.includes(field) : equalities.includes(field),
  );
  return isSorted && isCompared ? prefix : undefined;
}

function candidates(shape: QueryShape, { composites, overrides }: IndexDefinitions): IndexField[][] {
  const { collectionGroup, queryScope } = shape;
  const declared = composites
    .filter((index) => index.collectionGroup === collectionGroup && index.queryScope === queryScope)
    .map(withName);
  const used = [...shape.equalities, ...shape.contains, ...shape.orders.map(({ field }) => field)];
  const single = used
    .filter((field) => field !== nameField)
    .flatMap((field) =>
      singleFieldModes(overrides, collectionGroup, field, queryScope).map((mode) =>
        withName({ fields: [{ field, mode }] }),
      ),
    );
  return [...declared, ...single];
}

function singleFieldModes(
  overrides: readonly FieldOverride[],
  collectionGroup: string,
  field: string,
  queryScope: QueryScope,
): readonly IndexMode[] {
  const override = overrideOf(overrides, collectionGroup, field);
  if (override) {
    return override.indexes.filter((one) => one.queryScope === queryScope).map(({ mode }) => mode);
  }
  return queryScope === 'COLLECTION' ? automaticModes : [];
}

/** The override of the field, of the nearest map around it, or of all fields of the collection. */
function overrideOf(
  overrides: readonly FieldOverride[],
  collectionGroup: string,
  field: string,
): FieldOverride | undefined {
  const own = overrides.filter((one) => one.collectionGroup === collectionGroup);
  const around = own
    .filter((one) => one.field === field || field.startsWith(`${one.field}.`))
    .toSorted((one, other) => other.field.length - one.field.length);
  return around[0] ?? own.find((one) => one.field === '*');
}

/** An index ends with the document's name, in the direction of its last field unless it says otherwise. */
function withName({ fields }: Pick<CompositeIndex, 'fields'>): IndexField[] {
  const last = fields.at(-1);
  if (last?.field === nameField) {
    return [...fields];
  }
  return [...fields, { field: nameField, mode: last?.mode === 'DESCENDING' ? 'DESCENDING' : 'ASCENDING' }];
}

function isNamesDescending(fields: readonly IndexField[]): boolean {
  return fields.length === 1 && fields[0]?.mode === 'DESCENDING';
}
