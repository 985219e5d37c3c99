import { describe, expect, it } from 'vitest';
import type { Filter } from '../../model/messages.ts';
import { allowsQuery, and, or, provesCondition, where } from '../testing/ask-query.ts';
import { rulesOf } from '../testing/ask-rules.ts';

// https://firebase.google.com/docs/firestore/security/rules-query: rules are not filters.

const owned = 'resource.data.owner == request.auth.uid';
const isAda = where('owner', 'EQUAL', 'ada');

describe('Secure and query documents based on a field', () => {
  it.each<[string, Filter | undefined, boolean]>([
    ['the owner', isAda, true],
    ['nothing', undefined, false],
    ['somebody else', where('owner', 'EQUAL', 'bob'), false],
    ['the owner and more', and(isAda, where('size', 'GREATER_THAN', 3)), true],
    ['the owner or somebody', or(isAda, where('owner', 'EQUAL', 'bob')), false],
    ['the owner, or the owner and more', or(isAda, and(isAda, where('a', 'EQUAL', 1))), true],
    ['one of only the owner', where('owner', 'IN', ['ada']), true],
    ['one of the owner and another', where('owner', 'IN', ['ada', 'bob']), false],
    ['not another', where('owner', 'NOT_EQUAL', 'bob'), false],
    [
      'a range',
      and(where('owner', 'GREATER_THAN_OR_EQUAL', 'ada'), where('owner', 'LESS_THAN_OR_EQUAL', 'ada')),
      false,
    ],
    ['another field', where('writer', 'EQUAL', 'ada'), false],
    ['a field inside of it', where('owner.id', 'EQUAL', 'ada'), false],
    ['another type', where('owner', 'EQUAL', ['ada']), false],
    ['null', where('owner', 'IS_NULL'), false],
  ])('filtered by %s', (_what, filter, expected) => {
    expect(provesCondition(owned, filter)).toBe(expected);
    expect(provesCondition('request.auth.uid == resource.data.owner', filter)).toBe(expected);
    expect(provesCondition("resource.data['owner'] == request.auth.uid", filter)).toBe(expected);
    expect(provesCondition("resource.data.get('owner', '') == request.auth.uid", filter)).toBe(expected);
    expect(provesCondition('resource.data.owner in [request.auth.uid]', filter)).toBe(expected);
  });
});

