import { randomUUID } from 'node:crypto';
import type { RefreshSummary, SweepRun } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { toIsoTimestamp, toOptionalIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

const retentionMs = 30 * dayMs;

/** How a sweep ended. */
export type SweepEnding = { summary: RefreshSummary } | { failure: string };

export type SweepRunDocument = Omit<SweepRun, 'id' | 'requestedAt' | 'finishedAt'> & {
  requestedAt: Timestamp;
  finishedAt: Timestamp | null;
  expiresAt: Timestamp;
};

const sweepRuns = typedCollection<SweepRunDocument>(collections.sweepRuns);

export type SweepRunRepository = ReturnType<typeof createSweepRunRepository>;

/** What the last sweeps found, for operators: numbers across organizations, and nothing of any record. */
export function createSweepRunRepository({ firestore, clock }: { firestore: () => Firestore; clock: Clock }) {
  const collection = () => sweepRuns(firestore());
  const fieldsOf = (ending: SweepEnding | null) => ({
    status:
      ending === null
        ? ('queued' as const)
        : 'summary' in ending
          ? ('finished' as const)
          : ('failed' as const),
    summary: ending && 'summary' in ending ? ending.summary : null,
    failure: ending && 'failure' in ending ? ending.failure : null,
    finishedAt: ending && Timestamp.fromMillis(clock()),
  });

  return {
    /** A sweep that waits, or one that is over already. `requestedAtMs` in milliseconds since the epoch. */
    async create(startedBy: string, requestedAtMs: number, ending: SweepEnding | null): Promise<SweepRun> {
      const id = randomUUID();
      const document: SweepRunDocument = {
        startedBy,
        requestedAt: Timestamp.fromMillis(requestedAtMs),
        expiresAt: Timestamp.fromMillis(requestedAtMs + retentionMs),
        ...fieldsOf(ending),
      };
      await collection().doc(id).create(document);
      return toSweepRun(id, document);
    },

    async find(id: string): Promise<SweepRun | null> {
      const document = (await collection().doc(id).get()).data();
      return document ? toSweepRun(id, document) : null;
    },

    /** Notes how a waiting sweep has ended. */
    async finish(id: string, ending: SweepEnding): Promise<void> {
      await collection().doc(id).update(fieldsOf(ending));
    },

    async delete(id: string): Promise<void> {
      await collection().doc(id).delete();
    },

    /** When the last sweep that has finished was requested; null when there is none. One document read, seldom more. */
    async findLastFinishedAt(): Promise<string | null> {
      const { docs } = await collection()
        .where('status', '==', 'finished')
        .orderBy('requestedAt', 'desc')
        .limit(1)
        .get();
      const last = docs[0]?.data();
      return last ? toIsoTimestamp(last.requestedAt) : null;
    },

    /** The last ones, newest first. */
    async findLatest(limit: number): Promise<SweepRun[]> {
      const { docs } = await collection().orderBy('requestedAt', 'desc').limit(limit).get();
      return docs.map((snapshot) => toSweepRun(snapshot.id, snapshot.data()));
    },
  };
}

function toSweepRun(id: string, document: SweepRunDocument): SweepRun {
  const { status, startedBy, summary, failure, requestedAt, finishedAt } = document;
  return {
    id,
    status,
    startedBy,
    requestedAt: toIsoTimestamp(requestedAt),
    finishedAt: toOptionalIsoTimestamp(finishedAt),
    summary,
    failure,
  };
}
