import { isFormula } from '@klayim/shared/text';

/** Columns of a CSV file: its header, and what of an item stands there. */
export type CsvColumns<Item> = Readonly<
  Record<string, (item: Item) => string | number | boolean | null | undefined>
>;

/** About how much is sent at a time, in characters. */
const chunkCharacters = 16_384;

/**
 * Items as CSV (RFC 4180) in UTF-8 with a byte order mark, by which spreadsheets know it; not more than one chunk is in
 * memory. What a spreadsheet would run as a formula gets an apostrophe before it.
 */
export async function* csvOf<Item>(
  columns: CsvColumns<Item>,
  items: AsyncIterable<Item>,
): AsyncGenerator<string, void, undefined> {
  let chunk = `\ufeff${lineOf(Object.keys(columns))}`;
  const reads = Object.values(columns);
  for await (const item of items) {
    chunk += lineOf(reads.map((read) => read(item)));
    if (chunk.length >= chunkCharacters) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

/** Every item of a list that comes in pages. */
export async function* allPages<Item>(
  readPage: (cursor: string | undefined) => Promise<{ items: readonly Item[]; nextCursor: string | null }>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function lineOf(values: readonly (string | number | boolean | null | undefined)[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}

/** Invisible characters, which a spreadsheet may skip before it finds a formula. */
const invisibleStart = /^\p{Cf}+/u;

function cellOf(value: string | number | boolean | null | undefined): string {
  const isRun = typeof value === 'string' && isFormula(value.replace(invisibleStart, ''));
  const text = isRun ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
