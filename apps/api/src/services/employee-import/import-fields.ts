import { isFormula } from '@klayim/shared/text';
import type { EmploymentStatus, ImportField } from '@klayim/shared/types';
import { compiled } from '../../lib/compiled-schema.ts';
import { employeeSourceSchema, sourcedEmployeeSchema } from '../../repositories/employees/employee-input.ts';
import type { SourceWord } from '../../repositories/employees/employee-source-facts.ts';
import { explain } from './explain-issue.ts';
import { nameFields, type RowCells } from './import-cells.ts';
import { amountFields } from './import-pay.ts';

const wordSchema = sourcedEmployeeSchema.partial({
  role: true,
  department: true,
  employmentStatus: true,
  hourlyRateCents: true,
});
const { sourceId: sourceIdSchema } = employeeSourceSchema.shape;

/** Where the parts of a stored employee come from; what is not named is not in the file. */
const fieldsOf: Readonly<Record<string, readonly ImportField[]>> = {
  name: nameFields.filter((field) => field !== 'middleName'),
  email: ['email'],
  role: ['role'],
  department: ['department'],
  hourlyRateCents: amountFields,
};

/** The values of a row that are not plain text. */
export interface ReadValues {
  name: string;
  employmentStatus: EmploymentStatus | undefined;
  /** Undefined when the row says nothing of it. */
  hourlyRateCents: number | null | undefined;
}

/** A row as fields of an employee: those that the row does not have are absent. Undefined when some cannot be stored. */
export function readFields(cells: RowCells, values: ReadValues): SourceWord | undefined {
  const candidate = {
    ...values,
    email: cells.text('email') ?? '',
    role: cells.text('role'),
    department: cells.text('department'),
  };
  const given = Object.entries(candidate).filter(([, value]) => value !== undefined);
  const parsed = compiled(wordSchema).safeParse(Object.fromEntries(given));
  for (const issue of parsed.error?.issues ?? []) {
    const field = sourceOf(String(issue.path[0]), cells);
    // One fault for each column.
    if (field !== null && cells.isFaulty(field)) {
      continue;
    }
    cells.fault(field, field === 'email' && !cells.text('email') ? 'is empty' : explain(issue));
  }
  if (!parsed.success) {
    return undefined;
  }
  if (cells.faults.length === 0 && !/\p{L}/u.test(parsed.data.name)) {
    cells.fault(sourceOf('name', cells), 'is not a name: it holds no letter');
  }
  // A field that the file does not have is absent, and never undefined.
  return parsed.data as SourceWord;
}

/** The column that a part of an employee came from: the first that is filled, or else the first there is. */
function sourceOf(part: string, cells: RowCells): ImportField | null {
  const from = fieldsOf[part] ?? [];
  return from.find((field) => cells.text(field)) ?? from.find(cells.hasColumn) ?? null;
}

/** The id that the row gives; undefined when it gives none. An id that cannot be stored is noted as a fault. */
export function readOwnId(cells: RowCells): string | undefined {
  // An apostrophe makes a spreadsheet keep leading zeros.
  const given = (cells.text('id') ?? '').replace(/^'(?=\d)/, '');
  if (given === '') {
    return undefined;
  }
  const parsed = compiled(sourceIdSchema).safeParse(given);
  if (parsed.success) {
    return parsed.data;
  }
  if (!isFormula(given)) {
    for (const issue of parsed.error.issues) {
      cells.fault('id', explain(issue));
    }
  }
  return undefined;
}
