import fc from 'fast-check';
import type { Filter, StructuredQuery, Value } from '../../model/messages.ts';
import { all, any, list, number, text, where } from '../raw-client.ts';

// The shapes of the product's queries: one organization, equality with some fields, `in`, a range or a prefix of the field
// that sorts, cursors, limits and projections.

const names = ['', 'a', 'A', 'ab', 'abc', 'b', 'á', 'z', '山﨑', '山\u{20000}', '\u{ffff}', 'Zoë', 'zz'].map(
  text,
);
const numbers: Value[] = [-1, 0, 1, 2, 3, 100].map(number);
const fractions: Value[] = [{ doubleValue: 1.5 }, { doubleValue: -0.5 }];
const moments: Value[] = [0, 1, 2, 2_000_000_000].map((seconds) => ({
  timestampValue: { seconds, nanos: 5_000 },
}));
const nothing: Value = { nullValue: 'NULL_VALUE' };
const flags: Value[] = [{ booleanValue: true }, { booleanValue: false }];

/** What stands in each field, of which a document may lack any. */
const stored: Readonly<Record<string, Value[]>> = {
  org: ['one', 'two'].map(text),
  status: [...['x', 'y', 'z'].map(text), nothing],
  name: [...names, nothing, number(1)],
  count: [...numbers, ...fractions, nothing, text('1')],
  at: [...moments, nothing],
  open: [...flags, nothing],
  tags: [[], ['a'], ['a', 'b'], ['b', 'c']].map((tags) => list(...tags.map(text))),
  inner: ['x', 'y'].map((x) => ({ mapValue: { fields: { x: text(x) } } })),
};
const sortable: Readonly<Record<string, Value[]>> = {
  name: names,
  count: [...numbers, ...fractions],
  at: moments,
};

/** Documents by their ids. */
export const documents: fc.Arbitrary<Record<string, Value>[]> = fc.array(
  fc.record(
    Object.fromEntries(Object.entries(stored).map(([field, values]) => [field, fc.constantFrom(...values)])),
    { requiredKeys: ['org'] },
  ),
  { minLength: 40, maxLength: 40 },
);

const equalTo = (field: string, values: Value[]) =>
  fc.constantFrom(...values).map((value) => where(field, 'EQUAL', value));
const someOf = (values: Value[], maxLength = 3) =>
  fc.subarray(values, { minLength: 1, maxLength }).map((some) => list(...some));
const statuses = ['x', 'y', 'z'].map(text);

const equality: fc.Arbitrary<Filter> = fc.oneof(
  equalTo('org', stored['org'] ?? []),
  equalTo('status', statuses),
  equalTo('open', flags),
  equalTo('inner.x', ['x', 'y'].map(text)),
  fc.constant<Filter>({ unaryFilter: { field: { fieldPath: 'status' }, op: 'IS_NULL' } }),
  someOf(statuses).map((some) => where('status', 'IN', some)),
  fc.constantFrom('a', 'b').map((tag) => where('tags', 'ARRAY_CONTAINS', text(tag))),
  fc.tuple(equalTo('status', statuses), equalTo('open', flags)).map((both) => any(...both)),
);

const range = (field: string) => {
  const bound = fc.constantFrom(...(sortable[field] ?? []));
  return fc.oneof(
    fc
      .tuple(
        fc.constantFrom('LESS_THAN', 'LESS_THAN_OR_EQUAL', 'GREATER_THAN', 'GREATER_THAN_OR_EQUAL'),
        bound,
      )
      .map(([op, value]) => [where(field, op, value)]),
    fc
      .tuple(bound, bound)
      .map(([low, high]) => [where(field, 'GREATER_THAN_OR_EQUAL', low), where(field, 'LESS_THAN', high)]),
  );
};

const sortedBy = fc.constantFrom('name', 'count', 'at', undefined);

/** @param nameOf the full name of the document with this number */
export function queries(nameOf: (index: number) => string): fc.Arbitrary<StructuredQuery> {
  const reference = fc.nat(39).map((index): Value => ({ referenceValue: nameOf(index) }));
  return fc
    .tuple(sortedBy, fc.constantFrom('ASCENDING', 'DESCENDING'), fc.boolean())
    .chain(([field, direction, isTieBroken]) => {
      // Names alone have no automatic index that descends.
      const way = field ? direction : 'ASCENDING';
      const orderBy = [
        ...(field ? [{ field: { fieldPath: field }, direction: way }] : []),
        ...(isTieBroken ? [{ field: { fieldPath: '__name__' }, direction: way }] : []),
      ];
      const position = fc
        .tuple(
          field ? fc.constantFrom(...(sortable[field] ?? [])) : reference,
          reference,
          fc.boolean(),
          fc.boolean(),
        )
        .map(([first, second, before, isWhole]) => ({
          values: field ? [first, ...(isTieBroken && isWhole ? [second] : [])] : [first],
          before,
        }));
      const cursor = orderBy.length > 0 ? fc.option(position, { nil: undefined }) : fc.constant(undefined);
      return fc
        .record({
          filters: fc.array(equality, { maxLength: 2 }),
          ranges: field ? fc.oneof(fc.constant<Filter[]>([]), range(field)) : fc.constant<Filter[]>([]),
          startAt: cursor,
          endAt: cursor,
          limit: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
          offset: fc.constantFrom(0, 0, 0, 2),
          select: fc.option(fc.subarray(['name', 'inner.x', 'count', '__name__'], { minLength: 1 }), {
            nil: undefined,
          }),
        })
        .map(({ filters, ranges, startAt, endAt, limit, offset, select }) => {
          const parts = [...filters, ...ranges];
          return {
            ...(parts.length > 0 ? { where: parts.length === 1 ? parts[0] : all(...parts) } : {}),
            ...(orderBy.length > 0 ? { orderBy } : {}),
            ...(startAt ? { startAt } : {}),
            ...(endAt ? { endAt } : {}),
            ...(limit ? { limit: { value: limit } } : {}),
            ...(offset ? { offset } : {}),
            ...(select ? { select: { fields: select.map((fieldPath) => ({ fieldPath })) } } : {}),
          } as StructuredQuery;
        });
    });
}
