import { status } from '@grpc/grpc-js';
import type { Timestamp } from 'firebase-admin/firestore';
import type { Write } from '../model/messages.ts';
import { relativePath } from '../model/resource-names.ts';
import { RpcError } from '../wire/rpc-error.ts';

interface Versioned {
  readonly exists: boolean;
  readonly updateTime: Timestamp;
}

/**
 * Checks a write that only demands that a document is as it was read: client SDKs' transactions send one for each
 * document that they read and do not write. The library does not know such writes.
 *
 * @param stored finds a document
 * @returns whether it was such a write
 * @throws {RpcError} FAILED_PRECONDITION when the document has changed
 */
export function assertVerified(
  { verify, currentDocument }: Write,
  stored: (path: string) => Versioned | undefined,
): boolean {
  if (!verify) {
    return false;
  }
  const found = stored(relativePath(verify));
  const document = found?.exists ? found : undefined;
  if (!isMet(currentDocument, document)) {
    throw new RpcError(status.FAILED_PRECONDITION, `The document ${relativePath(verify)} has changed.`);
  }
  return true;
}

/**
 * Refuses conditions that contradict what the same request does to the document before, whatever is stored, as Google's
 * emulator does.
 *
 * @throws {RpcError} INVALID_ARGUMENT
 */
export function assertConditionsCanBeMet(writes: readonly Write[]): void {
  const leftBefore = new Map<string, boolean>();
  for (const { update, delete: deleted, verify, currentDocument } of writes) {
    const path = relativePath(update?.name ?? deleted ?? verify ?? '');
    const left = leftBefore.get(path);
    const { updateTime, exists } = currentDocument ?? {};
    if (left !== undefined && (updateTime || (exists != null && exists !== left))) {
      throw new RpcError(
        status.INVALID_ARGUMENT,
        'a condition cannot be met after what the request does to the document before',
      );
    }
    if (!verify) {
      leftBefore.set(path, !deleted);
    }
  }
}

function isMet(condition: Write['currentDocument'], document: Versioned | undefined): boolean {
  const { exists, updateTime } = condition ?? {};
  const isSame =
    updateTime == null ||
    (document !== undefined &&
      String(updateTime.seconds ?? 0) === String(document.updateTime.seconds) &&
      (updateTime.nanos ?? 0) === document.updateTime.nanoseconds);
  return isSame && (exists == null || exists === (document !== undefined));
}
