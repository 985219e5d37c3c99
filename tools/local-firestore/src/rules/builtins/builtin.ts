import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { RulesTimestamp, type RulesValue, typeOf } from '../values/value.ts';

/** A function or method of the language; the arguments are known values. */
export interface Builtin {
  /** How many arguments it takes, without the object of a method. */
  readonly arity: number;
  /** @throws {EvaluationError} for arguments of the wrong types */
  readonly run: (...args: readonly RulesValue[]) => RulesValue;
}

type Class<T> = abstract new (...args: never[]) => T;

/** The value as one of a class. @throws {EvaluationError} */
export function asInstance<T>(value: RulesValue | undefined, type: Class<T>): T {
  if (value instanceof type) {
    return value;
  }
  throw wrongType(value);
}

/** @throws {EvaluationError} */
export function asString(value: RulesValue | undefined): string {
  if (typeof value === 'string') {
    return value;
  }
  throw wrongType(value);
}

/** @throws {EvaluationError} */
export function asInteger(value: RulesValue | undefined): bigint {
  if (typeof value === 'bigint') {
    return value;
  }
  throw wrongType(value);
}

/** @throws {EvaluationError} */
export function asList(value: RulesValue | undefined): readonly RulesValue[] {
  if (Array.isArray(value)) {
    return value;
  }
  throw wrongType(value);
}

/** Integers are 64 bits wide. @throws {EvaluationError} beyond that */
export function checkedInteger(value: bigint): bigint {
  if (value !== BigInt.asIntN(64, value)) {
    throw new EvaluationError('Integer overflow.');
  }
  return value;
}

/** The error for a value of a type that is not expected. */
export function wrongType(value: RulesValue | undefined): EvaluationError {
  if (value === null) {
    return new EvaluationError('Null value error.');
  }
  const type = value === undefined ? 'nothing' : typeOf(value);
  return new EvaluationError(`Unsupported operation error. Received: ${type}.`);
}

const minTimestampNanos = -62_135_596_800_000_000_000n;
const maxTimestampNanos = 253_402_300_799_999_999_999n;

/** A timestamp in Firestore's range, the years 1 to 9999. @throws {EvaluationError} outside of it */
export function timestampOf(nanos: bigint): RulesTimestamp {
  if (nanos < minTimestampNanos || nanos > maxTimestampNanos) {
    throw new EvaluationError('The timestamp is out of range.');
  }
  return new RulesTimestamp(nanos);
}
