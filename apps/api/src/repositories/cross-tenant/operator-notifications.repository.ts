import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

const retentionMs = 30 * dayMs;

/** `operatorNotifications/{id}`: a fact that operators are notified of once, and its evidence. */
export interface OperatorNotificationDocument {
  /** Ids of the evidence; operators are notified when there is enough. */
  evidence: string[];
  /** When operators were told; null before. */
  toldAt: Timestamp | null;
  expiresAt: Timestamp;
}

const operatorNotifications = typedCollection<OperatorNotificationDocument>(
  collections.operatorNotifications,
);

export type OperatorNotificationsRepository = ReturnType<typeof createOperatorNotificationsRepository>;

/** What operators were told once, for all organizations. */
export function createOperatorNotificationsRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  const expiresAt = () => Timestamp.fromMillis(clock() + retentionMs);

  return {
    /**
     * Adds evidence, and notifies when there is enough and it was not done yet. A process that dies between notifying and noting it
     * leads to a second telling: that is better than none.
     * @param options.enough how many different pieces of evidence are needed. Default: 1.
     */
    async tellOnce(
      id: string,
      evidence: string,
      tell: () => void,
      { enough = 1 }: { enough?: number } = {},
    ): Promise<void> {
      const reference = operatorNotifications(firestore()).doc(id);
      const isDue = await runTransaction(firestore(), async (transaction) => {
        const before = (await transaction.get(reference)).data();
        if (before?.toldAt) {
          return false;
        }
        const known = [...new Set([...(before?.evidence ?? []), evidence])].slice(0, enough);
        transaction.set(reference, { evidence: known, toldAt: null, expiresAt: expiresAt() });
        return known.length >= enough;
      });
      if (isDue) {
        tell();
        await reference.update({ toldAt: Timestamp.fromMillis(clock()), expiresAt: expiresAt() });
      }
    },
  };
}
