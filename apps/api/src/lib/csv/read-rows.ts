import { pipeline, Readable } from 'node:stream';
import { AppError } from '../../errors/app-error.ts';
import { chooseDelimiter, type Delimiter, namedDelimiter } from './choose-delimiter.ts';
import { unwrapExcelText } from './excel-text.ts';

export type { Delimiter } from './choose-delimiter.ts';

/** One row of a file. */
export interface CsvRow {
  /** Where it starts, counted from 1. */
  line: number;
  /** Without surrounding white space. */
  values: string[];
}

/** Longest row, in bytes: a quote that is never closed is noticed before it swallows the whole file. */
const maximumRowBytes = 100_000;
/** The header, and titles above it, are looked for in this many characters. */
const maximumHeaderLength = 50_000;
/** Delimiters that one line may hold: more would be more columns than any directory has. */
const maximumDelimiters = 1_000;
/** Lines that a file may have, empty ones included: as many as a sheet of Excel has. */
const maximumLines = 1_048_576;
/** Longer values are cut here, in UTF-16 units. No field takes one that long, and other columns are not read. */
const maximumValueLength = 2_000;
/** Lines that are enough to choose a delimiter by. */
const linesToChooseBy = 20;

/** A row as the parser leaves it. */
interface ParsedRow {
  values: string[];
  /** Where it ends, counted from 1. */
  lastLine: number;
}

/** How rows are read. */
export interface ReadRowsOptions {
  /** Default: the one that a first line `sep=` names, or else the one that makes the most known headers. */
  delimiter?: Delimiter | undefined;
  /** Whether a text is a header that is known. Default: none is. */
  isKnownHeader?: (text: string) => boolean;
}

/**
 * The rows of a CSV text (RFC 4180), without empty ones. A row may be longer or shorter than others: that is for the
 * caller to judge.
 * @throws {AppError} import_unreadable, with the line, when quotes are not as they must be.
 */
export async function* readRows(
  text: AsyncIterable<string>,
  { delimiter: wanted, isKnownHeader = () => false }: ReadRowsOptions = {},
): AsyncGenerator<CsvRow> {
  // Loaded at the first import: a cold start does not pay for it.
  const { CsvError, parse } = await import('csv-parse');
  const pieces = text[Symbol.asyncIterator]();
  let start = '';
  while (
    start.split('\n', linesToChooseBy + 1).length <= linesToChooseBy &&
    start.length < maximumHeaderLength
  ) {
    const { value, done } = await pieces.next();
    if (done) break;
    start += value;
  }
  const named = namedDelimiter(start);
  const firstLine = named ? 2 : 1;
  if (named) start = start.slice(named.length);
  const delimiter =
    wanted ?? named?.delimiter ?? chooseDelimiter(start.slice(0, maximumHeaderLength), isKnownHeader);
  // What was parsed may not have been read yet when the parser stumbles.
  let parsedLine = 0;
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: maximumRowBytes,
    // Not the parser's own `info`, which copies a dozen facts for each row.
    on_record: (values: string[], { lines }) => {
      parsedLine = lines;
      const row: ParsedRow = { values, lastLine: lines };
      // The parser passes on whatever this is; its types know rows of texts only.
      return row as unknown as string[];
    },
  });
  const rest: AsyncIterable<string> = { [Symbol.asyncIterator]: () => pieces };
  async function* whole() {
    if (start !== '') yield start;
    yield* rest;
  }
  // Its error is the parser's own, which the loop below throws.
  pipeline(
    Readable.from(unwrapExcelText(withinLimits(whole(), delimiter, firstLine), delimiter)),
    parser,
    () => undefined,
  );

  try {
    for await (const item of parser) {
      const parsed = item as ParsedRow;
      const breaks = parsed.values.reduce(
        (sum, value) => sum + (value.includes('\n') ? value.split('\n').length - 1 : 0),
        0,
      );
      // The parser trims what is outside of quotes only. Long values are cut after their lines were counted.
      const values = parsed.values.map((value) => value.trim().slice(0, maximumValueLength));
      if (values.some((value) => value !== ''))
        yield { line: parsed.lastLine - breaks + firstLine - 1, values };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const what = faults[error.code] ?? 'cannot be read';
    const detail = `The row that starts on line ${parsedLine + firstLine} ${what}.`;
    // The parser's message quotes the value: it is not carried on.
    throw new AppError('import_unreadable', { detail });
  }
}

/** Passes a text on, and counts its lines and the delimiters of each before any of them is parsed. */
async function* withinLimits(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
  firstLine: number,
): AsyncGenerator<string> {
  let [line, found] = [firstLine, 0];
  for await (const piece of text) {
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece[at];
      if (character === '\n') {
        line += 1;
        found = 0;
        if (line > maximumLines) {
          throw new AppError('import_unreadable', { detail: `There are more than ${maximumLines} lines.` });
        }
      } else if (character === delimiter) {
        found += 1;
        if (found < maximumDelimiters) continue;
        const detail = `Line ${line} holds more than ${maximumDelimiters} values.`;
        throw new AppError('import_unreadable', { detail });
      }
    }
    yield piece;
  }
}

const faults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed',
  INVALID_OPENING_QUOTE: 'has a quote inside a value that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'goes on after the quote that closes a value',
  CSV_MAX_RECORD_SIZE: 'is longer than 100,000 bytes; a quote may not be closed',
};
