import { asInteger, checkedInteger, timestampOf, wrongType } from '../builtins/builtin.ts';
import type { BinaryOperator } from '../source/syntax.ts';
import {
  areEqual,
  compare,
  contains,
  isList,
  isMap,
  isNumber,
  RulesDuration,
  RulesPath,
  RulesSet,
  RulesTimestamp,
  type RulesValue,
} from '../values/value.ts';
import { EvaluationError } from './evaluation-error.ts';

/**
 * Applies an operator to known values.
 *
 * @throws {EvaluationError} when the operator is not for these types
 * @see https://firebase.google.com/docs/rules/rules-language#building_conditions
 */
export function operate(operator: BinaryOperator, left: RulesValue, right: RulesValue): RulesValue {
  switch (operator) {
    case '==':
      return areEqual(left, right);
    case '!=':
      return !areEqual(left, right);
    case '<':
      return compare(left, right) < 0;
    case '<=':
      return compare(left, right) <= 0;
    case '>':
      return compare(left, right) > 0;
    case '>=':
      return compare(left, right) >= 0;
    case 'in':
      return isIn(left, right);
    default:
      return calculate(operator, left, right);
  }
}

/** `-value`. @throws {EvaluationError} when it is no number */
export function negate(value: RulesValue): RulesValue {
  if (typeof value === 'number') {
    return -value;
  }
  return value instanceof RulesDuration ? new RulesDuration(-value.nanos) : checkedInteger(-asInteger(value));
}

function isIn(value: RulesValue, container: RulesValue): boolean {
  if (isList(container)) {
    return contains(container, value);
  }
  if (container instanceof RulesSet) {
    return contains(container.items, value);
  }
  // A map has texts for keys: Google's rules take the question for anything else for a mistake.
  if (isMap(container) && typeof value === 'string') {
    return container.has(value);
  }
  throw wrongType(isMap(container) ? value : container);
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

const integers: Readonly<Record<Arithmetic, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / divisor(right),
  '%': (left, right) => left % divisor(right),
};
const floats: Readonly<Record<Arithmetic, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

function calculate(operator: Arithmetic, left: RulesValue, right: RulesValue): RulesValue {
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return checkedInteger(integers[operator](left, right));
  }
  if (isNumber(left) && isNumber(right)) {
    return floats[operator](Number(left), Number(right));
  }
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return left + right;
  }
  if (operator === '+' || operator === '-') {
    return calculateTimes(operator, left, right);
  }
  throw wrongType(isNumber(left) ? right : left);
}

function divisor(value: bigint): bigint {
  if (value === 0n) {
    throw new EvaluationError('Division by zero.');
  }
  return value;
}

function calculateTimes(operator: '+' | '-', left: RulesValue, right: RulesValue): RulesValue {
  const sign = operator === '+' ? 1n : -1n;
  if (left instanceof RulesTimestamp && right instanceof RulesDuration) {
    return timestampOf(left.nanos + sign * right.nanos);
  }
  if (left instanceof RulesDuration && right instanceof RulesDuration) {
    return new RulesDuration(left.nanos + sign * right.nanos);
  }
  if (left instanceof RulesDuration && right instanceof RulesTimestamp && operator === '+') {
    return timestampOf(left.nanos + right.nanos);
  }
  if (left instanceof RulesTimestamp && right instanceof RulesTimestamp && operator === '-') {
    return new RulesDuration(left.nanos - right.nanos);
  }
  throw wrongType(left instanceof RulesTimestamp || left instanceof RulesDuration ? right : left);
}

/** `object.name` and `object['name']` of a map. @throws {EvaluationError} when it has no such property */
export function propertyOf(object: RulesValue, name: string): RulesValue {
  if (object === null) {
    throw wrongType(object);
  }
  const value = isMap(object) ? object.get(name) : undefined;
  if (value === undefined) {
    throw new EvaluationError(`Property ${name} is undefined on object.`);
  }
  return value;
}

/** `object[index]` of a list, a text, a path or a map. @throws {EvaluationError} when there is nothing */
export function itemOf(object: RulesValue, index: RulesValue): RulesValue {
  if (object !== null && isMap(object) && typeof index === 'string') {
    return propertyOf(object, index);
  }
  const position = Number(asInteger(index));
  const item = sequenceOf(object)[position];
  if (position < 0 || item === undefined) {
    throw new EvaluationError('Index out of range.');
  }
  return item;
}

/** `object[from:to]` of a list, a text or a path. @throws {EvaluationError} when it reaches beyond */
export function rangeOf(object: RulesValue, from: RulesValue, to: RulesValue): RulesValue {
  const sequence = sequenceOf(object);
  const [start, end] = [Number(asInteger(from)), Number(asInteger(to))];
  if (start < 0 || end < start || end > sequence.length) {
    throw new EvaluationError('Index out of range.');
  }
  const part = sequence.slice(start, end);
  if (typeof object === 'string') {
    return part.join('');
  }
  return object instanceof RulesPath ? new RulesPath(part.map(String)) : part;
}

function sequenceOf(object: RulesValue): readonly RulesValue[] {
  if (typeof object === 'string') {
    return [...object];
  }
  if (object instanceof RulesPath) {
    return object.segments;
  }
  if (isList(object)) {
    return object;
  }
  throw wrongType(object);
}
