import { isFormula } from '@klayim/shared/text';
import type { EmployeeImportFault, ImportField } from '@klayim/shared/types';
import type { CsvRow } from '../../lib/csv/read-rows.ts';
import { createLineIndex } from '../../lib/line-index.ts';
import { employeeSourceSchema, sourcedEmployeeSchema } from '../../repositories/employee.input.ts';
import type { SourceRecord, SourceWord } from '../../repositories/employee.sourced-changes.ts';
import { hourlyRateOf } from '../employee-pay.ts';
import type { ImportMapping } from './import-mapping.ts';
import { amountOf, centsOf, type ImportValue, statusOf } from './import-values.ts';

/** What a row says, or what is wrong with it. */
export type JudgedRow = { record: SourceRecord } | { faults: EmployeeImportFault[] };

const wordSchema = sourcedEmployeeSchema.partial({
  role: true,
  department: true,
  employmentStatus: true,
  hourlyRateCents: true,
});
const { sourceId: sourceIdSchema } = employeeSourceSchema.shape;

/** Rows that a file may have besides its header. */
export const maximumImportRows = 50_000;

const textFields = ['id', 'name', 'firstName', 'lastName', 'email', 'role', 'department'] as const;

/** Where the parts of a stored employee come from; what is not named is not in the file. */
const fieldsOf: Readonly<Record<string, readonly ImportField[]>> = {
  name: ['name', 'firstName', 'lastName'],
  email: ['email'],
  role: ['role'],
  department: ['department'],
  employmentStatus: ['status'],
  hourlyRateCents: ['hourlyRateCents', 'hourlyRate', 'annualSalary'],
};

/**
 * Judges the rows of one file, one after the other. It remembers where each id and email stood, so that the second row
 * of somebody is found; rows must come in the order of the file.
 */
export function createRowJudge({ columns, headers }: ImportMapping): (row: CsvRow) => JudgedRow {
  const lines = { id: createLineIndex(maximumImportRows), email: createLineIndex(maximumImportRows) };

  return ({ line, values }) => {
    const faults: EmployeeImportFault[] = [];
    const headerOf = (field: ImportField) => headers[columns[field] ?? -1] ?? null;
    const fault = (column: string | null, reason: string) => {
      faults.push({ line, column, reason });
    };
    /** The text of a field; undefined when the file has no such column. */
    const text = (field: ImportField): string | undefined => {
      const index = columns[field];
      // A line break inside a value is for the eye.
      return index === undefined ? undefined : inOneLine(values[index] ?? '');
    };
    const read = <Value>(field: ImportField, convert: (given: string) => ImportValue<Value>) => {
      const given = text(field);
      if (given === undefined || given === '') return undefined;
      const converted = convert(given);
      if ('value' in converted) return converted.value;
      fault(headerOf(field), converted.fault);
      return undefined;
    };

    if (values.length > headers.length) {
      fault(null, `has ${values.length} values for ${headers.length} columns`);
      return { faults };
    }
    for (const field of textFields) {
      if (isFormula(text(field) ?? ''))
        fault(headerOf(field), 'begins as a formula does: spreadsheets would run it');
    }
    const parsed = wordSchema.safeParse(wordOf(text, read));
    for (const { path, message } of parsed.error?.issues ?? []) {
      const source = fieldsOf[String(path[0])]?.find((field) => columns[field] !== undefined);
      const column = source === undefined ? null : headerOf(source);
      // A formula was told of as it stood in the file.
      if (!(message.includes('formula') && faults.some((earlier) => earlier.column === column)))
        fault(column, message);
    }
    const email = parsed.data?.email;
    const sourceId = sourceIdSchema.safeParse(columns.id === undefined ? email : text('id'));
    if (!sourceId.success && columns.id !== undefined && !isFormula(text('id') ?? '')) {
      for (const { message } of sourceId.error.issues) fault(headerOf('id'), message);
    }
    if (faults.length > 0 || !parsed.success || !sourceId.success) return { faults };

    // A field that the file does not have is absent, and never undefined.
    const fields = parsed.data as SourceWord;
    for (const [field, value] of [
      ['id', sourceId.data],
      ['email', fields.email],
    ] as const) {
      const earlier = lines[field].lineOf(value);
      if (earlier !== undefined && columns[field] !== undefined)
        fault(headerOf(field), `is the same as on line ${earlier}`);
    }
    if (faults.length > 0) return { faults };
    if (columns.id !== undefined) lines.id.note(sourceId.data, line);
    lines.email.note(fields.email, line);
    return { record: { sourceId: sourceId.data, fields } };
  };
}

/** A row in the terms of the directory, before it is validated. What the file does not speak of is left out. */
function wordOf(
  text: (field: ImportField) => string | undefined,
  read: <Value>(field: ImportField, convert: (given: string) => ImportValue<Value>) => Value | undefined,
): Partial<SourceWord> {
  const names = [text('firstName'), text('lastName')].filter((part) => part);
  const [role, department] = [text('role'), text('department')];
  const status = read('status', statusOf);
  return {
    name: text('name') || names.join(' '),
    email: text('email') ?? '',
    ...(role === undefined ? {} : { role }),
    ...(department === undefined ? {} : { department }),
    ...(status === undefined ? {} : { employmentStatus: status }),
    ...payOf(text, read),
  };
}

function payOf(
  text: (field: ImportField) => string | undefined,
  read: (field: ImportField, convert: (given: string) => ImportValue<number>) => number | undefined,
): { hourlyRateCents?: number | null } {
  if (
    [text('hourlyRate'), text('hourlyRateCents'), text('annualSalary')].every((each) => each === undefined)
  ) {
    return {};
  }
  const annual = read('annualSalary', amountOf);
  const hourly = read('hourlyRate', amountOf) ?? read('hourlyRateCents', centsOf);
  return { hourlyRateCents: annual === undefined ? (hourly ?? null) : hourlyRateOf(annual) };
}

function inOneLine(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}
