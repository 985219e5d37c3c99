import fc from 'fast-check';
import { expect } from 'vitest';
import type { Filter } from '../../model/messages.ts';
import { and, or, provesCondition, where } from './ask-query.ts';
import { askRules, rulesOf } from './ask-rules.ts';

/** Stored values; the floats are what a query cannot tell from integers. */
const sampleValues: readonly unknown[] = [
  1,
  2,
  3,
  1.5,
  'a',
  'b',
  '',
  true,
  false,
  null,
  ['a'],
  ['a', 'b'],
  [1],
];
const value = fc.constantFrom(...sampleValues);
const field = fc.constantFrom('a', 'b');
const document = fc.record({ a: value, b: value }, { requiredKeys: [] });

interface Condition {
  readonly filter: Filter;
  matches(document: object): boolean;
}

const orders: Record<string, (one: number) => boolean> = {
  LESS_THAN: (order) => order < 0,
  LESS_THAN_OR_EQUAL: (order) => order <= 0,
  GREATER_THAN: (order) => order > 0,
  GREATER_THAN_OR_EQUAL: (order) => order >= 0,
};
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What Firestore says of a stored value and a filter. */
function matches(stored: unknown, op: string, given: unknown): boolean {
  if (stored === undefined) {
    return false;
  }
  const order = orders[op];
  if (order) {
    const isComparable = typeof stored === typeof given && ['number', 'string'].includes(typeof stored);
    return isComparable && order((stored as string) < (given as string) ? -1 : Number(stored !== given));
  }
  const list = Array.isArray(given) ? given : [];
  switch (op) {
    case 'EQUAL':
      return same(stored, given);
    case 'NOT_EQUAL':
      return stored !== null && !same(stored, given);
    case 'IN':
      return list.some((one) => same(stored, one));
    case 'NOT_IN':
      return stored !== null && !list.some((one) => same(stored, one));
    case 'ARRAY_CONTAINS':
      return Array.isArray(stored) && stored.some((one) => same(one, given));
    case 'IS_NULL':
      return stored === null;
    default:
      return stored !== null;
  }
}

function conditionOf(name: string, op: string, given: unknown): Condition {
  return {
    filter: where(name, op, given),
    matches: (one) => matches((one as Record<string, unknown>)[name], op, given),
  };
}

const scalar = fc.constantFrom(
  ...sampleValues.filter((one) => typeof one === 'number' || typeof one === 'string'),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.tuple(field, fc.constantFrom('EQUAL', 'NOT_EQUAL'), value).map((given) => conditionOf(...given)),
  fc.tuple(field, fc.constantFrom(...Object.keys(orders)), scalar).map((given) => conditionOf(...given)),
  fc
    .tuple(field, fc.constantFrom('IN', 'NOT_IN'), fc.array(scalar, { minLength: 1, maxLength: 3 }))
    .map((given) => conditionOf(...given)),
  fc.tuple(field, fc.constant('ARRAY_CONTAINS'), scalar).map((given) => conditionOf(...given)),
  fc.tuple(field, fc.constantFrom('IS_NULL', 'IS_NOT_NULL')).map(([name, op]) => conditionOf(name, op, null)),
);
const filter: fc.Arbitrary<Condition> = fc
  .array(fc.array(condition, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 })
  .map((alternatives) => ({
    filter: or(...alternatives.map((all) => and(...all.map((one) => one.filter)))),
    matches: (one) => alternatives.some((all) => all.every((part) => part.matches(one))),
  }));

/** Conditions near to what rules ask of fields. */
const constant = fc.constantFrom('1', '2', '1.5', "'a'", "'b'", 'true', 'null', "['a']");
const fieldTerm = fc.constantFrom(
  'resource.data.a',
  'resource.data.b',
  "resource.data.get('a', 1)",
  "resource.data['b']",
);
const atom = fc.oneof(
  fc
    .tuple(fieldTerm, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), constant)
    .map(([left, operator, right]) => `${left} ${operator} ${right}`),
  fc.tuple(constant, fieldTerm).map(([item, list]) => `${item} in ${list}`),
  fc
    .tuple(fieldTerm, fc.subarray(['1', "'a'", "'b'", 'null']))
    .map(([item, list]) => `${item} in [${list.join(', ')}]`),
  fc
    .tuple(fieldTerm, fc.constantFrom('int', 'string', 'list', 'number'))
    .map(([term, type]) => `${term} is ${type}`),
  fc.constantFrom(
    "'a' in resource.data",
    'resource.data.a',
    "resource.data.a.hasAny(['a'])",
    "resource.data.b.hasAll(['a'])",
  ),
  fc.constantFrom(
    'resource.data.a == resource.data.b',
    'resource.data.a.size() == 1',
    'true',
    'resource != null',
  ),
);
const ruleCondition: fc.Arbitrary<string> = fc.letrec<{ all: string }>((tie) => ({
  all: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(tie('all'), fc.constantFrom('&&', '||'), tie('all')).map((parts) => `(${parts.join(' ')})`),
    tie('all').map((inner) => `!(${inner})`),
    fc.tuple(tie('all'), tie('all'), tie('all')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
  ),
})).all;

/**
 * Tries random conditions, filters and documents: whatever query is allowed, each document that it returns may be read.
 *
 * @returns how many queries were allowed, and how many documents they returned
 */
export function assertQueriesAreSound(runs: { numRuns: number; seed: number }) {
  let [allowed, returned] = [0, 0];
  fc.assert(
    fc.property(ruleCondition, filter, fc.array(document, { maxLength: 8 }), (rule, asked, stored) => {
      if (!provesCondition(rule, asked.filter)) {
        return;
      }
      allowed += 1;
      for (const resource of stored.filter((one) => asked.matches(one))) {
        returned += 1;
        expect(isReadable(rule, resource), rule).toBe(true);
      }
    }),
    runs,
  );
  return { allowed, returned };
}

/** The same without a filter: only what every document passes may be allowed. */
export function assertUnfilteredQueriesAreSound(runs: { numRuns: number; seed: number }): void {
  fc.assert(
    fc.property(ruleCondition, document, (rule, resource) => {
      if (provesCondition(rule)) {
        expect(isReadable(rule, resource), rule).toBe(true);
      }
    }),
    runs,
  );
}

function isReadable(rule: string, resource: object): boolean {
  return askRules(rulesOf(`allow get: if ${rule};`), { resource }).allowed;
}
