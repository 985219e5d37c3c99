import { createLineIndex } from '../../lib/line-index.ts';
import type { RowCells } from './import-cells.ts';

/** Rows that a file may have, without its header. */
export const maxImportRows = 50_000;

/** The person of a row. */
export interface RowPerson {
  /** Undefined when the email stands in for the id. */
  ownId: string | undefined;
  email: string;
}

/** Remembers the line of each id and email of a file, to find duplicates. */
export function createPeopleOfFile() {
  const ids = createLineIndex(maxImportRows);
  const emails = createLineIndex(maxImportRows);
  return {
    /** Adds a fault when an earlier good row has the same id or email. */
    check({ ownId, email }: RowPerson, cells: RowCells): void {
      const idLine = ownId === undefined ? undefined : ids.lineOf(ownId);
      if (idLine !== undefined) {
        cells.fault('id', `is the same as on line ${idLine}`);
      }
      const emailLine = emails.lineOf(email);
      if (emailLine !== undefined) {
        cells.fault('email', `is the same as on line ${emailLine}`);
      }
    },
    /** Remembers a good row. */
    note({ ownId, email }: RowPerson, line: number): void {
      if (ownId !== undefined) {
        ids.note(ownId, line);
      }
      emails.note(email, line);
    },
  };
}
