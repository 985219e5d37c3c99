import { isFormula } from '@klayim/shared/text';
import type {
  EmployeeImportFault,
  EmployeeImportQuery,
  EmploymentStatus,
  ImportField,
} from '@klayim/shared/types';
import type { CsvRow } from '../../lib/csv/read-rows.ts';
import { createLineIndex } from '../../lib/line-index.ts';
import { employeeSourceSchema, sourcedEmployeeSchema } from '../../repositories/employee.input.ts';
import type { SourceRecord, SourceWord } from '../../repositories/employee.sourced-changes.ts';
import { explain } from './explain-issue.ts';
import { wordKey } from './header-key.ts';
import type { DecimalSeparator } from './import-amount.ts';
import { canBeSameCurrency } from './import-currency.ts';
import type { ImportMapping } from './import-mapping.ts';
import { readName } from './import-name.ts';
import { amountFields, readPay } from './import-pay.ts';
import { readStatus } from './import-status.ts';
import { cleanCell, standsForNothing } from './import-values.ts';

/** What a row says, or what is wrong with it. */
export type JudgedRow = { record: SourceRecord } | { faults: EmployeeImportFault[] };

/** How the values of a file are read. */
export type ImportSettings = Pick<
  EmployeeImportQuery,
  'decimalSeparator' | 'payPeriod' | 'maxHourlyRate' | 'statusWords'
> & {
  /** Which decimal separator the file's own amounts prove. */
  provenSeparator?: DecimalSeparator | null;
};

const wordSchema = sourcedEmployeeSchema.partial({
  role: true,
  department: true,
  employmentStatus: true,
  hourlyRateCents: true,
});
const { sourceId: sourceIdSchema } = employeeSourceSchema.shape;

/** Rows that a file may have besides its header. */
export const maximumImportRows = 50_000;

const nameFields = ['name', 'firstName', 'preferredName', 'middleName', 'lastName'] as const;
const plainFields = ['id', 'email', 'role', 'department'] as const;

/** Where the parts of a stored employee come from; what is not named is not in the file. */
const fieldsOf: Readonly<Record<string, readonly ImportField[]>> = {
  name: ['name', 'firstName', 'preferredName', 'lastName'],
  email: ['email'],
  role: ['role'],
  department: ['department'],
  hourlyRateCents: amountFields,
};

/** Which words count as empty in which column. */
const emptiness = new Map<ImportField, 'name' | 'text'>([
  ...nameFields.map((field) => [field, 'name'] as const),
  ...plainFields.map((field) => [field, 'text'] as const),
]);

/**
 * Judges the rows of one file, one after the other. It remembers where each id and email stood, so that the second row
 * of somebody is found; rows must come in the order of the file.
 */
