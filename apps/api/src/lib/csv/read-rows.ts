import { setImmediate as nextTurn } from 'node:timers/promises';
import { chooseDelimiter, type Delimiter, namedDelimiter } from './choose-delimiter.ts';
import { type CsvRow, createRowParser } from './row-parser.ts';

export type { Delimiter } from './choose-delimiter.ts';
export type { CsvRow } from './row-parser.ts';

/** The header, and titles above it, are looked for in this many characters. */
const maxHeaderLength = 50_000;
/** Lines that are enough to choose a delimiter by. */
const linesToChooseBy = 20;
/** Rows of one batch: some milliseconds of work. */
const maxBatch = 200;

/** How rows are read. */
export interface ReadRowsOptions {
  /** Default: the one that a first line `sep=` names, or else the one that makes the most known headers. */
  delimiter?: Delimiter | undefined;
  /** Whether a text is a header that is known. Default: none is. */
  isKnownHeader?: (text: string) => boolean;
}

/**
 * The rows of a CSV text (RFC 4180) in batches of at most 200, without empty ones. A row may be longer or shorter than
 * others: that is for the caller to judge. The event loop gets a turn after each full batch.
 * @throws {AppError} import_unreadable, with the line, when quotes are not as they must be, or a limit is exceeded.
 */
export async function* readRows(
  text: AsyncIterable<string>,
  { delimiter: wanted, isKnownHeader = () => false }: ReadRowsOptions = {},
): AsyncGenerator<CsvRow[]> {
  const pieces = text[Symbol.asyncIterator]();
  try {
    let start = '';
    while (
      start.split('\n', linesToChooseBy + 1).length <= linesToChooseBy &&
      start.length < maxHeaderLength
    ) {
      const { value, done } = await pieces.next();
      if (done) {
        break;
      }
      start += value;
    }
    const named = namedDelimiter(start);
    if (named) {
      start = start.slice(named.length);
    }
    const delimiter =
      wanted ?? named?.delimiter ?? chooseDelimiter(start.slice(0, maxHeaderLength), isKnownHeader);
    const parser = createRowParser(delimiter, named ? 2 : 1);
    yield* inBatches(parser.read(start));
    for (;;) {
      const { value, done } = await pieces.next();
      if (done) {
        break;
      }
      yield* inBatches(parser.read(value));
    }
    yield* inBatches(parser.end());
  } finally {
    await pieces.return?.();
  }
}

async function* inBatches(rows: CsvRow[]): AsyncGenerator<CsvRow[]> {
  if (rows.length > 0 && rows.length <= maxBatch) {
    yield rows;
    return;
  }
  for (let at = 0; at < rows.length; at += maxBatch) {
    yield rows.slice(at, at + maxBatch);
    await nextTurn();
  }
}
