import type { QueryFacts } from '../query/query-facts.ts';
import type { BinaryOperator } from '../source/syntax.ts';
import { isList, type RulesValue, Unknown } from '../values/value.ts';

// A query is judged before any document is read: its own filters are all that is known. Every function here answers
// with a value only if it is the same for every document that the query could ever return.

const mirroredOperators: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** `object.name` where the object is not known. */
export function propertyOfUnknown(object: Unknown, name: string, facts: QueryFacts): RulesValue {
  if (object.isResource) {
    return name === 'data' ? new Unknown([]) : new Unknown();
  }
  if (object.field === undefined) {
    return new Unknown();
  }
  const field = [...object.field, name];
  return facts.valueOf(field) ?? new Unknown(field);
}

/** An operator of which a side, or both, are not known. */
export function operateOnUnknown(
  operator: BinaryOperator,
  left: RulesValue,
  right: RulesValue,
  facts: QueryFacts,
): RulesValue {
  const mirrored = mirroredOperators[operator];
  if (left instanceof Unknown && !(right instanceof Unknown)) {
    return decide(left, operator, right, facts) ?? new Unknown();
  }
  if (right instanceof Unknown && !(left instanceof Unknown) && mirrored) {
    return decide(right, mirrored, left, facts) ?? new Unknown();
  }
  if (right instanceof Unknown && right.field && operator === 'in' && !(left instanceof Unknown)) {
    const isKey = typeof left === 'string' && facts.isPresent([...right.field, left]);
    return isKey || facts.isContained(right.field, left) ? true : new Unknown();
  }
  return new Unknown();
}

/** A method of something that is not known. */
export function methodOfUnknown(
  object: Unknown,
  name: string,
  args: readonly RulesValue[],
  facts: QueryFacts,
): RulesValue {
  const [first] = args;
  const { field } = object;
  if (field === undefined || first === undefined) {
    return new Unknown();
  }
  if (name === 'get' && args.length === 2) {
    const names = isList(first) ? first : [first];
    const nested = names.every((one) => typeof one === 'string') ? [...field, ...names] : undefined;
    return (nested && facts.valueOf(nested)) ?? new Unknown();
  }
  if (name === 'hasAny' && isList(first) && first.some((item) => facts.isContained(field, item))) {
    return true;
  }
  if (name === 'hasAll' && isList(first) && first.every((item) => facts.isContained(field, item))) {
    return first.length > 0 ? true : new Unknown();
  }
  return new Unknown();
}

function decide(
  { field, isResource }: Unknown,
  operator: BinaryOperator,
  value: RulesValue,
  facts: QueryFacts,
): boolean | undefined {
  if (field !== undefined && field.length > 0) {
    return facts.decide(field, operator, value);
  }
  // Every result is a document, and a document has data.
  const isSomething = (isResource || field !== undefined) && value === null;
  return isSomething && (operator === '==' || operator === '!=') ? operator === '!=' : undefined;
}