export function createRowJudge(
  { columns, headers, payHeader }: ImportMapping,
  settings: ImportSettings,
): (row: CsvRow) => JudgedRow {
  const lines = { id: createLineIndex(maximumImportRows), email: createLineIndex(maximumImportRows) };
  const ownStatusWords = readStatusWords(settings.statusWords);
  const payRules = {
    header: payHeader,
    decimalSeparator: settings.decimalSeparator,
    provenSeparator: settings.provenSeparator ?? undefined,
    payPeriod: settings.payPeriod,
    maxHourlyCents: Math.round(settings.maxHourlyRate * 100),
  };
  let currency: { code: string; line: number } | undefined;

  return ({ line, values }) => {
    const faults: EmployeeImportFault[] = [];
    const fault = (field: ImportField | null, reason: string) => {
      const column = field === null ? null : (headers[columns[field] ?? -1] ?? null);
      faults.push({ line, column, reason });
    };
    /** The text of a field, '' when it stands for nothing; undefined when the file or this row does not have it. */
    const text = (field: ImportField): string | undefined => {
      const value = values[columns[field] ?? -1];
      if (value === undefined) return undefined;
      const given = cleanCell(value);
      return standsForNothing(given, emptiness.get(field) ?? 'value') ? '' : given;
    };

    const surplus = values.slice(headers.length);
    if (surplus.some((value) => value !== '')) {
      fault(null, `has ${values.length} values for ${headers.length} columns`);
      return { faults };
    }
    for (const field of [...nameFields, ...plainFields]) {
      if (isFormula(text(field) ?? '')) fault(field, 'begins as a formula does: spreadsheets would run it');
    }
    const name = readName(text, headers[columns.name ?? -1] ?? '');
    const [role, department] = [text('role'), text('department')];
    const status = readStatus(text, ownStatusWords);
    if ('faults' in status) for (const each of status.faults) fault(each.field, each.reason);
    const pay = readPay(text, payRules);
    if ('faults' in pay) for (const each of pay.faults) fault(each.field, each.reason);
    else if (pay.currency) {
      const { code, field } = pay.currency;
      if (currency && !canBeSameCurrency(currency.code, code))
        fault(
          field,
          `is in another currency than line ${currency.line}: pay is kept in one currency. Import one file for each, or leave pay out`,
        );
    }

    const parsed = wordSchema.safeParse({
      name,
      email: text('email') ?? '',
      ...(role === undefined ? {} : { role }),
      ...(department === undefined ? {} : { department }),
      ...('status' in status && status.status !== 'employed' ? { employmentStatus: status.status } : {}),
      ...('hourlyRateCents' in pay ? { hourlyRateCents: pay.hourlyRateCents } : {}),
    });
    for (const issue of parsed.error?.issues ?? []) {
      const from = fieldsOf[String(issue.path[0])] ?? [];
      const field =
        from.find((each) => text(each)) ?? from.find((each) => columns[each] !== undefined) ?? null;
      // A column is told of once.
      const column = headers[columns[field ?? 'id'] ?? -1];
      if (field !== null && faults.some((earlier) => earlier.column === column)) continue;
      fault(field, field === 'email' && !text('email') ? 'is empty' : explain(issue));
    }
    if (parsed.success && faults.length === 0 && !/\p{L}/u.test(parsed.data.name))
      fault(
        fieldsOf['name']?.find((each) => columns[each] !== undefined) ?? null,
        'is not a name: it holds no letter',
      );
    // Who has no id of their own is known by their email.
    const ownId = text('id') || undefined;
    const sourceId = sourceIdSchema.safeParse(ownId ?? parsed.data?.email);
    if (!sourceId.success && ownId !== undefined && !isFormula(ownId)) {
      for (const issue of sourceId.error.issues) fault('id', explain(issue));
    }
    if (faults.length > 0 || !parsed.success || !sourceId.success) return { faults };

    // A field that the file does not have is absent, and never undefined.
    const fields = parsed.data as SourceWord;
    if (ownId !== undefined) {
      const earlier = lines.id.lineOf(sourceId.data);
      if (earlier !== undefined) fault('id', `is the same as on line ${earlier}`);
    }
    const earlier = lines.email.lineOf(fields.email);
    if (earlier !== undefined) fault('email', `is the same as on line ${earlier}`);
    if (faults.length > 0) return { faults };
    if (ownId !== undefined) lines.id.note(sourceId.data, line);
    lines.email.note(fields.email, line);
    if ('currency' in pay && pay.currency) {
      // A sign that several currencies share is made precise by the first code.
      if (!currency || pay.currency.code.length > currency.code.length)
        currency = { code: pay.currency.code, line: currency?.line ?? line };
    }
    const isEmployed = 'status' in status && status.status === 'employed';
    return { record: { sourceId: sourceId.data, fields, ...(isEmployed ? { isEmployed } : {}) } };
  };
}

/** `Probation=fullTime;Garden leave=inactive` as a table of folded words. */
function readStatusWords(given: EmployeeImportQuery['statusWords']): ReadonlyMap<string, EmploymentStatus> {
  const pairs = (given ?? '').split(';').map((pair) => pair.split('='));
  return new Map(
    pairs.flatMap(([word = '', status]) =>
      status === undefined ? [] : [[wordKey(word), status as EmploymentStatus] as const],
    ),
  );
}
