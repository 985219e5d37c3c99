import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../../errors/app-error.ts';
import { decodeText, type TextEncoding } from './decode-text.ts';
import { type CsvRow, type Delimiter, readRows } from './read-rows.ts';

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

async function decoded(bytes: Uint8Array, size = 3, encoding?: TextEncoding): Promise<string> {
  let text = '';
  for await (const piece of decodeText(chunksOf(bytes, size), encoding)) {
    text += piece;
  }
  return text;
}

async function readText(text: string, size = 3, delimiter?: Delimiter): Promise<CsvRow[]> {
  const pieces = decodeText(chunksOf(Buffer.from(text), size));
  const rows: CsvRow[] = [];
  for await (const batch of readRows(pieces, { delimiter })) {
    rows.push(...batch);
  }
  return rows;
}

async function refusal(action: Promise<unknown>): Promise<string | undefined> {
  const error = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isAppError(error, 'import_unreadable') ? error.detail : `not refused: ${String(error)}`;
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('decoding', () => {
  it.each<[string, Buffer, TextEncoding | undefined]>([
    ['UTF-8', Buffer.from('né,漢🏥'), undefined],
    ['UTF-8 with a mark', Buffer.from('\ufeffné,漢🏥'), undefined],
    ['UTF-8 with a mark, as declared', Buffer.from('\ufeffné,漢🏥'), 'utf-8'],
    ['UTF-16LE with a mark', Buffer.from('\ufeffné,漢🏥', 'utf16le'), undefined],
    ['UTF-16BE with a mark', utf16be('\ufeffné,漢🏥'), undefined],
    ['UTF-16LE as declared', Buffer.from('né,漢🏥', 'utf16le'), 'utf-16le'],
    ['UTF-16BE as declared', utf16be('né,漢🏥'), 'utf-16be'],
  ])('reads %s, however it is cut into pieces', async (_what, bytes, encoding) => {
    for (const size of [4, 5, 7, 1_000]) {
      expect(await decoded(bytes, size, encoding)).toBe('né,漢🏥');
    }
  });

  it('reads what Windows wrote when that is said', async () => {
    expect(await decoded(Buffer.from([0x6e, 0xe9, 0x80]), 1, 'windows-1252')).toBe('né€');
  });

  it.each(['a\r\nb\nc\rd', 'a\r\n\r\nb', '\r', '\r\n'])('normalizes the line ends of %j', async (text) => {
    for (const size of [1, 2, 3]) {
      expect(await decoded(Buffer.from(text), size)).toBe(text.replaceAll(/\r\n?/g, '\n'));
    }
  });

  it.each<[string, Buffer, TextEncoding | undefined, string]>([
    ['Latin-1', Buffer.from('a\nb\nn\xe9e', 'latin1'), undefined, 'Line 3 or one soon after it'],
    ['a character cut off at the end', Buffer.from('né').subarray(0, 2), undefined, 'Line 1'],
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), undefined, 'workbook'],
    ['UTF-16 without a mark', Buffer.from('name', 'utf16le'), undefined, 'NUL'],
    ['another encoding than declared', Buffer.from('\ufeffa', 'utf16le'), 'windows-1252', 'byte order mark'],
  ])('refuses %s', async (_what, bytes, encoding, reason) => {
    expect(await refusal(decoded(bytes, 4, encoding))).toContain(reason);
  });
});

describe('reading rows', () => {
  it.each<[string, string, string[][]]>([
    ['nothing', '', []],
    ['blank lines', '\n\n \n', []],
    [
      'rows without a last line end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes, doubled quotes and line breaks',
      'a,b\n"x, ""y""","1\r\n2"\n',
      [
        ['a', 'b'],
        ['x, "y"', '1\n2'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1,5;2',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1, 2\t3',
      [
        ['a', 'b'],
        ['1, 2', '3'],
      ],
    ],
    [
      'a header with a comma in quotes',
      '"a,a,a";b\n1;2',
      [
        ['a,a,a', 'b'],
        ['1', '2'],
      ],
    ],
    ['one column', 'a\n1', [['a'], ['1']]],
    ['rows of any length', 'a,b\n1\n1,2,3', [['a', 'b'], ['1'], ['1', '2', '3']]],
    [
      'rows of empty values',
      'a,b\n,\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'spaces around',
      ' a , b \n "1" , 2 ',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
  ])('takes %s', async (_what, text, expected) => {
    for (const size of [1, 4, 1_000]) {
      expect((await readText(text, size)).map(({ values }) => values)).toEqual(expected);
    }
  });

  it('knows on which line each row starts', async () => {
    const rows = await readText('a,b\r\n"1\r\n1",2\r\n\r\n3,4\r\n5,"6\n6"\n7,8');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 5, 6, 8]);
  });

  it('uses the delimiter that it is given', async () => {
    expect(await readText('a,b;c\n1,2;3', 3, ';')).toMatchObject([{ values: ['a,b', 'c'] }, {}]);
  });

  it.each([
    ['a,b\n1,2\n3,"x\n4,5', 'line 3 opens a quote that is never closed'],
    ['a,b\n1,x"y', 'line 2 has a quote inside a value'],
    ['a,b\n1,"x"y', 'line 2 goes on after the quote'],
    [`a,b\n1,"${'x'.repeat(200_000)}`, 'line 2 is longer than 100,000 characters'],
    [`${','.repeat(25_000)}\n1,2`, 'Line 1 holds more than 1000 values'],
    [`a,b\n1,2\n${','.repeat(1_000_000)}`, 'Line 3 holds more than 1000 values'],
    ['\n'.repeat(2_000_000), 'more than 1048576 lines'],
  ])('refuses %#', async (text, reason) => {
    expect(await refusal(readText(text, 1_000))).toContain(reason);
  });

  it('lets the event loop turn while a large chunk is read', async () => {
    const bytes = Buffer.from('x\n'.repeat(100_000));
    let turns = 0;
    let isRead = false;
    const count = () => {
      turns += 1;
      if (!isRead) {
        setImmediate(count);
      }
    };
    setImmediate(count);
    async function* oneChunk() {
      yield bytes;
    }
    let rows = 0;
    for await (const batch of readRows(decodeText(oneChunk()))) {
      rows += batch.length;
    }
    isRead = true;
    expect(rows).toBe(100_000);
    expect(turns).toBeGreaterThan(20);
  });

  it('cuts values that are too long for any field', async () => {
    const [, row] = await readText(`a,b\n${'x'.repeat(50_000)},2`);
    expect(row?.values.map(({ length }) => length)).toEqual([2_000, 1]);
  });

  it('reads back any values that were written by the rules', async () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.trim());
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom<Delimiter>(',', ';', '\t'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, delimiter, size) => {
          const text = rows.map((row) => row.map(quoted).join(delimiter)).join('\r\n');
          const kept = rows.filter((row) => row.some((each) => each !== ''));
          const read = await readText(text, size, delimiter);
          const unified = kept.map((row) => row.map((each) => each.replaceAll(/\r\n?/g, '\n')));
          expect(read.map(({ values }) => values)).toEqual(unified);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});
