import { createHash } from 'node:crypto';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { minuteMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** Longer than any request lives: whoever holds a lock that ends has ended, too. */
const lifetimeMs = 2 * minuteMs;

/** `claimsLocks/{id}` as stored: somebody's custom claims are being changed. */
interface ClaimsLockDocument {
  ownerId: string;
  expiresAt: Timestamp;
}

const locks = typedCollection<ClaimsLockDocument>(collections.claimsLocks);

export type ClaimsLockRepository = ReturnType<typeof createClaimsLockRepository>;

/** A lock for each person: claims are of all their organizations at once. */
export function createClaimsLockRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  const referenceTo = (userId: string) =>
    locks(firestore()).doc(createHash('sha256').update(userId).digest('base64url'));

  return {
    /** One read and one write. @returns whether it is held by this owner now. */
    acquire: (userId: string, ownerId: string): Promise<boolean> =>
      runTransaction(firestore(), async (transaction) => {
        const held = (await transaction.get(referenceTo(userId))).data();
        if (held && held.ownerId !== ownerId && held.expiresAt.toMillis() > clock()) {
          return false;
        }
        transaction.set(referenceTo(userId), {
          ownerId,
          expiresAt: Timestamp.fromMillis(clock() + lifetimeMs),
        });
        return true;
      }),

    /** Does nothing to a lock of somebody else. */
    release: (userId: string, ownerId: string): Promise<void> =>
      runTransaction(firestore(), async (transaction) => {
        const reference = referenceTo(userId);
        if ((await transaction.get(reference)).data()?.ownerId === ownerId) {
          transaction.delete(reference);
        }
      }),
  };
}
