import { importFieldSchema } from '@klayim/shared/schemas';
import type { EmployeeImportQuery, ImportField } from '@klayim/shared/types';
import { fieldsOfHeader, type PayHeader, payHeaderOf, wordKey } from './header-key.ts';

/** Which column holds which field. */
export interface ImportMapping {
  /** Index of the column of each field. */
  columns: Partial<Record<ImportField, number>>;
  headers: string[];
  ignoredColumns: string[];
  /** What the header of the `pay` column says of its period. */
  payHeader: PayHeader;
}

/** Columns that a file may have. */
const maxColumns = 200;
/** Headers that a refusal repeats at most, and characters of each. */
const maxHeadersShown = 40;
const maxHeaderShown = 60;

/**
 * Finds the column of each field: the one that the query names, otherwise the one with a known header.
 * @returns the mapping, or what is wrong with the header line.
 */
export function mapHeader(headers: readonly string[], query: EmployeeImportQuery): ImportMapping | string[] {
  if (headers.length > maxColumns) {
    return [`There are more than ${maxColumns} columns.`];
  }
  const known = knownColumns(headers);
  const columns: Partial<Record<ImportField, number>> = {};
  const faults: string[] = [];
  for (const field of importFieldSchema.options) {
    if (field === 'id' && query.matchBy === 'email') {
      continue;
    }
    const wanted = query[`${field}Column`];
    const found = wanted === undefined ? (known.get(field) ?? []) : byName(headers, wanted);
    const [index, ...others] = found;
    if (wanted !== undefined && index === undefined) {
      faults.push(`No column has the header that ${field}Column names.`);
    } else if (others.length > 0) {
      faults.push(severalColumns(headers, field, found));
    } else if (index !== undefined) {
      columns[field] = index;
    }
  }
  if (faults.length === 0) {
    faults.push(...missing(columns));
  }
  if (faults.length > 0) {
    return faults;
  }
  const used = new Set(Object.values(columns));
  const ignoredColumns = headers.filter((header, index) => header !== '' && !used.has(index));
  const payHeader = payHeaderOf(headers[columns.pay ?? -1] ?? '') ?? {};
  return { columns, headers: [...headers], ignoredColumns, payHeader };
}

/** The headers that were read, for a refusal. */
export function describeHeaders(headers: readonly string[], line: number): string {
  const shown = headers.slice(0, maxHeadersShown).map((header) => `"${header.slice(0, maxHeaderShown)}"`);
  const more = headers.length - shown.length;
  return `The headers on line ${line} are: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** The best columns of each field by their headers. */
function knownColumns(headers: readonly string[]): Map<ImportField, number[]> {
  const best = new Map<ImportField, { rank: number; indexes: number[] }>();
  const note = (field: ImportField, rank: number, index: number) => {
    const current = best.get(field);
    if (!current || rank < current.rank) {
      best.set(field, { rank, indexes: [index] });
    } else if (rank === current.rank) {
      current.indexes.push(index);
    }
  };
  for (const [index, header] of headers.entries()) {
    for (const { field, rank } of fieldsOfHeader(header)) {
      note(field, rank, index);
    }
    const pay = header === '' ? undefined : payHeaderOf(header);
    if (pay) {
      note(pay.period === 'hour' ? 'hourlyRate' : pay.period === 'year' ? 'annualSalary' : 'pay', 0, index);
    }
  }
  return new Map([...best].map(([field, { indexes }]) => [field, indexes]));
}

function byName(headers: readonly string[], wanted: string): number[] {
  const exact = headers.flatMap((header, index) => (header === wanted.trim() ? [index] : []));
  if (exact.length > 0) {
    return exact;
  }
  const key = wordKey(wanted);
  return headers.flatMap((header, index) => (header !== '' && wordKey(header) === key ? [index] : []));
}

function severalColumns(headers: readonly string[], field: ImportField, found: readonly number[]): string {
  const names = found.map((index) => headers[index] ?? '');
  const lower = names.map((name) => name.toLowerCase());
  const repeated = names.find((_name, index) => lower.indexOf(lower[index] ?? '') !== index);
  if (repeated !== undefined) {
    return `The header "${repeated}" occurs more than once.`;
  }
  const list = names.map((name) => `"${name}"`).join(', ');
  return `Several columns can be the ${field}: ${list}. Name one by ${field}Column.`;
}

function missing(columns: ImportMapping['columns']): string[] {
  const has = (field: ImportField) => columns[field] !== undefined;
  const hasName = has('name') || has('firstName') || has('preferredName') || has('lastName');
  return [
    ...(has('email') ? [] : ['No column is recognised as the email. Name it by emailColumn.']),
    ...(hasName
      ? []
      : [
          'No column is recognised as the name. Name it by nameColumn, or firstNameColumn and lastNameColumn.',
        ]),
  ];
}
