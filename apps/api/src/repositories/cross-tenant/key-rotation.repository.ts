import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { compareAndSet } from '../../lib/compare-and-set.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import {
  type KeyRotationDocument,
  keyRotationIdOf,
  keyRotations,
  type RotationProgress,
} from './key-rotation.document.ts';

/** The right to work on a rotation, and where its last holder left off. */
export interface RotationClaim {
  targetVersion: number;
  ownerId: string;
  progress: RotationProgress;
}

/** What becomes of a claim when progress is written down: it goes on, is given back, or the rotation is finished. */
export type RotationStep = 'continue' | 'release' | 'finish';

export interface KeyRotationRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type KeyRotationRepository = ReturnType<typeof createKeyRotationRepository>;

/**
 * How far the rotations have come. A claim keeps two workers from doing the same work, and nothing more: that each
 * record is safe with two of them is the compare-and-set of the record itself.
 */
export function createKeyRotationRepository({ firestore, clock }: KeyRotationRepositoryDependencies) {
  const collection = () => keyRotations(firestore());
  const referenceTo = (targetVersion: number) => collection().doc(keyRotationIdOf(targetVersion));
  const now = () => Timestamp.fromMillis(clock());

  return {
    async find(targetVersion: number): Promise<KeyRotationDocument | null> {
      const snapshot = await referenceTo(targetVersion).get();
      return snapshot.data() ?? null;
    },

    /**
     * Starts a rotation, unless it is running; whatever runs to an older version ends here.
     * @returns the rotation, and whether this call started it.
     */
    async start(
      targetVersion: number,
      { startedBy, total }: { startedBy: string; total: number },
    ): Promise<{ rotation: KeyRotationDocument; started: boolean }> {
      return runTransaction(firestore(), async (transaction) => {
        const running = await transaction.get(collection().where('status', '==', 'running'));
        const documents = running.docs.map((snapshot) => snapshot.data());
        const underWay = documents.find((document) => document.targetVersion === targetVersion);
        if (underWay) {
          return { rotation: underWay, started: false };
        }
        const at = now();
        const rotation: KeyRotationDocument = {
          targetVersion,
          status: 'running',
          startedBy,
          total,
          passes: 1,
          rotated: 0,
          deferred: 0,
          failed: 0,
          cursor: null,
          worker: null,
          startedAt: at,
          heartbeatAt: at,
          finishedAt: null,
        };
        transaction.set(referenceTo(targetVersion), rotation);
        for (const older of documents.filter((document) => document.targetVersion < targetVersion)) {
          transaction.update(referenceTo(older.targetVersion), { status: 'superseded', worker: null });
        }
        return { rotation, started: true };
      });
    },

    /** Null when there is nothing to do: no such rotation runs, or another worker has given a sign of life. */
    async claim(targetVersion: number, ownerId: string, ttlMs: number): Promise<RotationClaim | null> {
      return compareAndSet<KeyRotationDocument, RotationClaim | null>(
        referenceTo(targetVersion),
        (snapshot) => {
          const rotation = snapshot.data();
          if (rotation?.status !== 'running') {
            return { change: null, result: null };
          }
          const readAtMs = snapshot.readTime.toMillis();
          const { worker } = rotation;
          if (worker && worker.ownerId !== ownerId && worker.expiresAt.toMillis() > readAtMs) {
            return { change: null, result: null };
          }
          const expiresAt = Timestamp.fromMillis(readAtMs + ttlMs);
          const { passes, rotated, deferred, failed, cursor } = rotation;
          return {
            change: { worker: { ownerId, expiresAt }, heartbeatAt: now() },
            result: { targetVersion, ownerId, progress: { passes, rotated, deferred, failed, cursor } },
          };
        },
      );
    },

    /** Writes progress down. False when the claim is no longer ours: nothing was written, another one works on it. */
    async save(
      { targetVersion, ownerId, progress }: RotationClaim,
      step: RotationStep,
      ttlMs: number,
    ): Promise<boolean> {
      const at = now();
      let tried = false;
      return compareAndSet<KeyRotationDocument, boolean>(referenceTo(targetVersion), (snapshot) => {
        const rotation = snapshot.data();
        // The answer to our own write was lost.
        if (tried && rotation?.worker === null && rotation.heartbeatAt.isEqual(at)) {
          return { change: null, result: true };
        }
        if (rotation?.status !== 'running' || rotation.worker?.ownerId !== ownerId) {
          return { change: null, result: false };
        }
        tried = true;
        const expiresAt = Timestamp.fromMillis(snapshot.readTime.toMillis() + ttlMs);
        return {
          change: {
            ...progress,
            heartbeatAt: at,
            worker: step === 'continue' ? { ownerId, expiresAt } : null,
            ...(step === 'finish' ? { status: 'finished', finishedAt: at } : {}),
          },
          result: true,
        };
      });
    },
  };
}
