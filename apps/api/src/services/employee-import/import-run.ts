import { randomUUID } from 'node:crypto';
import type { EmployeeImportFault } from '@klayim/shared/types';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { untilUncontended } from '../../lib/optimistic.ts';
import { isOver, type StoredImport } from '../../repositories/employee-imports/employee-import.document.ts';
import type { EmployeeImportRepository } from '../../repositories/employee-imports/employee-import.repository.ts';
import type { ImportFileRepository } from '../../repositories/employee-imports/import-file.repository.ts';
import { type ImportStepResult, ImportTakenError } from '../../repositories/employee-imports/import-steps.ts';
import type { EmployeeRepository } from '../../repositories/employees/employee.repository.ts';
import type { SourceRecord } from '../../repositories/employees/employee-source-facts.ts';
import type { SourceOutcome } from '../../repositories/employees/employee-sourced-changes.ts';
import { maxChanges } from '../../repositories/employees/employee-writer.ts';
import { createRowJudge, type JudgedRow } from './import-row.ts';
import { openTable } from './import-table.ts';

/** Rows of one commit, rejected ones included. */
const maxRowsPerStep = 1_000;
/** Faults that one commit stores. */
const maxFaultsPerStep = 2_000;

/** The result of one turn: no rows are left, rows are left, or another worker has the import. */
export type ImportTurn = 'over' | 'more' | 'taken';

export interface ImportRunDependencies {
  employeeRepository: EmployeeRepository;
  employeeImportRepository: EmployeeImportRepository;
  importFileRepository: ImportFileRepository;
  clock: Clock;
}

/** Rows that were judged and not committed yet. */
class Step {
  readonly records: SourceRecord[] = [];
  /** The line of each record. */
  readonly lines: number[] = [];
  readonly faults: EmployeeImportFault[] = [];
  rejectedRows = 0;
  rows = 0;

  add(line: number, judged: JudgedRow): void {
    this.rows += 1;
    if ('record' in judged) {
      this.records.push(judged.record);
      this.lines.push(line);
    } else {
      this.faults.push(...judged.faults);
      this.rejectedRows += 1;
    }
  }

  get isFull(): boolean {
    return (
      this.records.length === maxChanges ||
      this.rows === maxRowsPerStep ||
      this.faults.length >= maxFaultsPerStep
    );
  }
}

/**
 * Works on an import until it is over or `budgetMs` is spent. Every commit writes some employees together with the
 * progress: after a crash, the next worker continues from there, and two workers at once do nothing twice. Every turn reads
 * the file from its start, since earlier rows decide whether a row is a duplicate.
 */
export function createImportRun(dependencies: ImportRunDependencies) {
  const { employeeRepository, employeeImportRepository: imports, importFileRepository, clock } = dependencies;

  /** Writes the employees of some rows and the progress of the import in one commit. */
  async function commit(stored: StoredImport, from: number, step: Step): Promise<void> {
    const { id, organizationId, dryRun, mapping } = stored;
    const rows = { from, to: from + step.rows, commitId: randomUUID() };
    await untilUncontended(async () => {
      const current = await imports.findForStep(organizationId, id, rows);
      if (!current) {
        return;
      }
      const change = await employeeRepository.prepareRecords(organizationId, 'csv', step.records, { dryRun });
      await imports.commitStep(change, {
        ...rows,
        stored: current,
        ...toStepResult(step, change.outcome, mapping),
      });
    });
  }

  async function work(stored: StoredImport, budgetMs: number): Promise<ImportTurn> {
    const startedMs = clock();
    const { organizationId, id } = stored;
    const { mapping, batches } = await openTable(importFileRepository.read(stored.file), stored.query);
    const judge = createRowJudge(mapping, {
      ...stored.query,
      provenSeparator: stored.provenSeparator,
      // The day of the upload: a worker that continues tomorrow must judge rows in the same way.
      today: stored.createdAt.toDate().toISOString().slice(0, 10),
    });
    let done = stored.processedRows;
    let seen = 0;
    let step = new Step();
    for await (const batch of batches) {
      for (const row of batch) {
        const judged = judge(row);
        seen += 1;
        if (seen <= done) {
          continue;
        }
        step.add(row.line, judged);
        if (!step.isFull) {
          continue;
        }
        await commit(stored, done, step);
        done += step.rows;
        step = new Step();
        if (clock() - startedMs > budgetMs) {
          return 'more';
        }
      }
    }
    if (step.rows > 0) {
      await commit(stored, done, step);
    }
    await employeeRepository.compactFacets(organizationId);
    await imports.end(organizationId, id, null);
    // The file holds salaries: delete it as soon as it is imported. If that fails, its TTL deletes it.
    await importFileRepository.remove(stored.file).catch(() => undefined);
    return 'over';
  }

  return async (organizationId: string, id: string, budgetMs: number): Promise<ImportTurn> => {
    const stored = await imports.find(organizationId, id);
    if (!stored || isOver(stored)) {
      return 'over';
    }
    try {
      return await work(stored, budgetMs);
    } catch (error) {
      if (error instanceof ImportTakenError) {
        return 'taken';
      }
      // Another worker may have ended the import and removed its file.
      const now = await imports.find(organizationId, id);
      if (!now || isOver(now)) {
        return 'over';
      }
      // These errors are permanent and end the import; the queue retries any other.
      if (!isAppError(error, 'too_many_facets', 'import_unreadable')) {
        throw error;
      }
      await imports.end(organizationId, id, error.code);
      return 'over';
    }
  };
}

/** Counts and faults of a step, with the rows that the directory refused. */
function toStepResult(
  { lines, faults, rejectedRows }: Step,
  { refused, first, ...counts }: SourceOutcome,
  mapping: StoredImport['mapping'],
): ImportStepResult {
  const ofDirectory = refused.map(({ index, field, reason }) => ({
    line: lines[index] ?? 1,
    column: mapping[field] ?? null,
    reason,
  }));
  return {
    ...counts,
    rejectedRows: rejectedRows + refused.length,
    faults: [...faults, ...ofDirectory].sort((one, other) => one.line - other.line),
    people: first,
  };
}
