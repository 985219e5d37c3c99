import type { EmployeeImportFault } from '@klayim/shared/types';
import { AppError, isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { decodeText } from '../../lib/csv/decode-text.ts';
import { type CsvRow, type Delimiter, readRows } from '../../lib/csv/read-rows.ts';
import type { EmployeeRepository } from '../../repositories/employee.repository.ts';
import type { SourceRecord } from '../../repositories/employee.sourced-changes.ts';
import { maximumChanges } from '../../repositories/employee.writer.ts';
import type { StoredImport } from '../../repositories/employee-import.document.ts';
import {
  type EmployeeImportRepository,
  ImportTakenError,
  isOver,
} from '../../repositories/employee-import.repository.ts';
import type { ImportFileRepository } from '../../repositories/import-file.repository.ts';
import { mapHeader } from './import-mapping.ts';
import { createRowJudge } from './import-row.ts';

/** Rows that one commit tells of at most, bad ones included. */
const maximumRowsPerStep = 1_000;
/** Faults that one commit stores at most. */
const maximumFaultsPerStep = 2_000;

/** How a turn at an import ended: nothing is left, there is more to do, or somebody else is at it. */
export type ImportTurn = 'over' | 'more' | 'taken';

export interface ImportRunDependencies {
  employeeRepository: EmployeeRepository;
  employeeImportRepository: EmployeeImportRepository;
  importFileRepository: ImportFileRepository;
  clock: Clock;
}

const delimiters: Readonly<Record<string, Delimiter>> = { comma: ',', semicolon: ';', tab: '\t' };

/** The rows of a file as an import's settings have it read. */
export function rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  { query }: Pick<StoredImport, 'query'>,
): AsyncGenerator<CsvRow> {
  return readRows(decodeText(bytes, query.encoding), query.delimiter && delimiters[query.delimiter]);
}

/** Rows that are judged and wait for their commit. */
class Step {
  readonly records: SourceRecord[] = [];
  readonly faults: EmployeeImportFault[] = [];
  rejectedRows = 0;
  rows = 0;

  get isFull(): boolean {
    return (
      this.records.length === maximumChanges ||
      this.rows === maximumRowsPerStep ||
      this.faults.length >= maximumFaultsPerStep
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
    const { id, organizationId, actor, dryRun } = stored;
    const { records, faults, rejectedRows, rows } = step;
    await employeeRepository.upsertRecords(
      organizationId,
      'csv',
      records,
      { actor, reason: 'csv_import' },
      { dryRun, also: imports.progress(organizationId, id, { from, to: from + rows, rejectedRows, faults }) },
    );
  }

  async function work(stored: StoredImport, budgetMs: number): Promise<ImportTurn> {
    const startedMs = clock();
    const { organizationId, id } = stored;
    const rows = rowsOf(importFileRepository.read(stored.file), stored);
    const { value: header } = await rows.next();
    const mapping = mapHeader((header as CsvRow | undefined)?.values ?? [], stored.query);
    if (Array.isArray(mapping)) throw new AppError('import_unreadable');
    const judge = createRowJudge(mapping);
    let done = stored.processedRows;
    let seen = 0;
    let step = new Step();
    for await (const row of rows) {
      const judged = judge(row);
      seen += 1;
      if (seen <= done) continue;
      step.rows += 1;
      if ('record' in judged) step.records.push(judged.record);
      else {
        step.faults.push(...judged.faults);
        step.rejectedRows += 1;
      }
      if (!step.isFull) continue;
      await commit(stored, done, step);
      done += step.rows;
      step = new Step();
      if (clock() - startedMs > budgetMs) return 'more';
    }
    if (step.rows > 0) await commit(stored, done, step);
    await employeeRepository.compactFacets(organizationId);
    await imports.end(organizationId, id, null);
    // Nobody needs what people earn twice. Should that fail, the file is forgotten by its TTL.
    await importFileRepository.remove(stored.file).catch(() => undefined);
    return 'over';
  }

  return async (organizationId: string, id: string, budgetMs: number): Promise<ImportTurn> => {
    const stored = await imports.find(organizationId, id);
    if (!stored || isOver(stored)) return 'over';
    try {
      return await work(stored, budgetMs);
    } catch (error) {
      if (error instanceof ImportTakenError) return 'taken';
      // Who ended it meanwhile has removed the file, too.
      const now = await imports.find(organizationId, id);
      if (!now || isOver(now)) return 'over';
      // What no repetition mends is the end; anything else is tried again by the queue.
      if (!isAppError(error, 'too_many_facets', 'import_unreadable')) throw error;
      await imports.end(organizationId, id, error.code);
      return 'over';
    }
  };
}
