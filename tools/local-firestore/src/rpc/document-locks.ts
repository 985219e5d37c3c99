import { status } from '@grpc/grpc-js';
import { RpcError } from '../wire/rpc-error.ts';

/** How long a commit waits for documents that others hold, in milliseconds. */
const waitMs = 30_000;

type TransactionId = Uint8Array | string | null | undefined;

/** Who holds which documents. */
export interface DocumentLocks {
  /** A read-write transaction has read these documents: nobody else writes them until it ends. */
  lock(transaction: TransactionId, names: readonly string[]): void;
  /** A read-only transaction locks nothing. */
  exempt(transaction: TransactionId): void;
  release(transaction: TransactionId): void;
  /** Resolves when no other transaction holds any of these documents. @throws {RpcError} ABORTED after 30 seconds */
  untilFree(names: readonly string[], transaction: TransactionId): Promise<void>;
}

/** As a database in optimistic mode: nothing is ever locked. */
export const noLocks: DocumentLocks = {
  lock: () => undefined,
  exempt: () => undefined,
  release: () => undefined,
  untilFree: () => Promise.resolve(),
};

/**
 * As a database in pessimistic mode: what a transaction has read stays locked until it ends. One whose client never hears
 * of it again holds its documents until its lock expires, and every writer waits for that.
 */
export function createDocumentLocks(lockMs: number): DocumentLocks {
  const held = new Map<string, { names: Set<string>; expiresAtMs: number }>();
  const readOnly = new Set<string>();
  const waiting = new Set<() => void>();

  function blockers(names: readonly string[], own: string): number[] {
    const nowMs = Date.now();
    for (const [key, { expiresAtMs }] of held) {
      if (expiresAtMs <= nowMs) {
        held.delete(key);
      }
    }
    return [...held]
      .filter(([key, lock]) => key !== own && names.some((name) => lock.names.has(name)))
      .map(([, { expiresAtMs }]) => expiresAtMs - nowMs);
  }

  function releaseOrExpiry(inMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, inMs);
      waiting.add(done);
    });
  }

  return {
    lock(transaction, names) {
      const key = keyOf(transaction);
      if (key === '' || readOnly.has(key)) {
        return;
      }
      const lock = held.get(key) ?? { names: new Set(), expiresAtMs: 0 };
      for (const name of names) {
        lock.names.add(name);
      }
      held.set(key, { ...lock, expiresAtMs: Date.now() + lockMs });
    },
    exempt(transaction) {
      readOnly.add(keyOf(transaction));
    },
    release(transaction) {
      held.delete(keyOf(transaction));
      readOnly.delete(keyOf(transaction));
      for (const wake of waiting) {
        wake();
      }
    },
    async untilFree(names, transaction) {
      const deadlineMs = Date.now() + waitMs;
      for (;;) {
        const [first, ...others] = blockers(names, keyOf(transaction));
        if (first === undefined) {
          return;
        }
        const leftMs = deadlineMs - Date.now();
        if (leftMs <= 0) {
          throw new RpcError(status.ABORTED, 'Transaction lock timeout.');
        }
        await releaseOrExpiry(Math.max(1, Math.min(leftMs, first, ...others)));
      }
    },
  };
}

function keyOf(transaction: TransactionId): string {
  if (!transaction) {
    return '';
  }
  return typeof transaction === 'string' ? transaction : Buffer.from(transaction).toString('base64');
}
