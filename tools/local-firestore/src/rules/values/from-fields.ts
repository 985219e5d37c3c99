import type { Fields, ProtoTimestamp, Value } from '../../model/messages.ts';
import { parseDatabaseName, relativePath } from '../../model/resource-names.ts';
import { RulesLatLng, type RulesMap, RulesPath, RulesTimestamp, type RulesValue } from './value.ts';

const nanosPerSecond = 1_000_000_000n;

/** A document's fields as a map of the rules language. */
export function fromFields(fields: Fields): RulesMap {
  return new Map(Object.entries(fields).map(([name, value]) => [name, fromValue(value)]));
}

/** One stored value. */
export function fromValue(value: Value): RulesValue {
  if (value.stringValue != null) {
    return value.stringValue;
  }
  if (value.booleanValue != null) {
    return value.booleanValue;
  }
  if (value.integerValue != null) {
    return BigInt(String(value.integerValue));
  }
  if (value.doubleValue != null) {
    return value.doubleValue;
  }
  if (value.timestampValue != null) {
    return fromTimestamp(value.timestampValue);
  }
  if (value.mapValue != null) {
    return fromFields(value.mapValue.fields ?? {});
  }
  if (value.arrayValue != null) {
    return (value.arrayValue.values ?? []).map(fromValue);
  }
  if (value.referenceValue != null) {
    return documentPath(value.referenceValue);
  }
  if (value.bytesValue != null) {
    return typeof value.bytesValue === 'string' ? Buffer.from(value.bytesValue, 'base64') : value.bytesValue;
  }
  if (value.geoPointValue != null) {
    return new RulesLatLng(value.geoPointValue.latitude ?? 0, value.geoPointValue.longitude ?? 0);
  }
  return null;
}

/** A moment, as it is stored. */
export function fromTimestamp({ seconds, nanos }: ProtoTimestamp): RulesTimestamp {
  return new RulesTimestamp(BigInt(String(seconds ?? 0)) * nanosPerSecond + BigInt(nanos ?? 0));
}

/** `/databases/(default)/documents/users/ada`, as rules write it. */
export function documentPath(name: string): RulesPath {
  const { databaseId } = parseDatabaseName(name);
  return new RulesPath(['databases', databaseId, 'documents', ...relativePath(name).split('/')]);
}

/** Claims of a token, or any other JSON. */
export function fromJson(value: unknown): RulesValue {
  if (Array.isArray(value)) {
    return value.map(fromJson);
  }
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([name, inner]) => [name, fromJson(inner)]));
  }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
