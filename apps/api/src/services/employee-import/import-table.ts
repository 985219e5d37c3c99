import type { EmployeeImportQuery } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import { decodeText } from '../../lib/csv/decode-text.ts';
import { type CsvRow, type Delimiter, readRows } from '../../lib/csv/read-rows.ts';
import { isKnownHeader } from './header-key.ts';
import { describeHeaders, type ImportMapping, mapHeader } from './import-mapping.ts';

const delimiters: Readonly<Record<string, Delimiter>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };

/** Rows that can stand above the header: reports have titles, dates and filters there. */
const maxTitleRows = 15;
/** A row with this many known headers is the header, whatever is wrong with it. */
const headersOfAHeader = 2;

/** A file whose header was found. */
export interface ImportTable {
  mapping: ImportMapping;
  headerLine: number;
  /** What is below the header, in batches that are worked on in one piece. */
  batches: AsyncGenerator<readonly CsvRow[]>;
}

/**
 * Reads a file up to its header: the first row, or below titles the first row that has all needed columns.
 * @throws {AppError} import_unreadable when there is none, with the headers that were read and what is missing.
 */
export async function openTable(
  bytes: AsyncIterable<Uint8Array>,
  query: EmployeeImportQuery,
): Promise<ImportTable> {
  const batches = readRows(decodeText(bytes, query.encoding), {
    delimiter: query.delimiter && delimiters[query.delimiter],
    isKnownHeader,
  });
  let refused: { faults: string[]; row: CsvRow } | undefined;
  for (let above = 0; above <= maxTitleRows; ) {
    const { value: batch, done } = await batches.next();
    if (done) {
      break;
    }
    for (const [index, row] of batch.slice(0, maxTitleRows + 1 - above).entries()) {
      const mapping = mapHeader(row.values, query);
      if (!Array.isArray(mapping)) {
        return { mapping, headerLine: row.line, batches: startingWith(batch.slice(index + 1), batches) };
      }
      const isHeader = row.values.filter(isKnownHeader).length >= headersOfAHeader;
      if (isHeader || !refused) {
        refused = { faults: mapping, row };
      }
      above = isHeader ? maxTitleRows + 1 : above + 1;
      if (isHeader) {
        break;
      }
    }
  }
  // The file behind it is not read.
  await batches.return(undefined);
  if (!refused) {
    throw unreadable(['The file is empty.']);
  }
  const { faults, row } = refused;
  throw unreadable([...faults, describeHeaders(row.values, row.line)]);
}

async function* startingWith(
  rows: readonly CsvRow[],
  rest: AsyncGenerator<CsvRow[]>,
): AsyncGenerator<readonly CsvRow[]> {
  if (rows.length > 0) {
    yield rows;
  }
  yield* rest;
}

/** A refusal of a file as a whole. */
export function unreadable(faults: readonly string[]): AppError {
  return new AppError('import_unreadable', {
    detail: faults.join(' '),
    faults: faults.map((message) => ({ in: 'body', pointer: '', message })),
  });
}
