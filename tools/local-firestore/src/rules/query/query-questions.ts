import { type Condition, disjunctions } from '../../model/disjunctions.ts';
import { parseFieldPath } from '../../model/field-path.ts';
import type { StructuredQuery, Value } from '../../model/messages.ts';
import { anyDepth, anyId } from '../match-path.ts';
import { fromValue } from '../values/from-fields.ts';
import { type RulesMap, RulesPath, type RulesValue } from '../values/value.ts';
import { createQueryFacts, type Fact, fieldKey, type QueryFacts } from './query-facts.ts';

/**
 * What a query can return by one of its disjunctions: the one document that it names, or all documents below a path,
 * with what is certain of them.
 */
export type QueryQuestion =
  | { readonly document: readonly string[] }
  | { readonly path: readonly string[]; readonly facts: QueryFacts };

const operators: Readonly<Record<string, Fact['operator']>> = {
  EQUAL: '==',
  NOT_EQUAL: '!=',
  LESS_THAN: '<',
  LESS_THAN_OR_EQUAL: '<=',
  GREATER_THAN: '>',
  GREATER_THAN_OR_EQUAL: '>=',
  ARRAY_CONTAINS: 'contains',
};

/**
 * The questions that a query asks of the rules, which must allow every one: rules are not filters.
 *
 * @param parent the path of the document around the collection, from `databases` on
 * @see https://firebase.google.com/docs/firestore/security/rules-query
 */
export function queryQuestions(parent: readonly string[], query: StructuredQuery): QueryQuestion[] {
  const [from] = query.from ?? [];
  return disjunctions(query.where, expandLists).map((conditions) => {
    const document = namedDocument(conditions);
    if (document) {
      return { document };
    }
    const open = from?.collectionId ? [from.collectionId, anyId] : [anyDepth];
    const path = [...parent, ...(from?.allDescendants ? [anyDepth] : []), ...open];
    return { path, facts: createQueryFacts(conditions.flatMap(factsOf)) };
  });
}

function namedDocument(conditions: readonly Condition[]): readonly string[] | undefined {
  const named = conditions.find(({ field, op }) => field === '__name__' && op === 'EQUAL');
  const path = named && fromValue(named.value);
  return path instanceof RulesPath ? path.segments : undefined;
}

/** `request.query`; what the query does not say is null. */
export function queryProperties({ limit, offset }: StructuredQuery): RulesMap {
  const count = typeof limit === 'number' ? limit : limit?.value;
  return new Map<string, RulesValue>([
    ['limit', count == null ? null : BigInt(count)],
    ['offset', offset ? BigInt(offset) : null],
  ]);
}

/** One of several values is several questions with one value each. */
function expandLists(condition: Condition): readonly Condition[] {
  const { field, op, value } = condition;
  const single = { IN: 'EQUAL', ARRAY_CONTAINS_ANY: 'ARRAY_CONTAINS' }[op];
  const values = value.arrayValue?.values ?? [];
  return single === undefined || values.length === 0
    ? [condition]
    : values.map((one) => ({ field, op: single, value: one }));
}

function factsOf({ field: path, op, value }: Condition): Fact[] {
  if (path === '__name__') {
    return [];
  }
  const field = fieldKey(parseFieldPath(path));
  const fact = (operator: Fact['operator'], one: RulesValue): Fact => ({ field, operator, value: one });
  switch (op) {
    case 'IS_NULL':
      return [fact('==', null)];
    case 'IS_NAN':
      return [fact('==', Number.NaN)];
    case 'IS_NOT_NULL':
      return [fact('!=', null)];
    case 'IS_NOT_NAN':
      return [fact('!=', Number.NaN)];
    case 'NOT_IN':
      return [null, ...listOf(value)].map((one) => fact('!=', one));
    case 'NOT_EQUAL':
      // Firestore leaves out documents in which the field is null.
      return [fact('!=', fromValue(value)), fact('!=', null)];
    default: {
      const operator = operators[op];
      return operator === undefined ? [] : [fact(operator, fromValue(value))];
    }
  }
}

function listOf(value: Value): readonly RulesValue[] {
  return (value.arrayValue?.values ?? []).map(fromValue);
}
