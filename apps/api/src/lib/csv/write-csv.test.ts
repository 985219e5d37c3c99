import { describe, expect, it } from 'vitest';
import { allPages, csvOf } from './write-csv.ts';

interface Row {
  text: string | null;
}

async function* each<Item>(items: readonly Item[]) {
  yield* items;
}
async function writeText(rows: readonly Row[]): Promise<string> {
  let text = '';
  for await (const piece of csvOf<Row>({ text: (row) => row.text }, each(rows))) {
    text += piece;
  }
  return text;
}

describe('a CSV file', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['é𝒳', 'é𝒳'],
    ['', ''],
    [null, ''],
  ])('holds %j as it is', async (text, cell) => {
    expect(await writeText([{ text }])).toBe(`\ufefftext\r\n${cell}\r\n`);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\u200b=1'])(
    'keeps a spreadsheet from running %j',
    async (text) => {
      expect(await writeText([{ text }])).toBe(`\ufefftext\r\n'${text}\r\n`);
    },
  );

  it('has its header even when it has no rows, and is streamed when it is long', async () => {
    expect(await writeText([])).toBe('\ufefftext\r\n');
    let pieces = 0;
    const rows = Array.from({ length: 5_000 }, () => ({ text: 'x'.repeat(20) }));
    for await (const _piece of csvOf<Row>({ text: (row) => row.text }, each(rows))) {
      pieces += 1;
    }
    expect(pieces).toBeGreaterThan(5);
  });

  it('reads every page of a list', async () => {
    const pages = new Map([
      [undefined, { items: [1, 2], nextCursor: 'a' }],
      ['a', { items: [], nextCursor: 'b' }],
      ['b', { items: [3], nextCursor: null }],
    ]);
    const seen: number[] = [];
    for await (const item of allPages(
      async (cursor) => pages.get(cursor) ?? { items: [], nextCursor: null },
    )) {
      seen.push(item);
    }
    expect(seen).toEqual([1, 2, 3]);
  });
});
