import { status } from '@grpc/grpc-js';
import type { Value, Write } from '../wire/messages.ts';
import { RpcError } from '../wire/rpc-error.ts';

/**
 * Refuses what the library would silently change: it keeps numbers as JavaScript numbers,
 * so an integer beyond 2^53 would lose its last digits.
 *
 * @throws {RpcError} INVALID_ARGUMENT for such an integer
 */
export function assertStorable(write: Write): void {
  for (const value of Object.values(write.update?.fields ?? {})) {
    assertStorableValue(value);
  }
  for (const { increment } of write.updateTransforms ?? []) {
    if (increment) {
      assertStorableValue(increment);
    }
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
  for (const inner of Object.values(value.mapValue?.fields ?? {})) {
    assertStorableValue(inner);
  }
}