describe('what a filter makes certain', () => {
  it.each<[string, Filter]>([
    ['resource.data.size > 3', where('size', 'GREATER_THAN', 3)],
    ['resource.data.size > 3', where('size', 'GREATER_THAN', 4)],
    ['resource.data.size > 3', where('size', 'EQUAL', 4)],
    ['resource.data.size >= 3', where('size', 'GREATER_THAN', 3)],
    ['3 <= resource.data.size', where('size', 'GREATER_THAN_OR_EQUAL', 3)],
    ['resource.data.size < 3.5', where('size', 'LESS_THAN', 3)],
    ['resource.data.size != 2', where('size', 'GREATER_THAN', 3)],
    ['resource.data.size != 2', where('size', 'NOT_EQUAL', 2)],
    ['resource.data.size == 4', where('size', 'EQUAL', 4)],
    ['resource.data.size == 4.0', where('size', 'EQUAL', 4)],
    ['resource.data.size <= request.auth.token.level', where('size', 'LESS_THAN', 3)],
    ['resource.data.a.b == 1', where('a.b', 'EQUAL', 1)],
    ["resource.data.get(['a', 'b'], 0) == 'x'", where('a.b', 'EQUAL', 'x')],
    ["resource.data['odd name'] == 1", where('`odd name`', 'EQUAL', 1)],
    ['resource.data.gone == null', where('gone', 'IS_NULL')],
    ['resource.data.gone != null', where('gone', 'IS_NOT_NULL')],
    ['resource.data.gone != null', where('gone', 'NOT_IN', ['a'])],
    ["'gone' in resource.data", where('gone', 'IS_NULL')],
    ["'blue' in resource.data.teams", where('teams', 'ARRAY_CONTAINS', 'blue')],
    ["resource.data.teams.hasAny(['red', 'blue'])", where('teams', 'ARRAY_CONTAINS_ANY', ['red', 'blue'])],
    ["resource.data.teams.hasAll(['blue'])", where('teams', 'ARRAY_CONTAINS', 'blue')],
    ['resource.data.open', where('open', 'EQUAL', true)],
    ['!resource.data.open', where('open', 'EQUAL', false)],
    ["resource.data.name.matches('a.*')", where('name', 'EQUAL', 'abc')],
    ["resource.data.kind in ['a', 'b']", where('kind', 'IN', ['b', 'a'])],
    ["!(resource.data.kind in ['a', 'b'])", where('kind', 'EQUAL', 'c')],
    ["id == 'one'", where('__name__', 'IN', ['/things/one'])],
    ['resource != null', where('a', 'EQUAL', 1)],
    ["resource.data.open || request.auth.token.team == 'blue'", where('a', 'EQUAL', 1)],
    ['resource.data.missing == 1 || true', where('a', 'EQUAL', 1)],
    ["resource.data.kind == 'a' ? true : false", where('kind', 'EQUAL', 'a')],
    ["resource.data.map == {'a': 'x'}", where('map', 'EQUAL', { a: 'x' })],
    ["resource.data.map.a == 'x'", where('map', 'EQUAL', { a: 'x' })],
  ])('%s', (condition, filter) => {
    expect(provesCondition(condition, filter)).toBe(true);
    // The opposite must not be allowed by the same filter.
    expect(provesCondition(`!(${condition})`, filter)).toBe(false);
  });

  it.each<[string, Filter]>([
    ['resource.data.size > 3', where('size', 'GREATER_THAN_OR_EQUAL', 3)],
    ['resource.data.size > 3', where('size', 'GREATER_THAN', 2)],
    ['resource.data.size > 3', where('size', 'LESS_THAN', 2)],
    ['resource.data.size == 3', where('size', 'GREATER_THAN', 2)],
    ['resource.data.size != 2', where('size', 'NOT_EQUAL', 3)],
    ['resource.data.size is int', where('size', 'EQUAL', 4)],
    ["'blue' in resource.data.teams", where('teams', 'ARRAY_CONTAINS', 'red')],
    ["'blue' in resource.data.teams", where('teams', 'ARRAY_CONTAINS_ANY', ['red', 'blue'])],
    ["resource.data.teams.hasAll(['blue', 'red'])", where('teams', 'ARRAY_CONTAINS', 'blue')],
    ["resource.data.teams.hasOnly(['blue'])", where('teams', 'ARRAY_CONTAINS', 'blue')],
    ['resource.data.teams.size() > 0', where('teams', 'ARRAY_CONTAINS', 'blue')],
    ['!resource.data.open', where('a', 'EQUAL', 1)],
    ['resource.data.open ? true : true', where('a', 'EQUAL', 1)],
    ['resource.data == {}', where('a', 'EQUAL', 1)],
    ["resource.data.keys().hasOnly(['a'])", where('a', 'EQUAL', 1)],
    ['resource.data.a == resource.data.a', where('b', 'EQUAL', 1)],
    ["[resource.data.a].hasAny(['x'])", where('a', 'NOT_EQUAL', 'y')],
    ['exists(/databases/$(database)/documents/users/$(resource.data.owner))', where('a', 'EQUAL', 1)],
    ["id == 'one'", where('a', 'EQUAL', 1)],
    ['request.path == /databases/$(database)/documents/things/one', where('a', 'EQUAL', 1)],
    ['resource.data.gone != null', where('a', 'EQUAL', 1)],
    ["resource.data.kind in ['a', 'b']", where('kind', 'NOT_IN', ['c'])],
  ])('and not: %s', (condition, filter) => {
    expect(provesCondition(condition, filter)).toBe(false);
  });
});

describe('Evaluate constraints on queries', () => {
  it.each([
    ['request.query.limit <= 10', { limit: { value: 10 } }, true],
    ['request.query.limit <= 10', { limit: { value: 11 } }, false],
    ['request.query.limit <= 10', {}, false],
    ['request.query.offset == null', {}, true],
    ['request.query.offset == null', { offset: 5 }, false],
  ])('%s with %j', (condition, more, expected) => {
    expect(provesCondition(condition, undefined, more)).toBe(expected);
  });
});

describe('Collection group queries', () => {
  const group = { from: [{ collectionId: 'parts', allDescendants: true }] };
  const below = { from: [{ collectionId: 'parts' }] };
  it.each([
    ['/{path=**}/parts/{part}', true, true],
    ['/{all=**}', true, true],
    ['/parts/{part}', false, true],
    ['/parts/{part=**}', false, true],
    ['/things/{thing}/parts/{part}', false, false],
    ['/things/{path=**}/parts/{part}', false, false],
    ['/{path=**}/things/{thing}', false, false],
    ['/parts/one', false, false],
  ])('%s', (match, allowsGroup, allowsCollection) => {
    const source = rulesOf('allow list;', match);
    expect(allowsQuery(source, group)).toBe(allowsGroup);
    expect(allowsQuery(source, below)).toBe(allowsCollection);
  });

  it('leaves the path that a recursive wildcard stands for open', () => {
    const source = rulesOf('allow list: if path[0] == "things";', '/{path=**}/parts/{part}');
    expect(allowsQuery(source, group)).toBe(false);
  });

  it('of every collection needs a rule for every document', () => {
    const every = { from: [{ allDescendants: true }] };
    expect(allowsQuery(rulesOf('allow list;', '/{all=**}'), every)).toBe(true);
    expect(allowsQuery(rulesOf('allow list;', '/{path=**}/parts/{part}'), every)).toBe(false);
  });
});
