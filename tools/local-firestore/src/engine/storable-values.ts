import { status } from '@grpc/grpc-js';
import type { Fields, Value, Write } from '../wire/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';
import { parseFieldPath } from './field-path.ts';

/** Names of fields that Firestore keeps for itself. */
const reservedWords = /^__.*__$/su;

/**
 * Refuses what Firestore refuses, or the library would silently change: it keeps numbers as JavaScript numbers, so an
 * integer beyond 2^53 would lose its last digits.
 *
 * @throws {RpcError} INVALID_ARGUMENT for such an integer, and for a field without a name or with a reserved one
 */
export function assertStorable(write: Write): void {
  assertStorableFields(write.update?.fields ?? {});
  for (const { increment, fieldPath } of write.updateTransforms ?? []) {
    parseFieldPath(fieldPath ?? '').forEach(assertName);
    if (increment) {
      assertStorableValue(increment);
    }
  }
}

function assertStorableFields(fields: Fields): void {
  for (const [name, value] of Object.entries(fields)) {
    assertName(name);
    assertStorableValue(value);
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

function assertStorableValue(value: Value): void {
  if (value.integerValue != null && !Number.isSafeInteger(Number(value.integerValue))) {
    throw new RpcError(
      status.INVALID_ARGUMENT,
      `The local Firestore cannot store the integer ${value.integerValue} exactly; its limit is ±(2^53-1).`,
    );
  }
  value.arrayValue?.values?.forEach(assertStorableValue);
  // A vector is stored as a map whose type is in a reserved name.
  const fields = value.mapValue?.fields ?? {};
  if (!('__type__' in fields)) {
    assertStorableFields(fields);
  }
}
