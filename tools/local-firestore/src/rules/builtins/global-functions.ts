import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { isNumber, RulesDuration, RulesPath, type RulesTimestamp, type RulesValue } from '../values/value.ts';
import {
  asInstance,
  asInteger,
  asString,
  type Builtin,
  checkedInteger,
  timestampOf,
  wrongType,
} from './builtin.ts';
import { nanosPerMilli, nanosPerSecond } from './time-methods.ts';

const nanosPerUnit: Readonly<Record<string, bigint>> = {
  w: 604_800n * nanosPerSecond,
  d: 86_400n * nanosPerSecond,
  h: 3600n * nanosPerSecond,
  m: 60n * nanosPerSecond,
  s: nanosPerSecond,
  ms: nanosPerMilli,
  ns: 1n,
};

/** Functions that need nothing but their arguments. @see https://firebase.google.com/docs/reference/rules */
export const globalFunctions: Readonly<Record<string, Builtin>> = {
  bool: { arity: 1, run: (value) => toBool(value) },
  int: { arity: 1, run: (value) => toInteger(value) },
  float: { arity: 1, run: (value) => toFloat(value) },
  string: { arity: 1, run: (value) => toText(value) },
  path: { arity: 1, run: (text) => new RulesPath(asString(text).replace(/^\//, '').split('/')) },
  'duration.value': {
    arity: 2,
    run: (amount, unit) => new RulesDuration(asInteger(amount) * unitNanos(asString(unit))),
  },
  'duration.time': {
    arity: 4,
    run: (hours, minutes, seconds, nanos) =>
      new RulesDuration(
        (asInteger(hours) * 3600n + asInteger(minutes) * 60n + asInteger(seconds)) * nanosPerSecond +
          asInteger(nanos),
      ),
  },
  'duration.abs': {
    arity: 1,
    run(span) {
      const { nanos } = asInstance(span, RulesDuration);
      return new RulesDuration(nanos < 0n ? -nanos : nanos);
    },
  },
  'timestamp.date': { arity: 3, run: (year, month, day) => dateOf(year, month, day) },
  'timestamp.value': {
    arity: 1,
    run: (millis) => timestampOf(asInteger(millis) * nanosPerMilli),
  },
  'math.abs': {
    arity: 1,
    run: (value) =>
      typeof value === 'bigint' ? checkedInteger(value < 0n ? -value : value) : Math.abs(asFloat(value)),
  },
  'math.ceil': rounding(Math.ceil),
  'math.floor': rounding(Math.floor),
  'math.round': rounding(Math.round),
  'math.isInfinite': { arity: 1, run: (value) => Math.abs(asFloat(value)) === Number.POSITIVE_INFINITY },
  'math.isNaN': { arity: 1, run: (value) => Number.isNaN(asFloat(value)) },
  'math.pow': { arity: 2, run: (base, exponent) => asFloat(base) ** asFloat(exponent) },
  'math.sqrt': { arity: 1, run: (value) => Math.sqrt(asFloat(value)) },
};

function asFloat(value: RulesValue | undefined): number {
  if (value !== undefined && isNumber(value)) {
    return Number(value);
  }
  throw wrongType(value);
}

function rounding(round: (value: number) => number): Builtin {
  return { arity: 1, run: (value) => (typeof value === 'bigint' ? value : integerOf(round(asFloat(value)))) };
}

function integerOf(value: number): bigint {
  if (!Number.isFinite(value)) {
    throw new EvaluationError('Not an integer.');
  }
  return checkedInteger(BigInt(Math.trunc(value)));
}

function toBool(value: RulesValue | undefined): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  const text = asString(value).toLowerCase();
  if (text !== 'true' && text !== 'false') {
    throw new EvaluationError(`Not a boolean: ${text}.`);
  }
  return text === 'true';
}

function toInteger(value: RulesValue | undefined): bigint {
  if (value !== undefined && isNumber(value)) {
    return typeof value === 'bigint' ? value : integerOf(value);
  }
  const text = asString(value);
  if (!/^[+-]?\d{1,19}$/.test(text)) {
    throw new EvaluationError(`Not an integer: ${text}.`);
  }
  return checkedInteger(BigInt(text.replace(/^\+/, '')));
}

function toFloat(value: RulesValue | undefined): number {
  if (value !== undefined && isNumber(value)) {
    return Number(value);
  }
  const text = asString(value);
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) {
    throw new EvaluationError(`Not a number: ${text}.`);
  }
  return number;
}

/** `string(value)`. @throws {EvaluationError} for what has no text */
export function toText(value: RulesValue | undefined): string {
  if (value instanceof RulesPath) {
    return value.toString();
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return String(value);
  }
  if (value !== undefined && isNumber(value)) {
    // A float shows that it is one.
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  throw wrongType(value);
}

function unitNanos(unit: string): bigint {
  const nanos = Object.hasOwn(nanosPerUnit, unit) ? nanosPerUnit[unit] : undefined;
  if (nanos === undefined) {
    throw new EvaluationError(`Not a unit of time: ${unit}.`);
  }
  return nanos;
}

function dateOf(...parts: readonly (RulesValue | undefined)[]): RulesTimestamp {
  const [year = 0, month = 0, day = 0] = parts.map((part) => Number(asInteger(part)));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new EvaluationError('Not a date.');
  }
  return timestampOf(BigInt(date.getTime()) * nanosPerMilli);
}
