import { createHash } from 'node:crypto';
import type { AuditActor, EmployeeImportQuery, ImportField } from '@klayim/shared/types';
import {
  importIdOf,
  type StoredImport,
} from '../../repositories/employee-imports/employee-import.document.ts';
import type { EmployeeImportRepository } from '../../repositories/employee-imports/employee-import.repository.ts';
import { importRetentionMs } from '../../repositories/employee-imports/import-creation.ts';
import type {
  ImportFileRepository,
  StoredFile,
} from '../../repositories/employee-imports/import-file.repository.ts';
import type { ImportMapping } from './import-mapping.ts';
import { maxImportRows } from './import-people.ts';
import { type ColumnFindings, createColumnScan } from './import-samples.ts';
import { openTable, unreadable } from './import-table.ts';

export interface ImportUploadDependencies {
  employeeImportRepository: EmployeeImportRepository;
  importFileRepository: ImportFileRepository;
}

/** What was learned of a file while it came in. */
interface ReadFile {
  mapping: ImportMapping;
  headerLine: number;
  findings: ColumnFindings;
  rows: number;
  bytes: number;
  contentHash: string;
}

/**
 * Takes in a file: it is stored, measured, and read once from end to end while it comes, so that one that cannot be
 * imported as a whole is refused at once. Rows are judged later.
 */
export function createImportUpload({
  employeeImportRepository,
  importFileRepository,
}: ImportUploadDependencies) {
  async function read(
    organizationId: string,
    query: EmployeeImportQuery,
    file: StoredFile,
    body: AsyncIterable<Uint8Array>,
  ): Promise<ReadFile> {
    const hash = createHash('sha256');
    let [bytes, rows] = [0, 0];
    async function* measured() {
      for await (const piece of importFileRepository.store(organizationId, file, body, importRetentionMs)) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    }
    const table = await openTable(measured(), query);
    const scan = createColumnScan(table.mapping);
    for await (const batch of table.batches) {
      rows += batch.length;
      if (rows > maxImportRows) {
        throw unreadable([`There are more than ${maxImportRows} rows.`]);
      }
      for (const { values } of batch) {
        scan.note(values);
      }
    }
    if (rows === 0) {
      throw unreadable(['There is a header and no row below it.']);
    }
    const { mapping, headerLine } = table;
    return {
      mapping,
      headerLine,
      findings: scan.findings(),
      rows,
      bytes,
      contentHash: hash.digest('base64url'),
    };
  }

  /** @throws {AppError} import_unreadable, and whatever the body ends with. */
  return async (
    organizationId: string,
    query: EmployeeImportQuery,
    body: AsyncIterable<Uint8Array>,
    actor: AuditActor,
  ): Promise<{ stored: StoredImport; isNew: boolean }> => {
    const file = importFileRepository.open();
    // Should it fail, the file is forgotten by its TTL.
    const forget = () => importFileRepository.remove(file).catch(() => undefined);
    const { mapping, headerLine, findings, contentHash, ...measures } = await read(
      organizationId,
      query,
      file,
      body,
    ).catch(async (error: unknown) => {
      await forget();
      throw error;
    });
    const { columns, headers, ignoredColumns } = mapping;
    const named = Object.entries(columns).map(([field, index]) => [field, headers[index] ?? '']);
    const outcome = await employeeImportRepository.create(organizationId, {
      ...measures,
      id: importIdOf(organizationId, contentHash, query),
      query,
      file,
      actor,
      mapping: Object.fromEntries(named) as Partial<Record<ImportField, string>>,
      ignoredColumns,
      provenSeparator: findings.provenSeparator,
      preview: query.dryRun === 'true' ? { headerLine, samples: findings.samples, people: [] } : null,
    });
    if (outcome.stored.file.id !== file.id) {
      await forget();
    }
    return outcome;
  };
}
