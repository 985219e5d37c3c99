import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import type { Filter, StructuredQuery } from '../model/messages.ts';
import { createIndexCheck } from './index-check.ts';
import { parseIndexDefinitions } from './index-file.ts';

const up = (fieldPath: string) => ({ fieldPath, order: 'ASCENDING' });
const down = (fieldPath: string) => ({ fieldPath, order: 'DESCENDING' });
const has = (fieldPath: string) => ({ fieldPath, arrayConfig: 'CONTAINS' });
const index = (...fields: object[]) => ({ collectionGroup: 'cities', queryScope: 'COLLECTION', fields });

const where = (field: string, op: string): Filter =>
  ({ fieldFilter: { field: { fieldPath: field }, op, value: { integerValue: 1 } } }) as Filter;
const both = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'AND', filters } });
const either = (...filters: Filter[]): Filter => ({ compositeFilter: { op: 'OR', filters } });
const same = (field: string) => where(field, 'EQUAL');
const above = (field: string) => where(field, 'GREATER_THAN');

/** `-name` sorts in descending order. */
function query(filter: Filter | undefined, orders: string[] = [], allDescendants = false): StructuredQuery {
  return {
    from: [{ collectionId: 'cities', allDescendants }],
    ...(filter ? { where: filter } : {}),
    orderBy: orders.map((order) => ({
      field: { fieldPath: order.replace(/^-/, '') },
      direction: order.startsWith('-') ? 'DESCENDING' : 'ASCENDING',
    })),
  };
}

function check(
  asked: StructuredQuery,
  indexes: object[],
  fieldOverrides: object[] = [],
  sums: string[] = [],
) {
  const definitions = parseIndexDefinitions({ indexes, fieldOverrides });
  const file = { path: 'firestore.indexes.json', definitions: () => definitions };
  try {
    createIndexCheck(file).assertIndexed(asked, sums);
    return 'served';
  } catch (error) {
    expect(error).toMatchObject({ code: status.FAILED_PRECONDITION });
    return error instanceof Error ? error.message : String(error);
  }
}

describe('without any composite index, it serves', () => {
  it.each<[string, StructuredQuery]>([
    ['a whole collection', query(undefined)],
    ['a whole collection group', query(undefined, [], true)],
    ['one equality', query(same('state'))],
    ['an equality in a map', query(same('mayor.name'))],
    ['several equalities, merged', query(both(same('state'), same('country'), where('capital', 'IN')))],
    [
      'equalities from the last name to the first',
      query(both(same('state'), same('country')), ['-__name__']),
    ],
    ['a range', query(both(above('population'), where('population', 'LESS_THAN')))],
    ['a range from its end', query(above('population'), ['-population'])],
    ['an order', query(undefined, ['-population'])],
    ['!=', query(where('population', 'NOT_EQUAL'))],
    ['array-contains', query(where('regions', 'ARRAY_CONTAINS'))],
    ['array-contains with an equality', query(both(where('regions', 'ARRAY_CONTAINS'), same('state')))],
    ['an order by what is equal anyway', query(same('state'), ['state'])],
    ['either of two', query(either(same('state'), above('population')))],
    ['names', query(both(same('__name__'), where('__name__', 'LESS_THAN')))],
    ['no collection, as a recursive delete asks', { from: [{ allDescendants: true }] }],
  ])('%s', (_what, asked) => {
    expect(check(asked, [])).toBe('served');
  });
});

