import type { BinaryOperator } from '../source/syntax.ts';
import { areEqual, compare, contains, isList, isMap, isNumber, type RulesValue } from '../values/value.ts';

/** What a filter of the query says of every document that it returns. */
export interface Fact {
  readonly field: string;
  readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';
  readonly value: RulesValue;
}

/** What is certain of the documents of one disjunction of a query. */
export interface QueryFacts {
  /** The value that a field has in all of them. Numbers are not given: an integer and a float are equal in a query. */
  valueOf(field: readonly string[]): RulesValue | undefined;
  /** Whether all of them have the field. */
  isPresent(field: readonly string[]): boolean;
  /** Whether `field operator value` has the same result for all of them, and which. */
  decide(field: readonly string[], operator: BinaryOperator, value: RulesValue): boolean | undefined;
  /** Whether the list in the field contains the value in all of them. */
  isContained(field: readonly string[], value: RulesValue): boolean;
}

/** No document is known, so nothing is certain. */
export const noFacts = createQueryFacts([]);

/** Joins names into one key, as no name can contain this. */
export function fieldKey(field: readonly string[]): string {
  return field.join('\u0000');
}

/** @param facts all that hold together */
export function createQueryFacts(facts: readonly Fact[]): QueryFacts {
  const of = (field: readonly string[]) => facts.filter((fact) => fact.field === fieldKey(field));

  function decideEquality(field: readonly string[], value: RulesValue): boolean | undefined {
    const known = of(field);
    const equal = known.find(({ operator }) => operator === '==');
    if (equal) {
      return areEqual(equal.value, value);
    }
    // A range holds for values of its own type only, and never for another one.
    const isExcluded = known.some(({ operator, value: bound }) => {
      switch (operator) {
        case '!=':
          return areEqual(bound, value);
        case '==':
          return !areEqual(bound, value);
        case 'contains':
          return !isList(value) || !contains(value, bound);
        default:
          return !isWithin(value, operator, bound);
      }
    });
    return isExcluded ? false : undefined;
  }

  function decideOrder(field: readonly string[], operator: Ordering, value: RulesValue): boolean | undefined {
    const known = of(field);
    const equal = known.find((fact) => fact.operator === '==');
    if (equal) {
      return hasOrder(equal.value, value) ? holds(compare(equal.value, value), operator) : undefined;
    }
    const bounds = known.filter((fact) => fact.operator in impliedOrderings && hasOrder(fact.value, value));
    const isImplied = bounds.some((fact) =>
      implies(fact.operator as Ordering, compare(fact.value, value), operator),
    );
    return isImplied ? true : undefined;
  }

  return {
    valueOf(field) {
      const equal = of(field).find(({ operator }) => operator === '==');
      return equal === undefined || hasNumber(equal.value) ? undefined : equal.value;
    },
    isPresent(field) {
      return of(field).length > 0;
    },
    isContained(field, value) {
      return of(field).some(({ operator, value: item }) => operator === 'contains' && areEqual(item, value));
    },
    decide(field, operator, value) {
      // A field of which nothing is known may be missing, and then even `field in []` has no value.
      if (of(field).length === 0) {
        return undefined;
      }
      switch (operator) {
        case '==':
          return decideEquality(field, value);
        case '!=': {
          const isEqual = decideEquality(field, value);
          return isEqual === undefined ? undefined : !isEqual;
        }
        case '<':
        case '<=':
        case '>':
        case '>=':
          return decideOrder(field, operator, value);
        case 'in':
          return decideAny(field, value, decideEquality);
        default:
          return undefined;
      }
    },
  };
}

type Ordering = '<' | '<=' | '>' | '>=';

/** Which bounds can imply a comparison at all. */
const impliedOrderings: Record<Ordering, readonly Ordering[]> = {
  '<': ['<', '<='],
  '<=': ['<', '<='],
  '>': ['>', '>='],
  '>=': ['>', '>='],
};

/** Whether `x bound b` implies `x asked a`, where `order` compares b with a. */
function implies(bound: Ordering, order: number, asked: Ordering): boolean {
  if (!impliedOrderings[bound].includes(asked)) {
    return false;
  }
  // At the same value, an open bound implies both, a closed one only a closed question.
  const isAtLeastAsStrict = order === 0 && (bound.length === 1 || asked.length === 2);
  return isAtLeastAsStrict || (bound.startsWith('<') ? order < 0 : order > 0);
}

function holds(order: number, operator: Ordering): boolean {
  const isEqual = order === 0 && operator.length === 2;
  return isEqual || (operator.startsWith('<') ? order < 0 : order > 0);
}

function isWithin(value: RulesValue, operator: Ordering, bound: RulesValue): boolean {
  return hasOrder(value, bound) && holds(compare(value, bound), operator);
}

function hasOrder(one: RulesValue, other: RulesValue): boolean {
  try {
    compare(one, other);
    return true;
  } catch {
    return false;
  }
}

function decideAny(
  field: readonly string[],
  list: RulesValue,
  decideEquality: (field: readonly string[], value: RulesValue) => boolean | undefined,
): boolean | undefined {
  if (!isList(list)) {
    return undefined;
  }
  const answers = list.map((item) => decideEquality(field, item));
  if (answers.includes(true)) {
    return true;
  }
  return answers.every((answer) => answer === false) ? false : undefined;
}

function hasNumber(value: RulesValue): boolean {
  if (isList(value)) {
    return value.some(hasNumber);
  }
  return value !== null && (isNumber(value) || (isMap(value) && [...value.values()].some(hasNumber)));
}
