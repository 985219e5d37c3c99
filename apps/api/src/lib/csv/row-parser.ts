import { AppError } from '../../errors/app-error.ts';

/** One row of a file. */
export interface CsvRow {
  /** Where it starts, counted from 1. */
  line: number;
  /** Without surrounding white space. */
  values: string[];
}

/** Longest row, in UTF-16 units: a quote that is never closed is noticed before it swallows the whole file. */
const maxRowLength = 100_000;
/** Values that a row may have: more would be more columns than any directory has. */
const maxValues = 1_000;
/** Lines that a file may have, empty ones included: as many as a sheet of Excel has. */
const maxLines = 1_048_576;
/** Longer values are cut here, in UTF-16 units. No field takes one that long, and other columns are not read. */
const maxValueLength = 2_000;

const quote = '"';
const quoteCode = quote.charCodeAt(0);
const lineEndCode = 10;

/**
 * Where in a row the parser is: before a value, in one without quotes, in one with quotes, or behind the quote that ends it.
 */
type Place = 'before' | 'plain' | 'quoted' | 'behind';

/** Reads rows from a text that comes in pieces. */
export interface RowParser {
  /**
   * The rows that end in this piece.
   * @throws {AppError} import_unreadable, with the line
   */
  read(piece: string): CsvRow[];
  /** The last row, if no line end closed it. @throws {AppError} import_unreadable, with the line */
  end(): CsvRow[];
}

/**
 * A parser of CSV (RFC 4180) whose memory is one row. It takes white space away around values, takes `="00123"` for
 * `"00123"` as Excel does, drops rows without any text as soon as they end, and lets rows have any number of values.
 * @param delimiter one character. Lines end in `\n`.
 * @param firstLine the number of the line that the text starts with.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function createRowParser(delimiter: string, firstLine: number): RowParser {
  const delimiterCode = delimiter.charCodeAt(0);
  let rows: CsvRow[] = [];
  let place: Place = 'before';
  let [line, rowLine, rowLength] = [firstLine, firstLine, 0];
  let values: string[] = [];
  let value = '';
  let hasText = false;
  // A quote or `=` at the end of a piece, whose meaning depends on what follows.
  let heldBack = '';

  const refuse = (what: string): AppError =>
    new AppError('import_unreadable', { detail: `The row that starts on line ${rowLine} ${what}.` });

  function grow(length: number): void {
    rowLength += length;
    if (rowLength > maxRowLength) {
      throw refuse('is longer than 100,000 characters; a quote may not be closed');
    }
  }

  function endValue(): void {
    if (values.length === maxValues) {
      throw new AppError('import_unreadable', {
        detail: `Line ${rowLine} holds more than ${maxValues} values.`,
      });
    }
    const trimmed = value.trim().slice(0, maxValueLength);
    if (trimmed !== '') {
      hasText = true;
    }
    values.push(trimmed);
    value = '';
    place = 'before';
  }

  function countLine(): void {
    line += 1;
    if (line > maxLines) {
      throw new AppError('import_unreadable', { detail: `There are more than ${maxLines} lines.` });
    }
  }

  function endRow(): void {
    endValue();
    if (hasText) {
      rows.push({ line: rowLine, values });
      values = [];
    } else {
      values.length = 0;
    }
    hasText = false;
    rowLength = 0;
  }

  /** Where a value without quotes stops: at a delimiter, line end or quote, or with the text. */
  function endOfPlain(text: string, from: number): number {
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === delimiterCode || code === lineEndCode || code === quoteCode) {
        break;
      }
    }
    return at;
  }

  /** Reads on in a quoted value. @returns where it stopped, behind its end or that of the text. */
  function readQuoted(text: string, from: number, isLast: boolean): number {
    const found = text.indexOf(quote, from);
    const to = found === -1 ? text.length : found;
    for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
      countLine();
    }
    grow(to - from);
    value += text.slice(from, to);
    if (found === -1) {
      return to;
    }
    if (found + 1 === text.length && !isLast) {
      heldBack = quote;
      return text.length;
    }
    if (text[found + 1] === quote) {
      value += quote;
      grow(2);
      return found + 2;
    }
    place = 'behind';
    return found + 1;
  }

  /** Reads one character outside of values. @returns where the next one is. */
  function readBetween(text: string, at: number, isLast: boolean): number {
    const character = text[at] ?? '';
    if (character === delimiter) {
      endValue();
    } else if (character === '\n') {
      endRow();
      countLine();
      rowLine = line;
      return at + 1;
    } else if (place === 'behind') {
      if (character.trim() !== '') {
        throw refuse('goes on after the quote that closes a value');
      }
    } else if (character === quote) {
      place = 'quoted';
    } else if (character === '=' && at + 1 === text.length && !isLast) {
      heldBack = character;
      return text.length;
    } else if (character.trim() !== '' && !(character === '=' && text[at + 1] === quote)) {
      place = 'plain';
      return at;
    }
    grow(1);
    return at + 1;
  }

  function readPlain(text: string, from: number): number {
    const to = endOfPlain(text, from);
    if (text[to] === quote) {
      throw refuse('has a quote inside a value that does not begin with one');
    }
    grow(to - from);
    value += text.slice(from, to);
    // What ends the value is read in its turn, with the value still open: it may go on in the next piece.
    if (to < text.length) {
      place = 'behind';
    }
    return to;
  }

  function parse(text: string, isLast: boolean): CsvRow[] {
    for (let at = 0; at < text.length; ) {
      if (place === 'quoted') {
        at = readQuoted(text, at, isLast);
      } else if (place === 'plain') {
        at = readPlain(text, at);
      } else {
        at = readBetween(text, at, isLast);
      }
    }
    const found = rows;
    rows = [];
    return found;
  }

  return {
    read(piece) {
      const text = heldBack + piece;
      heldBack = '';
      return parse(text, false);
    },
    end() {
      const found = parse(heldBack, true);
      if (place === 'quoted') {
        throw refuse('opens a quote that is never closed');
      }
      if (rowLength > 0) {
        endRow();
      }
      return [...found, ...rows];
    },
  };
}
