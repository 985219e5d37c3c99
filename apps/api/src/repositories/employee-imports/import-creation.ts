import type { AuditActor, EmployeeImport, EmployeeImportQuery } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { auditEvents } from '../audit/audit-event.document.ts';
import {
  employeeImports,
  type FindImport,
  type ImportDocument,
  isOver,
  nextImportIdOf,
  readStoredImport,
  type StoredImport,
} from './employee-import.document.ts';
import type { StoredFile } from './import-file.repository.ts';

/** Audit events to check for a change: enough to cover the difference between the clocks of instances. */
const newestEvents = 20;

/** How long an import, its file and its faults are kept: 30 days. Until then the same file is the same import. */
export const importRetentionMs = 30 * dayMs;

/** An import when its file has been received. */
export interface NewImport {
  id: string;
  query: EmployeeImportQuery;
  file: StoredFile;
  actor: AuditActor;
  mapping: EmployeeImport['mapping'];
  ignoredColumns: string[];
  provenSeparator: ImportDocument['provenSeparator'];
  preview: EmployeeImport['preview'];
  bytes: number;
  rows: number;
}

export interface ImportCreationDependencies {
  firestore: () => Firestore;
  clock: Clock;
  find: FindImport;
}

/** Creates imports: one for a file, as long as nothing has changed since. */
export function createImportCreation({ firestore, clock, find }: ImportCreationDependencies) {
  /** Whether an employee of the organization was changed after the import's last write. */
  async function hasChangedSince(organizationId: string, { updateTime }: StoredImport): Promise<boolean> {
    const { docs } = await auditEvents(firestore())
      .where('organizationId', '==', organizationId)
      .where('subject.type', '==', 'employee')
      .orderBy('at', 'desc')
      .limit(newestEvents)
      .get();
    // Compare by Firestore's clock: the clock of another instance may be slow.
    return docs.some(({ createTime }) => createTime.valueOf() > updateTime.valueOf());
  }

  /** The id for an upload of this file: the first import of it that is not over, or whose result is still current. */
  async function currentId(organizationId: string, firstId: string): Promise<string> {
    let id = firstId;
    for (;;) {
      const stored = await find(organizationId, id);
      if (!stored || !isOver(stored) || !(await hasChangedSince(organizationId, stored))) {
        return id;
      }
      id = nextImportIdOf(id);
    }
  }

  /**
   * Stores a new import, or finds the existing one and queues it again if it had failed. When an import is over and the
   * directory has changed since, the same file becomes a new import.
   * @returns the import as stored, and whether it is new.
   */
  return async function create(
    organizationId: string,
    created: NewImport,
  ): Promise<{ stored: StoredImport; isNew: boolean }> {
    const id = await currentId(organizationId, created.id);
    const reference = employeeImports(firestore()).doc(id);
    const isNew = await runTransaction(firestore(), async (transaction) => {
      const existing = readStoredImport(await transaction.get(reference), organizationId);
      if (existing) {
        const again = { status: 'queued', error: null, updatedAt: Timestamp.fromMillis(clock()) };
        if (existing.status === 'failed') {
          transaction.update(reference, again);
        }
        return false;
      }
      transaction.create(reference, toDocument(organizationId, created, clock()));
      return true;
    });
    const stored = await find(organizationId, id);
    if (!stored) {
      throw new Error('the import was deleted meanwhile');
    }
    return { stored, isNew };
  };
}

/** A new import as it is stored: nothing of it is done yet. */
function toDocument(
  organizationId: string,
  { id: _id, query, ...known }: NewImport,
  nowMs: number,
): ImportDocument {
  const now = Timestamp.fromMillis(nowMs);
  return {
    ...known,
    organizationId,
    query,
    status: 'queued',
    dryRun: query.dryRun === 'true',
    processedRows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    rejectedRows: 0,
    faults: 0,
    omittedFaults: 0,
    error: null,
    commitId: '',
    createdAt: now,
    updatedAt: now,
    finishedAt: null,
    expiresAt: Timestamp.fromMillis(nowMs + importRetentionMs),
  };
}
