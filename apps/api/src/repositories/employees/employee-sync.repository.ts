import { createHash, randomUUID } from 'node:crypto';
import { documentIdSchema } from '@klayim/shared/schemas';
import type { EmployeeSourceType, EmployeeSyncSession } from '@klayim/shared/types';
import {
  type DocumentData,
  type DocumentSnapshot,
  type Firestore,
  Timestamp,
} from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';
import { sourcedEmployeeId } from './employee-id.ts';

const lifetimeMs = dayMs;
/** Bytes of an employee's id that are kept of it: enough that no two are ever taken for each other. */
const markBytes = 16;

/** `employeeSyncSessions/{id}` as stored. */
export type SyncSessionDocument = Omit<EmployeeSyncSession, 'id' | 'startedAt' | 'expiresAt'> & {
  organizationId: string;
  startedAt: Timestamp;
  expiresAt: Timestamp;
  /** Who has been looked at by the finish, in the order of ids. */
  lookedAtUpTo: string | null;
};

/** `employeeSyncParts/{id}` as stored: the marks of the employees that one call sent. */
export interface SyncPartDocument {
  organizationId: string;
  sessionId: string;
  marks: Buffer;
  expiresAt: Timestamp;
}

/** A session as it was read. */
export type StoredSyncSession = SyncSessionDocument & { id: string };

export interface EmployeeSyncRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

const syncSessions = typedCollection<SyncSessionDocument>(collections.employeeSyncSessions);
const syncParts = typedCollection<SyncPartDocument>(collections.employeeSyncParts);

/** Sessions of full synchronizations. */
export type EmployeeSyncRepository = ReturnType<typeof createEmployeeSyncRepository>;

/** Marks an employee as part of a synchronization. */
function markOf(employeeId: string): Buffer {
  return Buffer.from(employeeId.slice(1), 'base64url').subarray(0, markBytes);
}

export function createEmployeeSyncRepository({ firestore, clock }: EmployeeSyncRepositoryDependencies) {
  const referenceTo = (id: string) => {
    if (!documentIdSchema.safeParse(id).success) {
      throw new AppError('sync_session_not_found');
    }
    return syncSessions(firestore()).doc(id);
  };

  /** @throws {AppError} sync_session_not_found */
  function readOwn(
    snapshot: DocumentSnapshot<SyncSessionDocument>,
    organizationId: string,
  ): StoredSyncSession {
    const session = snapshot.data();
    const isAlive = session && (session.status === 'finished' || session.expiresAt.toMillis() > clock());
    if (!isAlive || session.organizationId !== organizationId) {
      throw new AppError('sync_session_not_found');
    }
    return { ...session, id: snapshot.id };
  }

  return {
    /** A new session, open for a day. */
    async start(organizationId: string, sourceType: EmployeeSourceType): Promise<StoredSyncSession> {
      const session: SyncSessionDocument = {
        organizationId,
        sourceType,
        status: 'open',
        received: 0,
        deleted: 0,
        startedAt: Timestamp.fromMillis(clock()),
        expiresAt: Timestamp.fromMillis(clock() + lifetimeMs),
        lookedAtUpTo: null,
      };
      const id = randomUUID();
      await referenceTo(id).create(session);
      return { ...session, id };
    },

    /** @throws {AppError} sync_session_not_found */
    async find(organizationId: string, id: string): Promise<StoredSyncSession> {
      return readOwn(await referenceTo(id).get(), organizationId);
    },

    /**
     * Records which employees one call of a session sends, before they are written: from now on none of them is deleted as
     * missing. Repeating the call changes nothing.
     * @throws {AppError} sync_session_not_found; sync_session_closed when it is being finished, or of another source.
     */
    async addPart(
      organizationId: string,
      id: string,
      sourceType: EmployeeSourceType,
      sourceIds: readonly string[],
    ): Promise<void> {
      const marks = Buffer.concat(
        sourceIds.map((sourceId) => markOf(sourcedEmployeeId(organizationId, sourceType, sourceId))),
      );
      const digest = createHash('sha256').update(marks).digest('base64url');
      const part = syncParts(firestore()).doc(`${id}_${digest}`);
      await runTransaction(firestore(), async (transaction) => {
        // One call: its type knows no documents of two collections.
        const [session, sent] = (await transaction.getAll<object, DocumentData>(referenceTo(id), part)) as [
          DocumentSnapshot<SyncSessionDocument>,
          DocumentSnapshot<SyncPartDocument>,
        ];
        const { status, expiresAt, received, ...stored } = readOwn(session, organizationId);
        if (status !== 'open' || stored.sourceType !== sourceType) {
          throw new AppError('sync_session_closed');
        }
        if (sent.exists) {
          return;
        }
        transaction.create(part, { organizationId, sessionId: id, marks, expiresAt });
        transaction.update(session.ref, { received: received + sourceIds.length });
      });
    },

    /**
     * Ends the taking of records.
     * @throws {AppError} sync_session_not_found; sync_session_empty, since finishing it would delete every employee.
     */
    async close(organizationId: string, id: string): Promise<StoredSyncSession> {
      return runTransaction(firestore(), async (transaction) => {
        const session = readOwn(await transaction.get(referenceTo(id)), organizationId);
        if (session.status !== 'open') {
          return session;
        }
        if (session.received === 0) {
          throw new AppError('sync_session_empty');
        }
        transaction.update(referenceTo(id), { status: 'finishing' });
        return { ...session, status: 'finishing' };
      });
    },

    /** Tells of an employee's id whether it was sent in the session. */
    async sentIn(organizationId: string, id: string): Promise<(employeeId: string) => boolean> {
      const { docs } = await syncParts(firestore())
        .where('organizationId', '==', organizationId)
        .where('sessionId', '==', id)
        .get();
      const sent = new Set<string>();
      for (const document of docs) {
        const { marks } = document.data();
        for (let start = 0; start < marks.length; start += markBytes) {
          sent.add(marks.toString('latin1', start, start + markBytes));
        }
      }
      return (employeeId) => sent.has(markOf(employeeId).toString('latin1'));
    },

    /** How far the finish has come; null at the end. */
    async saveProgress({ id, deleted }: StoredSyncSession, lookedAtUpTo: string | null): Promise<void> {
      const status = lookedAtUpTo === null ? 'finished' : 'finishing';
      await referenceTo(id).update({ status, deleted, lookedAtUpTo });
    },
  };
}
