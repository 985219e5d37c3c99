import type { EmployeeImportQuery } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import { decodeText } from '../../lib/csv/decode-text.ts';
import { type CsvRow, type Delimiter, readRows } from '../../lib/csv/read-rows.ts';
import { withTurns } from '../../lib/with-turns.ts';
import { isKnownHeader } from './header-key.ts';
import { describeHeaders, type ImportMapping, mapHeader } from './import-mapping.ts';

const delimiters: Readonly<Record<string, Delimiter>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };

/** Rows that can stand above the header: reports have titles, dates and filters there. */
const maxTitleRows = 15;
/** A row with this many known headers is the header, whatever is wrong with it. */
const headersOfAHeader = 2;

/** Rows that are worked on in one piece: some milliseconds of work. */
const rowsPerTurn = 200;

/** A file whose header was found. */
export interface ImportTable {
  mapping: ImportMapping;
  headerLine: number;
  /** What is below the header. */
  rows: AsyncGenerator<CsvRow>;
}

/**
 * Reads a file up to its header: the first row, or below titles the first row that has all needed columns.
 * @throws {AppError} import_unreadable when there is none, with the headers that were read and what is missing.
 */
export async function openTable(
  bytes: AsyncIterable<Uint8Array>,
  query: EmployeeImportQuery,
): Promise<ImportTable> {
  const rows = readRows(decodeText(bytes, query.encoding), {
    delimiter: query.delimiter && delimiters[query.delimiter],
    isKnownHeader,
  });
  let refused: { faults: string[]; row: CsvRow } | undefined;
  for (let above = 0; above <= maxTitleRows; above += 1) {
    const { value: row, done } = await rows.next();
    if (done) break;
    const mapping = mapHeader(row.values, query);
    if (!Array.isArray(mapping)) return { mapping, headerLine: row.line, rows: withTurns(rows, rowsPerTurn) };
    const isHeader = row.values.filter(isKnownHeader).length >= headersOfAHeader;
    if (isHeader || !refused) refused = { faults: mapping, row };
    if (isHeader) break;
  }
  // The file behind it is not read.
  await rows.return(undefined);
  if (!refused) throw unreadable(['The file is empty.']);
  const { faults, row } = refused;
  throw unreadable([...faults, describeHeaders(row.values, row.line)]);
}

/** A refusal of a file as a whole. */
export function unreadable(faults: readonly string[]): AppError {
  return new AppError('import_unreadable', {
    detail: faults.join(' '),
    faults: faults.map((message) => ({ in: 'body', pointer: '', message })),
  });
}
