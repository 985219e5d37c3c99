import { status } from '@grpc/grpc-js';
import { parseFieldPath } from '../model/field-path.ts';
import type { Fields, Value, Write } from '../model/messages.ts';
import { relativePath } from '../model/resource-names.ts';
import { RpcError } from '../wire/rpc-error.ts';

/** How many maps and arrays a value may be in. */
const maxDepth = 20;

/** How many collections a document may be in. */
const maxPathLevels = 100;

/** Names of fields that Firestore keeps for itself. */
const reservedWords = /^__.*__$/su;

/**
 * Refuses what Firestore refuses, or the library would silently change: it keeps numbers as JavaScript numbers, so an
 * integer beyond 2^53 would lose its last digits.
 *
 * @throws {RpcError} INVALID_ARGUMENT for such an integer, for a field without a name or with a reserved one, for an array
 * in an array, for a value in more than 20 levels, and for a document in more than 100 collections
 */
export function assertStorable(write: Write): void {
  assertPath(relativePath(write.update?.name ?? write.delete ?? ''));
  assertStorableFields(write.update?.fields ?? {}, 0);
  for (const { increment, fieldPath } of write.updateTransforms ?? []) {
    parseFieldPath(fieldPath ?? '').forEach(assertName);
    if (increment) {
      assertStorableValue(increment, 0);
    }
  }
}

function assertPath(path: string): void {
  if (path.split('/').length > 2 * maxPathLevels) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      `Key path is too long. Cannot exceed ${maxPathLevels} elements.`,
    );
  }
}

function assertStorableFields(fields: Fields, depth: number): void {
  for (const [name, value] of Object.entries(fields)) {
    assertName(name);
    assertStorableValue(value, depth);
  }
}

function assertName(name: string): void {
  if (name === '') {
    throw new RpcError(status.INVALID_ARGUMENT, 'A field has an empty name.');
  }
  if (reservedWords.test(name)) {
    throw new RpcError(status.INVALID_ARGUMENT, `field name ${name} is reserved`);
  }
}

/** @param depth how many maps and arrays it is in */
function assertStorableValue(value: Value, depth: number): void {
  if ((value.arrayValue || value.mapValue) && depth >= maxDepth) {
    throw new RpcError(status.INVALID_ARGUMENT, `A value is in more than ${maxDepth} maps and arrays.`);
  }
  if (value.integerValue != null && !Number.isSafeInteger(Number(value.integerValue))) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      `The local Firestore cannot store the integer ${value.integerValue} exactly; its limit is ±(2^53-1).`,
    );
  }
  for (const item of value.arrayValue?.values ?? []) {
    if (item.arrayValue) {
      throw new RpcError(status.INVALID_ARGUMENT, 'An array cannot hold another one.');
    }
    assertStorableValue(item, depth + 1);
  }
  // A vector is stored as a map whose type is in a reserved name.
  const fields = value.mapValue?.fields ?? {};
  if (!('__type__' in fields)) {
    assertStorableFields(fields, depth + 1);
  }
}
