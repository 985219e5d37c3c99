import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { assertAffordable } from '../values/size.ts';
import {
  areEqual,
  contains,
  isList,
  isMap,
  type RulesMap,
  RulesMapDiff,
  RulesPath,
  RulesSet,
  type RulesValue,
} from '../values/value.ts';
import { asInstance, asList, asString, type Builtin, wrongType } from './builtin.ts';

/** Lists and sets ask the same questions, of lists and sets. */
const typeQuestions: Readonly<Record<string, Builtin>> = {
  hasAll: { arity: 1, run: (own, given) => without(itemsOf(given), itemsOf(own)).length === 0 },
  hasAny: { arity: 1, run: (own, given) => within(itemsOf(given), itemsOf(own)).length > 0 },
  hasOnly: { arity: 1, run: (own, given) => without(itemsOf(own), itemsOf(given)).length === 0 },
  size: { arity: 0, run: (own) => BigInt(itemsOf(own).length) },
};

/** Methods of lists. @see https://firebase.google.com/docs/reference/rules/rules.List */
export const listMethods: Readonly<Record<string, Builtin>> = {
  ...typeQuestions,
  concat: { arity: 1, run: (list, other) => [...asList(list), ...asList(other)] },
  join: {
    arity: 1,
    run(list, by) {
      const texts = asList(list).map(asString);
      assertAffordable(texts.length * asString(by).length);
      return texts.join(asString(by));
    },
  },
  removeAll: {
    arity: 1,
    run: (list, other) => without(asList(list), asList(other)),
  },
  toSet: { arity: 0, run: (list) => new RulesSet(asList(list)) },
};

/** Methods of sets. @see https://firebase.google.com/docs/reference/rules/rules.Set */
export const setMethods: Readonly<Record<string, Builtin>> = {
  ...typeQuestions,
  difference: {
    arity: 1,
    run: (set, other) => new RulesSet(without(itemsOf(set), setItems(other))),
  },
  intersection: {
    arity: 1,
    run: (set, other) => new RulesSet(within(itemsOf(set), setItems(other))),
  },
  union: { arity: 1, run: (set, other) => new RulesSet([...itemsOf(set), ...setItems(other)]) },
};

/** Methods of maps. @see https://firebase.google.com/docs/reference/rules/rules.Map */
export const mapMethods: Readonly<Record<string, Builtin>> = {
  diff: { arity: 1, run: (map, other) => new RulesMapDiff(asMap(map), asMap(other)) },
  get: { arity: 2, run: (map, key, otherwise) => getNested(asMap(map), key, otherwise) },
  keys: { arity: 0, run: (map) => [...asMap(map).keys()] },
  values: { arity: 0, run: (map) => [...asMap(map).values()] },
  size: { arity: 0, run: (map) => BigInt(asMap(map).size) },
};

/** Methods of differences of maps. @see https://firebase.google.com/docs/reference/rules/rules.MapDiff */
export const mapDiffMethods: Readonly<Record<string, Builtin>> = {
  addedKeys: keysWhere((inAfter, inBefore) => inAfter && !inBefore),
  removedKeys: keysWhere((inAfter, inBefore) => !inAfter && inBefore),
  changedKeys: keysWhere((inAfter, inBefore, same) => inAfter && inBefore && !same),
  unchangedKeys: keysWhere((inAfter, inBefore, same) => inAfter && inBefore && same),
  affectedKeys: keysWhere((inAfter, inBefore, same) => inAfter !== inBefore || !same),
};

/** Methods of paths. @see https://firebase.google.com/docs/reference/rules/rules.Path */
export const pathMethods: Readonly<Record<string, Builtin>> = {
  bind: {
    arity: 1,
    run: (path, bindings) =>
      new RulesPath(
        asInstance(path, RulesPath).segments.map((segment) => {
          const name = /^\{(.*)\}$/.exec(segment)?.[1];
          return name === undefined ? segment : asString(asMap(bindings).get(name));
        }),
      ),
  },
};

/** @throws {EvaluationError} when it is no map */
export function asMap(value: RulesValue | undefined): RulesMap {
  if (value !== undefined && isMap(value)) {
    return value;
  }
  throw wrongType(value);
}

/** `map.get('a', otherwise)`, `map.get(['a', 'b'], otherwise)` for what is nested. */
function getNested(
  map: RulesMap,
  key: RulesValue | undefined,
  otherwise: RulesValue | undefined,
): RulesValue {
  const keys = key !== undefined && isList(key) ? key.map(asString) : [asString(key)];
  let value: RulesValue = map;
  for (const one of keys) {
    const inner: RulesValue | undefined = isMap(value) ? value.get(one) : undefined;
    if (inner === undefined) {
      return otherwise ?? null;
    }
    value = inner;
  }
  return value;
}

function keysWhere(wanted: (inAfter: boolean, inBefore: boolean, same: boolean) => boolean): Builtin {
  return {
    arity: 0,
    run(diff) {
      const { after, before } = asInstance(diff, RulesMapDiff);
      const keys = [...new Set([...after.keys(), ...before.keys()])].filter((key) => {
        const [one, other] = [after.get(key), before.get(key)];
        return wanted(
          one !== undefined,
          other !== undefined,
          one !== undefined && other !== undefined && areEqual(one, other),
        );
      });
      return new RulesSet(keys);
    },
  };
}

function setItems(value: RulesValue | undefined): readonly RulesValue[] {
  return asInstance(value, RulesSet).items;
}

function within(items: readonly RulesValue[], others: readonly RulesValue[]): RulesValue[] {
  assertAffordable(items.length * others.length);
  return items.filter((item) => contains(others, item));
}

function without(items: readonly RulesValue[], others: readonly RulesValue[]): RulesValue[] {
  assertAffordable(items.length * others.length);
  return items.filter((item) => !contains(others, item));
}

function itemsOf(value: RulesValue | undefined): readonly RulesValue[] {
  if (value instanceof RulesSet) {
    return value.items;
  }
  if (value === undefined || !isList(value)) {
    throw new EvaluationError('Unsupported operation error. A list or a set is needed.');
  }
  return value;
}
