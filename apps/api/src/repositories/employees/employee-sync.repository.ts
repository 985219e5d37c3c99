import { createHash, randomUUID } from 'node:crypto';
import { documentIdSchema } from '@klayim/shared/schemas';
import type { EmployeeSourceType, EmployeeSyncSession } from '@klayim/shared/types';
import { type DocumentSnapshot, type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { selectedFields, typedCollection } from '../typed-collection.ts';
import { sourcedEmployeeId } from './employee-id.ts';

export const syncPartsCollection = collections.employeeSyncParts.name;

const lifetimeMs = dayMs;
/** Bytes of an employee's id that are kept of it: enough that no two are ever taken for each other. */
const markBytes = 16;

type SessionDocument = Omit<EmployeeSyncSession, 'id' | 'startedAt' | 'expiresAt'> & {
  organizationId: string;
  startedAt: Timestamp;
  expiresAt: Timestamp;
  /** Who has been looked at by the finish, in the order of ids. */
  lookedAtUpTo: string | null;
};

/** A session as it was read. */
export type StoredSyncSession = SessionDocument & { id: string };

export interface EmployeeSyncRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

const syncSessions = typedCollection<SessionDocument>(collections.employeeSyncSessions);

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
  function readOwn(snapshot: DocumentSnapshot, organizationId: string): StoredSyncSession {
    const session = selectedFields<SessionDocument, keyof SessionDocument>(snapshot);
    const isAlive = session && (session.status === 'finished' || session.expiresAt.toMillis() > clock());
    if (!isAlive || session.organizationId !== organizationId) {
      throw new AppError('sync_session_not_found');
    }
    return { ...session, id: snapshot.id };
  }

  return {
    /** A new session, open for a day. */
    async start(organizationId: string, sourceType: EmployeeSourceType): Promise<StoredSyncSession> {
      const session: SessionDocument = {
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
      const part = firestore().collection(syncPartsCollection).doc(`${id}_${digest}`);
      await runTransaction(firestore(), async (transaction) => {
        const [session, sent] = await transaction.getAll(referenceTo(id), part);
        if (!session || !sent) {
          throw new AppError('internal_error');
        }
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
      const { docs } = await firestore()
        .collection(syncPartsCollection)
        .where('organizationId', '==', organizationId)
        .where('sessionId', '==', id)
        .get();
      const sent = new Set<string>();
      for (const document of docs) {
        const marks: unknown = document.get('marks');
        if (!Buffer.isBuffer(marks)) {
          continue;
        }
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
