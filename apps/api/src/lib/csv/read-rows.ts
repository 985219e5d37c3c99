import { pipeline, Readable } from 'node:stream';
import type { InfoRecord } from 'csv-parse';
import { AppError } from '../../errors/app-error.ts';

/** Characters that can stand between values. */
export type Delimiter = ',' | ';' | '\t';

/** One row of a file. */
export interface CsvRow {
  /** Where it starts, counted from 1. */
  line: number;
  /** Without surrounding white space. */
  values: string[];
}

/** Longest row, in bytes: a quote that is never closed is noticed before it swallows the whole file. */
const maximumRowBytes = 100_000;
/** The header line is looked at as far as this, in characters. */
const maximumHeaderLength = 50_000;
/** Delimiters that one line may hold: more would be more columns than any directory has. */
const maximumDelimiters = 1_000;
/** Longer values are cut here, in UTF-16 units. No field takes one that long, and other columns are not read. */
const maximumValueLength = 2_000;

const delimiters: readonly Delimiter[] = [',', ';', '\t'];

/**
 * The rows of a CSV text (RFC 4180), without empty ones. A row may be longer or shorter than others: that is for the
 * caller to judge.
 * @param delimiter Default: the one that the first line holds most of, outside of quotes.
 * @throws {AppError} import_unreadable, with the line, when quotes are not as they must be.
 */
export async function* readRows(text: AsyncIterable<string>, delimiter?: Delimiter): AsyncGenerator<CsvRow> {
  // Loaded at the first import: a cold start does not pay for it.
  const { CsvError, parse } = await import('csv-parse');
  const pieces = text[Symbol.asyncIterator]();
  let start = '';
  while (start.length < maximumHeaderLength) {
    const { value, done } = await pieces.next();
    if (done) break;
    start += value;
    if (value.includes('\n')) break;
  }
  const separator = delimiter ?? delimiterOf(start);
  // What was parsed may not have been read yet when the parser stumbles.
  let parsedLine = 0;
  const parser = parse({
    delimiter: separator,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    max_record_size: maximumRowBytes,
    on_record: (record: string[], { lines }) => {
      parsedLine = lines;
      return record;
    },
  });
  const rest: AsyncIterable<string> = { [Symbol.asyncIterator]: () => pieces };
  async function* whole() {
    if (start !== '') yield start;
    yield* rest;
  }
  // Its error is the parser's own, which the loop below throws.
  pipeline(Readable.from(withinLimits(whole(), separator)), parser, () => undefined);

  try {
    for await (const item of parser) {
      const { record: values, info } = item as { record: string[]; info: InfoRecord };
      const breaks = values.reduce((sum, value) => sum + value.split('\n').length - 1, 0);
      if (values.every((value) => value === '')) continue;
      yield { line: info.lines - breaks, values: values.map((value) => value.slice(0, maximumValueLength)) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const what = faults[error.code] ?? 'cannot be read';
    const detail = `The row that starts on line ${parsedLine + 1} ${what}.`;
    // The parser's message quotes the value: it is not carried on.
    throw new AppError('import_unreadable', { detail });
  }
}

/** Passes a text on, and counts the delimiters of each line before any of them is parsed. */
async function* withinLimits(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<string> {
  let [line, found] = [1, 0];
  for await (const piece of text) {
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece[at];
      if (character === '\n') {
        line += 1;
        found = 0;
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

function delimiterOf(start: string): Delimiter {
  const unquoted = start.replaceAll(/"[^"]*"?/g, '');
  const [header = ''] = unquoted.trimStart().split('\n');
  const counts = delimiters.map((each) => header.split(each).length - 1);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}
