import type { EmployeeImportFault } from '@klayim/shared/types';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { EmployeeRepository } from '../../repositories/employee.repository.ts';
import type { StoredImport } from '../../repositories/employee-imports/employee-import.document.ts';
import {
  type EmployeeImportRepository,
  ImportTakenError,
  isOver,
} from '../../repositories/employee-imports/employee-import.repository.ts';
import type { ImportFileRepository } from '../../repositories/employee-imports/import-file.repository.ts';
import type { SourceRecord } from '../../repositories/employees/employee-sourced-changes.ts';
import { maxChanges } from '../../repositories/employees/employee-writer.ts';
import { createRowJudge, type JudgedRow } from './import-row.ts';
import { openTable } from './import-table.ts';

/** Rows that one commit tells of at most, bad ones included. */
const maxRowsPerStep = 1_000;
/** Faults that one commit stores at most. */
const maxFaultsPerStep = 2_000;

/** How a turn at an import ended: nothing is left, there is more to do, or somebody else is at it. */
export type ImportTurn = 'over' | 'more' | 'taken';

export interface ImportRunDependencies {
  employeeRepository: EmployeeRepository;
  employeeImportRepository: EmployeeImportRepository;
  importFileRepository: ImportFileRepository;
  clock: Clock;
}

/** Rows that are judged and wait for their commit. */
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
 * Works on an import until it is over or `budgetMs` is spent. Every commit writes some employees and how far the import
 * has come, together: whoever goes on after a crash, goes on from there, and two at once do not do anything twice. The
 * file is always read from its start, since what stands earlier decides whether a row is the second of somebody.
 */
export function createImportRun(dependencies: ImportRunDependencies) {
  const { employeeRepository, employeeImportRepository: imports, importFileRepository, clock } = dependencies;

  async function commit(stored: StoredImport, from: number, step: Step): Promise<void> {
    const { id, organizationId, actor, dryRun, mapping } = stored;
    const { records, lines, faults, rejectedRows, rows } = step;
    const record = imports.progress(organizationId, id, { from, to: from + rows });
    await employeeRepository.upsertRecords(
      organizationId,
      'csv',
      records,
      { actor, reason: 'csv_import' },
      {
        dryRun,
        matchEmails: true,
        also: ({ refused, first, ...counts }) => {
          const found = refused.map(({ index, field, reason }) => ({
            line: lines[index] ?? 1,
            column: mapping[field] ?? null,
            reason,
          }));
          const all = [...faults, ...found].sort((one, other) => one.line - other.line);
          return record({
            ...counts,
            rejectedRows: rejectedRows + refused.length,
            faults: all,
            people: first,
          });
        },
      },
    );
  }

  async function work(stored: StoredImport, budgetMs: number): Promise<ImportTurn> {
    const startedMs = clock();
    const { organizationId, id } = stored;
    const { mapping, batches } = await openTable(importFileRepository.read(stored.file), stored.query);
    const judge = createRowJudge(mapping, {
      ...stored.query,
      provenSeparator: stored.provenSeparator,
      // Not today's: whoever takes the import up tomorrow must judge as was judged before.
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
    // Nobody needs what people earn twice. Should that fail, the file is forgotten by its TTL.
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
      // Who ended it meanwhile has removed the file, too.
      const now = await imports.find(organizationId, id);
      if (!now || isOver(now)) {
        return 'over';
      }
      // What no repetition mends is the end; anything else is tried again by the queue.
      if (!isAppError(error, 'too_many_facets', 'import_unreadable')) {
        throw error;
      }
      await imports.end(organizationId, id, error.code);
      return 'over';
    }
  };
}
