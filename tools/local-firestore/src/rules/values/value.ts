import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { assertAffordable } from './size.ts';

/** A moment, in nanoseconds since 1970. */
export class RulesTimestamp {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A span of time in nanoseconds. */
export class RulesDuration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A point on the earth, in degrees. */
export class RulesLatLng {
  readonly latitude: number;
  readonly longitude: number;

  constructor(latitude: number, longitude: number) {
    this.latitude = latitude;
    this.longitude = longitude;
  }
}

/** A path, one text for each segment. */
export class RulesPath {
  readonly segments: readonly string[];

  constructor(segments: readonly string[]) {
    this.segments = segments;
  }

  toString(): string {
    return `/${this.segments.join('/')}`;
  }
}

/** Different values without an order. */
export class RulesSet {
  readonly items: readonly RulesValue[];

  constructor(items: readonly RulesValue[]) {
    assertAffordable(items.length ** 2);
    const different: RulesValue[] = [];
    for (const item of items) {
      if (!different.some((one) => areEqual(one, item))) {
        different.push(item);
      }
    }
    this.items = different;
  }
}

/** How two maps differ: `after.diff(before)`. */
export class RulesMapDiff {
  readonly after: RulesMap;
  readonly before: RulesMap;

  constructor(after: RulesMap, before: RulesMap) {
    this.after = after;
    this.before = before;
  }
}

/**
 * What is not known because a query is judged and not a document: the document, a field of it, or what was computed
 * from those. Lists, maps, sets and paths never contain one.
 */
export class Unknown {
  /** The field's path, without names for all fields together. Undefined for what was computed. */
  readonly field: readonly string[] | undefined;
  readonly isResource: boolean;

  constructor(field?: readonly string[], isResource = false) {
    this.field = field;
    this.isResource = isResource;
  }
}

/** Values by their keys, which are texts. */
export type RulesMap = ReadonlyMap<string, RulesValue>;

/** A value of the rules language: integers are bigints, floats are numbers. */
export type RulesValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | RulesTimestamp
  | RulesDuration
  | RulesLatLng
  | RulesPath
  | readonly RulesValue[]
  | RulesMap
  | RulesSet
  | RulesMapDiff
  | Unknown;

/** What `is` can ask for. @see https://firebase.google.com/docs/rules/rules-language#data_types */
export const typeNames = [
  'bool',
  'bytes',
  'duration',
  'float',
  'int',
  'latlng',
  'list',
  'map',
  'number',
  'path',
  'set',
  'string',
  'timestamp',
] as const;

/** The types that values have; some cannot be asked for. */
export type TypeName = (typeof typeNames)[number] | 'null' | 'map_diff' | 'unknown';

/** The name of a value's type. */
export function typeOf(value: RulesValue): TypeName {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
    default:
      return typeOfObject(value);
  }
}

function typeOfObject(value: RulesValue & (object | null)): TypeName {
  if (value === null) {
    return 'null';
  }
  if (isList(value)) {
    return 'list';
  }
  for (const [type, name] of objectTypes) {
    if (value instanceof type) {
      return name;
    }
  }
  return 'unknown';
}

const objectTypes = [
  [Map, 'map'],
  [RulesSet, 'set'],
  [RulesTimestamp, 'timestamp'],
  [RulesDuration, 'duration'],
  [RulesPath, 'path'],
  [RulesLatLng, 'latlng'],
  [RulesMapDiff, 'map_diff'],
  [Uint8Array, 'bytes'],
] as const;

/** Whether a value is a list. */
export function isList(value: RulesValue): value is readonly RulesValue[] {
  return Array.isArray(value);
}

/** Whether a value is a map. */
export function isMap(value: RulesValue): value is RulesMap {
  return value instanceof Map;
}

/** Whether a value is an integer or a float. */
export function isNumber(value: RulesValue): value is bigint | number {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** `==`: values of different types are different, but integers and floats are compared as numbers. */
export function areEqual(one: RulesValue, other: RulesValue): boolean {
  if (isNumber(one) && isNumber(other)) {
    // Compares a bigint and a float by their exact values.
    // biome-ignore lint/suspicious/noDoubleEquals: === is never true of a bigint and a number.
    return one == other;
  }
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, at) => areEqual(item, other[at] ?? null));
  }
  if (isMap(one) && isMap(other)) {
    return (
      one.size === other.size &&
      [...one].every(([key, value]) => other.has(key) && areEqual(value, other.get(key) ?? null))
    );
  }
  if (one instanceof RulesSet && other instanceof RulesSet) {
    return one.items.length === other.items.length && one.items.every((item) => contains(other.items, item));
  }
  if (one instanceof Uint8Array && other instanceof Uint8Array) {
    return Buffer.compare(one, other) === 0;
  }
  if (one instanceof RulesLatLng && other instanceof RulesLatLng) {
    return one.latitude === other.latitude && one.longitude === other.longitude;
  }
  if (one instanceof RulesPath && other instanceof RulesPath) {
    // Text that has a slash, put into a path, is one segment all the same.
    return areEqual(one.segments, other.segments);
  }
  const order = compareSame(one, other);
  return order === undefined ? one === other : order === 0;
}

/** Whether a list has an item that is equal to the value. */
export function contains(items: readonly RulesValue[], value: RulesValue): boolean {
  return items.some((item) => areEqual(item, value));
}

/**
 * Below, above or equal zero as the first is less, greater or the same; NaN when a float is.
 *
 * @throws {EvaluationError} when the two have no order
 */
export function compare(one: RulesValue, other: RulesValue): number {
  if (isNumber(one) && isNumber(other)) {
    if (Number.isNaN(one) || Number.isNaN(other)) {
      return Number.NaN;
    }
    return one < other ? -1 : Number(one > other);
  }
  const order = compareSame(one, other);
  if (order === undefined) {
    throw new EvaluationError(`Unsupported operation error. Received: ${typeOf(one)}, ${typeOf(other)}.`);
  }
  return order;
}

function compareSame(one: RulesValue, other: RulesValue): number | undefined {
  if (typeof one === 'string' && typeof other === 'string') {
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  }
  if (one instanceof RulesPath && other instanceof RulesPath) {
    return compareSame(one.toString(), other.toString());
  }
  const isTime =
    (one instanceof RulesTimestamp && other instanceof RulesTimestamp) ||
    (one instanceof RulesDuration && other instanceof RulesDuration);
  if (isTime) {
    return one.nanos < other.nanos ? -1 : Number(one.nanos > other.nanos);
  }
  return undefined;
}
