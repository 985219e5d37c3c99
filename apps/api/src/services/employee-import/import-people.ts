import { createLineIndex } from '../../lib/line-index.ts';
import type { RowCells } from './import-cells.ts';

/** Rows that a file may have besides its header. */
export const maxImportRows = 50_000;

/** Who a row is. */
export interface RowPerson {
  /** Undefined for somebody who is known by their email. */
  ownId: string | undefined;
  email: string;
}

/** Remembers on which line each id and email of a file stood, so that the second row of somebody is found. */
export function createPeopleOfFile() {
  const ids = createLineIndex(maxImportRows);
  const emails = createLineIndex(maxImportRows);
  return {
    /** Notes a fault when somebody had this id or email on a good row before. */
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