describe('it needs exactly the index', () => {
  it.each<[string, StructuredQuery, object]>([
    ['an equality and an order', query(same('a'), ['-b']), index(up('a'), down('b'))],
    ['an equality and a range', query(both(same('a'), above('b'))), index(up('a'), up('b'))],
    ['array-contains and an order', query(where('a', 'ARRAY_CONTAINS'), ['b']), index(has('a'), up('b'))],
    ['two orders', query(undefined, ['a', '-b']), index(up('a'), down('b'))],
    ['a name against the order', query(undefined, ['-a', '__name__']), index(down('a'), up('__name__'))],
    ['names in descending order', query(undefined, ['-__name__']), index(down('__name__'))],
    ['ranges of two fields', query(both(above('b'), above('a')), ['b']), index(up('b'), up('a'))],
    [
      'one disjunction of two',
      query(either(same('a'), both(same('a'), above('b')))),
      index(up('a'), up('b')),
    ],
  ])('%s', (_what, asked, needed) => {
    expect(check(asked, [])).toBe(
      `The query requires an index. Add this to "indexes" of firestore.indexes.json: ${JSON.stringify(needed)}`,
    );
    expect(check(asked, [needed])).toBe('served');
  });

  it.each<[string, object]>([
    ['the other direction', index(up('a'), up('b'))],
    ['fields in another order', index(down('b'), up('a'))],
    ['a field too many at the end', index(up('a'), down('b'), up('c'))],
    ['a field too many at the start', index(up('c'), up('a'), down('b'))],
    ['another collection', { ...index(up('a'), down('b')), collectionGroup: 'towns' }],
    ['another scope', { ...index(up('a'), down('b')), queryScope: 'COLLECTION_GROUP' }],
    ['a contains index', index(has('a'), down('b'))],
  ])('and %s does not do', (_what, other) => {
    expect(check(query(same('a'), ['-b']), [other])).not.toBe('served');
  });

  it('or several that are merged, if they have the same order and name every field', () => {
    const asked = query(both(same('a'), same('b'), where('c', 'ARRAY_CONTAINS')), ['-d']);
    const ab = index(up('b'), up('a'), down('d'));
    expect(check(asked, [ab])).not.toBe('served');
    expect(check(asked, [ab, index(has('c'), up('d'))])).not.toBe('served');
    expect(check(asked, [ab, index(has('c'), down('d'))])).toBe('served');
  });

  it('with the summed field', () => {
    expect(check(query(same('a')), [], [], ['b'])).toContain(JSON.stringify(index(up('a'), up('b'))));
    expect(check(query(undefined), [], [], ['b'])).toBe('served');
  });
});

describe('field overrides', () => {
  const exempt = (fieldPath: string) => ({ collectionGroup: 'cities', fieldPath, indexes: [] });

  it('take the automatic indexes of a field and of what is in it', () => {
    expect(check(query(same('secret.part')), [], [exempt('secret')])).toBe(
      'The query requires an index on one field ("secret.part" is exempt from automatic indexing there). ' +
        'In "fieldOverrides" of firestore.indexes.json, this serves it: {"collectionGroup":"cities",' +
        '"fieldPath":"secret.part","indexes":[{"order":"ASCENDING","queryScope":"COLLECTION"}]}',
    );
    expect(check(query(same('secretary')), [], [exempt('secret')])).toBe('served');
    expect(check(query(same('a')), [], [exempt('*')])).not.toBe('served');
  });

  it('leave composite indexes alone', () => {
    const asked = query(both(same('shard'), above('due')));
    expect(check(asked, [index(up('shard'), up('due'))], [exempt('due')])).toBe('served');
  });

  it('can give a field the scope of its collection group', () => {
    const asked = query(same('a'), [], true);
    const indexes = [{ order: 'ASCENDING', queryScope: 'COLLECTION_GROUP' }];
    expect(check(asked, [])).not.toBe('served');
    expect(check(asked, [], [{ ...exempt('a'), indexes }])).toBe('served');
  });

  it('of the nearest field win', () => {
    const indexes = [{ order: 'ASCENDING', queryScope: 'COLLECTION' }];
    const overrides = [exempt('map'), { ...exempt('map.part'), indexes }];
    expect(check(query(same('map.part')), [], overrides)).toBe('served');
  });
});

it.each<[string, unknown]>([
  ['must be an object', []],
  ['The file cannot have "index"', { index: [] }],
  ['alone belongs into fieldOverrides', { indexes: [index(up('a'))] }],
  ['"queryScope" must be', { indexes: [{ collectionGroup: 'a', fields: [up('a'), up('b')] }] }],
  ['A field needs', { indexes: [index({ ...up('a'), ...has('a') }, up('b'))] }],
  ['there twice', { indexes: [index(up('a'), up('b')), index(up('a'), up('b'))] }],
  ['"indexes" must be a list', { fieldOverrides: [{ collectionGroup: 'a', fieldPath: 'b' }] }],
])('refuses a file: %s', (message, content) => {
  expect(() => parseIndexDefinitions(content)).toThrow(message);
});
