import type { EmployeeImportQuery, ImportField } from '@klayim/shared/types';
import { importFieldSchema } from '@klayim/shared/schemas';
import { foldText } from '../../lib/fold-text.ts';

/** Which column holds which field. */
export interface ImportMapping {
  /** Index of the column of each field. */
  columns: Partial<Record<ImportField, number>>;
  headers: string[];
  ignoredColumns: string[];
}

/** Columns that a file may have. */
const maximumColumns = 200;

/** Names of each field, without case, accents, spaces and punctuation. */
const commonNames: Readonly<Record<ImportField, readonly string[]>> = {
  id: [
    'id',
    'employeeid',
    'employeenumber',
    'employeeno',
    'employeecode',
    'staffid',
    'workerid',
    'personid',
    'personnelnumber',
    'sourceid',
    'externalid',
  ],
  name: ['name', 'fullname', 'employeename', 'displayname', 'employee'],
  firstName: ['firstname', 'givenname', 'forename', 'first'],
  lastName: ['lastname', 'surname', 'familyname', 'last'],
  email: ['email', 'emailaddress', 'mail', 'workemail', 'businessemail', 'companyemail'],
  role: ['role', 'title', 'jobtitle', 'position', 'jobrole'],
  department: ['department', 'departmentname', 'dept', 'team', 'division'],
  status: ['status', 'employmentstatus', 'employmenttype', 'employeetype', 'contracttype'],
  hourlyRate: ['hourlyrate', 'hourlypay', 'hourlywage', 'payrate', 'rateperhour'],
  hourlyRateCents: ['hourlyratecents', 'hourlyrateincents'],
  annualSalary: ['annualsalary', 'salary', 'yearlysalary', 'basesalary', 'annualpay', 'salaryperyear'],
};

/** A header as it is recognised: `E-Mail_Address` and `email address` are the same. */
function keyOf(header: string): string {
  return foldText(header).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Finds the column of each field: the one that the query names, otherwise the one with a common name.
 * @returns the mapping, or what is wrong with the header line.
 */
export function mapHeader(headers: readonly string[], query: EmployeeImportQuery): ImportMapping | string[] {
  const faults = repeated(headers).map((header) => `The header "${header}" occurs more than once.`);
  if (headers.length > maximumColumns) faults.push(`There are more than ${maximumColumns} columns.`);
  if (faults.length > 0) return faults;
  const columns: Partial<Record<ImportField, number>> = {};
  for (const field of importFieldSchema.options) {
    const wanted = query[`${field}Column`];
    const found = wanted === undefined ? byCommonName(headers, field) : byName(headers, wanted);
    const [index, ...others] = found;
    if (wanted !== undefined && index === undefined) {
      faults.push(`No column has the header that ${field}Column names.`);
    } else if (others.length > 0) {
      const names = found.map((each) => `"${headers[each]}"`).join(', ');
      faults.push(`Several columns can be the ${field}: ${names}. Name one by ${field}Column.`);
    } else if (index !== undefined) {
      columns[field] = index;
    }
  }
  if (faults.length === 0) faults.push(...missing(columns));
  const used = new Set(Object.values(columns));
  const ignoredColumns = headers.filter((header, index) => header !== '' && !used.has(index));
  return faults.length > 0 ? faults : { columns, headers: [...headers], ignoredColumns };
}

function repeated(headers: readonly string[]): string[] {
  const keys = headers.map((header) => header.toLowerCase());
  // Spreadsheets leave columns without a header at the end: nobody can mean one of them.
  return headers.filter((header, index) => header !== '' && keys.indexOf(keys[index] ?? '') !== index);
}

function byName(headers: readonly string[], wanted: string): number[] {
  const exact = headers.indexOf(wanted.trim());
  return exact === -1 ? indexesOf(headers, (header) => keyOf(header) === keyOf(wanted)) : [exact];
}

function byCommonName(headers: readonly string[], field: ImportField): number[] {
  return indexesOf(headers, (header) => commonNames[field].includes(keyOf(header)));
}

function indexesOf(headers: readonly string[], test: (header: string) => boolean): number[] {
  return headers.flatMap((header, index) => (header !== '' && test(header) ? [index] : []));
}

function missing(columns: ImportMapping['columns']): string[] {
  const has = (field: ImportField) => columns[field] !== undefined;
  const pay = (['hourlyRate', 'hourlyRateCents', 'annualSalary'] as const).filter(has);
  return [
    ...(has('email') ? [] : ['No column is recognised as the email. Name it by emailColumn.']),
    ...(has('name') || has('firstName') || has('lastName')
      ? []
      : [
          'No column is recognised as the name. Name it by nameColumn, or firstNameColumn and lastNameColumn.',
        ]),
    ...(pay.length > 1
      ? [`Pay stands in more than one column: ${pay.join(', ')}. Leave all but one out.`]
      : []),
  ];
}
