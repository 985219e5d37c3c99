import type { EmployeeImport, EmployeeImportFault } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import type { PreparedRecords, SourceCounts } from '../employees/employee-sourced-changes.ts';
import {
  employeeImports,
  type FindImport,
  type ImportDocument,
  isOver,
  type StoredImport,
} from './employee-import.document.ts';
import { createImportFaultsRepository } from './import-faults.repository.ts';

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

export interface ImportStepsDependencies {
  firestore: () => Firestore;
  clock: Clock;
  find: FindImport;
}

/** The commits by which an import advances: each writes some employees together with the progress. */
export function createImportSteps({ firestore, clock, find }: ImportStepsDependencies) {
  const faults = createImportFaultsRepository({ firestore });

  return {
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
          updatedAt: Timestamp.fromMillis(clock()),
          ...(from === 0 && stored.preview
            ? { preview: { ...stored.preview, people: [...done.people] } }
            : {}),
        };
        writes.update(employeeImports(firestore()).doc(stored.id), changes, {
          lastUpdateTime: stored.updateTime,
        });
      });
    },
  };
}
