import type { Schemas } from '@klayim/client';

type Fault = Schemas['EmployeeImportFault'];

/** The rows of a file as they stand in it, and the line that each starts on. */
interface Row {
  line: number;
  text: string;
}

/** What is needed to write the rejected rows of a file. */
export interface RejectedRows {
  /** The file's own text. */
  text: string;
  /** The headers that were read: they tell which row names the columns. */
  headers: readonly string[];
  faults: readonly Fault[];
  /** The name of the column that says what is wrong. */
  reasonHeader: string;
}

const delimiters = [',', ';', '\t', '|'] as const;

/**
 * The rejected rows of a file as a CSV file: each as it stands there, and one column more that says what is wrong with it. Once it is
 * mended it can be imported: that column is not read.
 * @returns null when the file is not the one that was imported: it has other headers or fewer rows.
 */
export function writeRejectedRows({ text, headers, faults, reasonHeader }: RejectedRows): string | null {
  const rows = splitRows(text);
  const delimiter = delimiters.find((each) => rows.some((row) => isHeader(row, headers, each)));
  const header = rows.find((row) => delimiter !== undefined && isHeader(row, headers, delimiter));
  if (delimiter === undefined || !header) {
    return null;
  }
  const byLine = Map.groupBy(faults, ({ line }) => line);
  const starts = new Map(rows.map((row) => [row.line, row.text]));
  const rejected = [...byLine].map(([line, own]) => ({ row: starts.get(line), own }));
  if (rejected.some(({ row }) => row === undefined)) {
    return null;
  }
  const withReason = (row: string, reason: string) => `${row}${delimiter}"${reason.replaceAll('"', '""')}"`;
  const lines = rejected.map(({ row = '', own }) => withReason(row, own.map(sentenceOf).join(' ')));
  return [withReason(header.text, reasonHeader), ...lines, ''].join('\r\n');
}

/** Text of a file: by its byte order mark, the encoding that was named, UTF-8, or else the one of older files. */
export function decodeFile(bytes: ArrayBuffer, encoding: string): string {
  if (encoding !== '') {
    return new TextDecoder(encoding).decode(bytes);
  }
  const [first, second] = new Uint8Array(bytes);
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (wide !== null) {
    return new TextDecoder(wide).decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function sentenceOf({ column, reason }: Fault): string {
  const said = column === null ? reason : `${column}: ${reason}`;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

/** A line end in quotes ends no row. Files with other quotes than pairs are refused as a whole, and never come here. */
function splitRows(text: string): Row[] {
  const rows: Row[] = [];
  let start: Row | undefined;
  let quotes = 0;
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    start = start ? { ...start, text: `${start.text}\n${line}` } : { line: index + 1, text: line };
    quotes += line.split('"').length - 1;
    if (quotes % 2 === 0) {
      rows.push(start);
      start = undefined;
    }
  }
  return rows;
}

function isHeader({ text }: Row, headers: readonly string[], delimiter: string): boolean {
  const values = new Set(text.split(delimiter).map((value) => value.trim().replaceAll(/^"|"$/g, '').trim()));
  return headers.every((header) => values.has(header));
}
