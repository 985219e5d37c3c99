import { randomUUID } from 'node:crypto';
import { documentIdSchema } from '@klayim/shared/schemas';
import type {
  AuditActor,
  EmployeeImport,
  EmployeeImportFault,
  EmployeeImportQuery,
} from '@klayim/shared/types';
import { Timestamp, type WriteBatch } from 'firebase-admin/firestore';
import type { ErrorCode } from '../../errors/error-codes.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { auditEventsCollection } from '../audit/audit-event.document.ts';
import type { SourceCounts } from '../employees/employee-sourced-changes.ts';
import { type Page, type PageOptions, pageOf } from '../pagination.ts';
import { createWebhookOutbox, type WebhookOutboxDependencies } from '../webhooks/webhook-outbox.ts';
import {
  type ImportDocument,
  importFinished,
  importsCollection,
  nextImportIdOf,
  readStoredImport,
  type StoredImport,
} from './employee-import.document.ts';
import { createImportFaultsRepository } from './import-faults.repository.ts';
import type { StoredFile } from './import-file.repository.ts';

/** Events of the trail that are looked at for a change: more than clocks of instances can be apart by. */
const newestEvents = 20;

/** How long an import, its file and its faults are kept: 30 days. Until then the same file is the same import. */
export const importLifetimeMs = 30 * dayMs;

/** What is known of an import when its file has come in. */
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

/** Some rows of an import that are done. */
export interface ImportStep {
  /** Rows that were done before these. */
  from: number;
  /** Rows that are done with these. */
  to: number;
}

/** What became of the rows of a step. */
export interface ImportStepResult extends SourceCounts {
  rejectedRows: number;
  faults: readonly EmployeeImportFault[];
  /** The first people of it as they are stored: the preview of a dry run shows the first of all. */
  people: readonly PreviewedPerson[];
}

type PreviewedPerson = NonNullable<EmployeeImport['preview']>['people'][number];

/** Somebody else has taken an import further meanwhile: it is theirs. */
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
  const referenceTo = (id: string) => firestore().collection(importsCollection).doc(id);
  const now = () => Timestamp.fromMillis(clock());

  async function find(organizationId: string, id: string): Promise<StoredImport | null> {
    return documentIdSchema.safeParse(id).success
      ? readStoredImport(await referenceTo(id).get(), organizationId)
      : null;
  }

  /** Whether anybody of the directory was changed after the import's last word. */
  async function hasChangedSince(organizationId: string, { updateTime }: StoredImport): Promise<boolean> {
    const { docs } = await firestore()
      .collection(auditEventsCollection)
      .where('organizationId', '==', organizationId)
      .where('subject.type', '==', 'employee')
      .orderBy('at', 'desc')
      .limit(newestEvents)
      .get();
    // Compared by the database's own clock: that of another instance may be slow.
    return docs.some(({ createTime }) => createTime.valueOf() > updateTime.valueOf());
  }

  /** The import that an upload of this file is: the first that is not over, or still tells the truth. */
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
      const query = firestore().collection(importsCollection).where('organizationId', '==', organizationId);
      const { items, nextCursor } = await pageOf(query, 'createdAt', options);
      return { items: items.flatMap((each) => readStoredImport(each, organizationId) ?? []), nextCursor };
    },

    /**
     * Stores a new import, or finds the one that is there; one that had failed waits for its turn again. One that is
     * over is done anew, as another import, when the directory has changed since.
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
          expiresAt: Timestamp.fromMillis(clock() + importLifetimeMs),
        };
        transaction.create(reference, document);
        return true;
      });
      const stored = await find(organizationId, id);
      if (!stored) {
        throw new Error('the import is gone already');
      }
      return { stored, isNew };
    },

    /**
     * Adds the progress of some rows to the commit that writes them. Only who has done all rows before them may: a
     * second worker on the same import gives up.
     * @returns to be asked at every attempt to write.
     */
    progress(organizationId: string, id: string, step: ImportStep) {
      const ours = new Set<string>();
      return async (done: ImportStepResult): Promise<((batch: WriteBatch) => void) | undefined> => {
        const stored = await find(organizationId, id);
        // The answer to our own commit was lost: there is nothing left to do.
        if (stored && ours.has(stored.commitId)) {
          return undefined;
        }
        if (!stored || stored.processedRows !== step.from || isOver(stored)) {
          throw new ImportTakenError();
        }
        const commitId = randomUUID();
        ours.add(commitId);
        return (batch) => {
          const count = stored.faults - stored.omittedFaults;
          const kept = faults.add(batch, { ...stored, importId: id }, count, done.faults);
          const changes: Partial<ImportDocument> = {
            commitId,
            status: 'running',
            processedRows: step.to,
            created: stored.created + done.created,
            updated: stored.updated + done.updated,
            unchanged: stored.unchanged + done.unchanged,
            rejectedRows: stored.rejectedRows + done.rejectedRows,
            faults: stored.faults + done.faults.length,
            omittedFaults: stored.omittedFaults + done.faults.length - kept,
            updatedAt: now(),
            ...(step.from === 0 && stored.preview
              ? { preview: { ...stored.preview, people: [...done.people] } }
              : {}),
          };
          batch.update(referenceTo(id), changes, { lastUpdateTime: stored.updateTime });
        };
      };
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

/** Whether nothing more happens to an import by itself. */
export function isOver({ status }: Pick<EmployeeImport, 'status'>): boolean {
  return status === 'completed' || status === 'failed';
}
