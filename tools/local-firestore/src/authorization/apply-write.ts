import { parseFieldPath } from '../model/field-path.ts';
import type { Fields, ProtoTimestamp, Value, Write } from '../model/messages.ts';
import { fromValue } from '../rules/values/from-fields.ts';
import { areEqual } from '../rules/values/value.ts';

type Transform = NonNullable<Write['updateTransforms']>[number];

/**
 * What a document holds after a write, without writing it: rules judge that.
 *
 * @param before the fields until now, undefined for a document that is not there; not changed
 * @returns undefined for a document that is not there afterwards
 */
export function applyWrite(
  before: Fields | undefined,
  write: Write,
  requestTime: ProtoTimestamp,
): Fields | undefined {
  if (!write.update) {
    return write.delete ? undefined : before;
  }
  const given = write.update.fields ?? {};
  let after: Fields = write.updateMask ? (before ?? {}) : given;
  for (const path of write.updateMask?.fieldPaths ?? []) {
    const names = parseFieldPath(path);
    after = withField(after, names, fieldOf(given, names));
  }
  for (const transform of write.updateTransforms ?? []) {
    const names = parseFieldPath(transform.fieldPath ?? '');
    after = withField(after, names, transformed(fieldOf(after, names), transform, requestTime));
  }
  return after;
}

function fieldOf(fields: Fields, [name = '', ...rest]: readonly string[]): Value | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return rest.length === 0 ? value : fieldOf(value?.mapValue?.fields ?? {}, rest);
}

/** A copy in which one field has another value, or is not there. */
function withField(
  fields: Fields,
  [name = '', ...rest]: readonly string[],
  value: Value | undefined,
): Fields {
  if (rest.length > 0) {
    const inner = fields[name]?.mapValue?.fields;
    // Nothing to take out of a map that is not there.
    return inner || value
      ? { ...fields, [name]: { mapValue: { fields: withField(inner ?? {}, rest, value) } } }
      : fields;
  }
  if (value !== undefined) {
    return { ...fields, [name]: value };
  }
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

function transformed(value: Value | undefined, transform: Transform, requestTime: ProtoTimestamp): Value {
  const { increment, maximum, minimum, appendMissingElements, removeAllFromArray } = transform;
  if (increment) {
    return combined(value, increment, (one, other) => one + other);
  }
  if (maximum) {
    return combined(value, maximum, Math.max);
  }
  if (minimum) {
    return combined(value, minimum, Math.min);
  }
  const items = value?.arrayValue?.values ?? [];
  if (appendMissingElements) {
    const added = [...items];
    for (const item of appendMissingElements.values ?? []) {
      if (!includes(added, item)) {
        added.push(item);
      }
    }
    return { arrayValue: { values: added } };
  }
  if (removeAllFromArray) {
    return {
      arrayValue: { values: items.filter((item) => !includes(removeAllFromArray.values ?? [], item)) },
    };
  }
  return { timestampValue: requestTime };
}

/** A field that holds no number becomes the operand. */
function combined(
  value: Value | undefined,
  operand: Value,
  combine: (one: number, other: number) => number,
): Value {
  const [one, other] = [numberOf(value), numberOf(operand) ?? 0];
  if (one === undefined) {
    return operand;
  }
  const result = combine(one, other);
  return value?.doubleValue == null && operand.doubleValue == null
    ? { integerValue: String(result) }
    : { doubleValue: result };
}

function numberOf(value: Value | undefined): number | undefined {
  const number = value?.integerValue ?? value?.doubleValue;
  return number == null ? undefined : Number(number);
}

function includes(items: readonly Value[], item: Value): boolean {
  return items.some((one) => areEqual(fromValue(one), fromValue(item)));
}
