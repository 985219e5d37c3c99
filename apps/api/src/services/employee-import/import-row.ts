import type { EmployeeImportFault, EmployeeImportQuery } from '@klayim/shared/types';
import type { CsvRow } from '../../lib/csv/read-rows.ts';
import type { SourceRecord } from '../../repositories/employees/employee-source-facts.ts';
import { checkTexts } from './check-texts.ts';
import { openRow } from './import-cells.ts';
import { readFields, readOwnId } from './import-fields.ts';
import { createPayReader, type PaySettings } from './import-file-pay.ts';
import type { ImportMapping } from './import-mapping.ts';
import { readName } from './import-name.ts';
import { createPeopleOfFile } from './import-people.ts';
import { createStatusReader } from './import-status.ts';

/** What a row says, or what is wrong with it. */
export type JudgedRow = { record: SourceRecord } | { faults: readonly EmployeeImportFault[] };

/** How the values of a file are read. */
export type ImportSettings = PaySettings &
  Pick<EmployeeImportQuery, 'statusWords'> & {
    /** The day of the import, as an ISO date: employments that ended on it or before are over. */
    today: string;
  };

/**
 * Judges the rows of one file, one after the other. It remembers where each id and email stood, so that the second row
 * of somebody is found; rows must come in the order of the file.
 */
export function createRowJudge(mapping: ImportMapping, settings: ImportSettings): (row: CsvRow) => JudgedRow {
  const { columns, headers, payHeader } = mapping;
  const nameHeader = headers[columns.name ?? -1] ?? '';
  const people = createPeopleOfFile();
  const readStatus = createStatusReader(settings);
  const payReader = createPayReader(payHeader, settings);

  return (row) => {
    const cells = openRow(mapping, row);
    const { faults } = cells;
    if (row.values.slice(headers.length).some((value) => value !== '')) {
      cells.fault(null, `has ${row.values.length} values for ${headers.length} columns`);
      return { faults };
    }
    checkTexts(cells);
    const status = readStatus(cells);
    const pay = payReader.read(cells);
    const fields = readFields(cells, {
      name: readName(cells.text, nameHeader),
      employmentStatus: status === 'employed' ? undefined : status,
      hourlyRateCents: pay.hourlyRateCents,
    });
    const ownId = readOwnId(cells);
    if (faults.length > 0 || !fields) {
      return { faults };
    }

    const person = { ownId, email: fields.email };
    people.check(person, cells);
    if (faults.length > 0) {
      return { faults };
    }
    people.note(person, row.line);
    payReader.note(pay, row.line);
    // Who has no id of their own is known by their email.
    const record = { sourceId: ownId ?? fields.email, fields };
    return { record: status === 'employed' ? { ...record, isEmployed: true } : record };
  };
}
