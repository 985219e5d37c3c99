import { documentIdSchema } from '@klayim/shared/schemas';
import type {
  AuditActor,
  EmployeeImport,
  EmployeeImportFault,
  EmployeeImportQuery,
} from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import type { ErrorCode } from '../../errors/error-codes.ts';
import { createCountedReader } from '../../lib/document-reader.ts';
import { dayMs } from '../../lib/duration.ts';
import { getAccessToken } from '../../lib/firestore.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { auditEvents } from '../audit/audit-event.document.ts';
import type { PreparedRecords, SourceCounts } from '../employees/employee-sourced-changes.ts';
import { type Page, type PageOptions, pageOf } from '../pagination.ts';
import { createWebhookOutbox, type WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import {
  employeeImports,
  type ImportDocument,
  importFinished,
  nextImportIdOf,
  readStoredImport,
  type StoredImport,
} from './employee-import.document.ts';
import { createImportFaultsRepository } from './import-faults.repository.ts';
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

/** Some rows of an import that one commit writes. */
export interface ImportStep {
  /** Rows that were done before. */
  from: number;
  /** Rows that are done afterwards. */
  to: number;
  /** A random id of the step, the same in every attempt to commit it. */
  commitId: string;
}

/** The results of the rows of a step. */
export interface ImportStepResult extends SourceCounts {
  rejectedRows: number;
  faults: readonly EmployeeImportFault[];
  /** The first people of the step as they will be stored: a dry run previews those of the first step. */
  people: readonly PreviewedPerson[];
}

/** What a step adds to an import, and the import as it was read before. */
export interface ImportProgress extends ImportStep, ImportStepResult {
  stored: StoredImport;
}

type PreviewedPerson = NonNullable<EmployeeImport['preview']>['people'][number];

/** Another worker has advanced the import: this one stops. */
export class ImportTakenError extends Error {
  override readonly name = 'ImportTakenError';
}

export type EmployeeImportRepositoryDependencies = WebhookOutboxDependencies;

/** Imports of an organization. */
export type EmployeeImportRepository = ReturnType<typeof createEmployeeImportRepository>;

export function createEmployeeImportRepository(dependencies: EmployeeImportRepositoryDependencies) {
  const { firestore, clock } = dependencies;
  const outbox = createWebhookOutbox(dependencies);
  const faults = createImportFaultsRepository({ firestore });
  const referenceTo = (id: string) => employeeImports(firestore()).doc(id);
  const readDocuments = createCountedReader({ firestore, clock, accessToken: getAccessToken });
  const now = () => Timestamp.fromMillis(clock());

  async function find(organizationId: string, id: string): Promise<StoredImport | null> {
    if (!documentIdSchema.safeParse(id).success) {
      return null;
    }
    const [document] = await readDocuments(employeeImports, [id]);
    return document ? readStoredImport(document, organizationId) : null;
  }

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

  return {
    find,

    /** One page of an organization's imports, newest first. @throws {AppError} invalid_cursor */
    async findPage(organizationId: string, options: PageOptions): Promise<Page<StoredImport>> {
      const query = employeeImports(firestore()).where('organizationId', '==', organizationId);
      const { items, nextCursor } = await pageOf(query, 'createdAt', options);
      return { items: items.flatMap((each) => readStoredImport(each, organizationId) ?? []), nextCursor };
    },

    /**
     * Stores a new import, or finds the existing one and queues it again if it had failed. When an import is over and the
     * directory has changed since, the same file becomes a new import.
     * @returns the import as stored, and whether it is new.
     */
    async create(
      organizationId: string,
      { id: firstId, query, ...known }: NewImport,
    ): Promise<{ stored: StoredImport; isNew: boolean }> {
      const id = await currentId(organizationId, firstId);
      const reference = referenceTo(id);
      const isNew = await runTransaction(firestore(), async (transaction) => {
        const existing = readStoredImport(await transaction.get(reference), organizationId);
        if (existing) {
          const again = { status: 'queued', error: null, updatedAt: now() };
          if (existing.status === 'failed') {
            transaction.update(reference, again);
          }
          return false;
        }
        const document: ImportDocument = {
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
          createdAt: now(),
          updatedAt: now(),
          finishedAt: null,
          expiresAt: Timestamp.fromMillis(clock() + importRetentionMs),
        };
        transaction.create(reference, document);
        return true;
      });
      const stored = await find(organizationId, id);
      if (!stored) {
        throw new Error('the import was deleted meanwhile');
      }
      return { stored, isNew };
    },

    /**
     * Reads an import before some of its rows are committed.
     * @returns null when this step is stored already, and only the answer to its commit was lost.
     * @throws {ImportTakenError} when another worker has done these rows, or the import is over.
     */
    async findForStep(
      organizationId: string,
      id: string,
      { from, commitId }: ImportStep,
    ): Promise<StoredImport | null> {
      const stored = await find(organizationId, id);
      if (stored?.commitId === commitId) {
        return null;
      }
      if (!stored || stored.processedRows !== from || isOver(stored)) {
        throw new ImportTakenError();
      }
      return stored;
    },

    /**
     * Commits the employees of some rows together with the progress of the import, on condition that both are as they were
     * read. It does not try again.
     * @throws as `PreparedRecords.commit` does.
     */
    async commitStep(change: PreparedRecords, progress: ImportProgress): Promise<void> {
      const { stored, from, to, commitId, ...done } = progress;
      await change.commit({ actor: stored.actor, reason: 'csv_import' }, (writes) => {
        const count = stored.faults - stored.omittedFaults;
        const kept = faults.add(writes, { ...stored, importId: stored.id }, count, done.faults);
        const changes: Partial<ImportDocument> = {
          commitId,
          status: 'running',
          processedRows: to,
          created: stored.created + done.created,
          updated: stored.updated + done.updated,
          unchanged: stored.unchanged + done.unchanged,
          rejectedRows: stored.rejectedRows + done.rejectedRows,
          faults: stored.faults + done.faults.length,
          omittedFaults: stored.omittedFaults + done.faults.length - kept,
          updatedAt: now(),
          ...(from === 0 && stored.preview
            ? { preview: { ...stored.preview, people: [...done.people] } }
            : {}),
        };
        writes.update(referenceTo(stored.id), changes, { lastUpdateTime: stored.updateTime });
      });
    },

    /** Ends an import, with a code when it could not be done. Ending one that has ended changes nothing. */
    async end(organizationId: string, id: string, error: ErrorCode | null): Promise<void> {
      await outbox.runTransaction(async (transaction, prepareWebhooks) => {
        const stored = readStoredImport(await transaction.get(referenceTo(id)), organizationId);
        if (!stored || isOver(stored)) {
          return;
        }
        const at = now();
        const status = error === null ? 'completed' : 'failed';
        const webhooks = await prepareWebhooks([importFinished({ ...stored, status, error })]);
        transaction.update(referenceTo(id), { status, error, updatedAt: at, finishedAt: at });
        webhooks.addTo(transaction);
      });
    },

    /** Calls back with the import now and after every change, until it is unsubscribed. */
    watch(
      organizationId: string,
      id: string,
      onChange: (stored: StoredImport | null) => void,
      onError: (error: Error) => void,
    ): () => void {
      return referenceTo(id).onSnapshot(
        (snapshot) => onChange(readStoredImport(snapshot, organizationId)),
        onError,
      );
    },
  };
}

/** Whether an import has ended. */
export function isOver({ status }: Pick<EmployeeImport, 'status'>): boolean {
  return status === 'completed' || status === 'failed';
}
