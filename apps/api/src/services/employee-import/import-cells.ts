import type { EmployeeImportFault, ImportField } from '@klayim/shared/types';
import type { CsvRow } from '../../lib/csv/read-rows.ts';
import type { ImportMapping } from './import-mapping.ts';
import { cleanCell, standsForNothing } from './import-values.ts';

/** Columns of parts of a name. */
export const nameFields = ['name', 'firstName', 'preferredName', 'middleName', 'lastName'] as const;
/** Other columns of text. */
export const plainFields = ['id', 'email', 'role', 'department'] as const;

/** Which words count as empty in which column. */
const emptiness = new Map<ImportField, 'name' | 'text'>([
  ...nameFields.map((field) => [field, 'name'] as const),
  ...plainFields.map((field) => [field, 'text'] as const),
]);

/** One row by its fields, and what was found wrong with it so far. */
export interface RowCells {
  /** Where the row starts, counted from 1. */
  line: number;
  /** The clean text of a field, '' when it stands for nothing; undefined when the file or this row does not have it. */
  text: (field: ImportField) => string | undefined;
  /** The text of a field as it stands in the file. */
  raw: (field: ImportField) => string;
  /** Whether the file has a column of a field. */
  hasColumn: (field: ImportField) => boolean;
  /** Notes a fault of a column, or of the whole row (null). */
  fault: (field: ImportField | null, reason: string) => void;
  /** Whether a fault of this field's column was noted. */
  isFaulty: (field: ImportField) => boolean;
  /** In the order in which they were noted. */
  faults: readonly EmployeeImportFault[];
}

/** Opens one row. Each cell is cleaned once. */
export function openRow({ columns, headers }: ImportMapping, { line, values }: CsvRow): RowCells {
  const texts = new Map<ImportField, string | undefined>();
  const faults: EmployeeImportFault[] = [];
  const headerOf = (field: ImportField) => headers[columns[field] ?? -1] ?? null;

  function read(field: ImportField): string | undefined {
    const value = values[columns[field] ?? -1];
    if (value === undefined) {
      return undefined;
    }
    const text = cleanCell(value);
    return standsForNothing(text, emptiness.get(field) ?? 'value') ? '' : text;
  }

  return {
    line,
    text(field) {
      if (!texts.has(field)) {
        texts.set(field, read(field));
      }
      return texts.get(field);
    },
    raw: (field) => values[columns[field] ?? -1] ?? '',
    hasColumn: (field) => columns[field] !== undefined,
    fault(field, reason) {
      faults.push({ line, column: field === null ? null : headerOf(field), reason });
    },
    isFaulty: (field) => faults.some(({ column }) => column !== null && column === headerOf(field)),
    faults,
  };
}
