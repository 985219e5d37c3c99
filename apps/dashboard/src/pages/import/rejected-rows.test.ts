import { describe, expect, it } from 'vitest';
import { decodeFile, writeRejectedRows } from './rejected-rows.ts';

const rejected = (text: string, faults: [line: number, column: string | null, reason: string][]) =>
  writeRejectedRows({
    text,
    headers: ['Name', 'Work Email'],
    faults: faults.map(([line, column, reason]) => ({ line, column, reason })),
    reasonHeader: 'What is wrong',
  });

describe('the rejected rows of a file', () => {
  it('stand as in the file, with what is wrong with each, below titles and line ends in quotes', () => {
    const text = [
      'People of 2026',
      'Name;"Work Email";Notes',
      '"Ada ""the first""";ada@a.example;"two',
      'lines"',
      'Grace;no address;=1+1',
      'Nora;nora@a.example;',
    ].join('\r\n');
    expect(
      rejected(text, [
        [3, 'Notes', 'is too long'],
        [5, 'Work Email', 'is not an email address'],
        [5, null, 'The row says "no".'],
      ]),
    ).toBe(
      [
        'Name;"Work Email";Notes;"What is wrong"',
        '"Ada ""the first""";ada@a.example;"two\nlines";"Notes: is too long."',
        'Grace;no address;=1+1;"Work Email: is not an email address. The row says ""no""."',
        '',
      ].join('\r\n'),
    );
  });

  it('cannot be had from another file than the one that was imported', () => {
    expect(rejected('Who,Mail\nAda,ada@a.example', [[2, null, 'bad']])).toBeNull();
    expect(rejected('Name,Work Email\nAda,ada@a.example', [[7, null, 'bad']])).toBeNull();
  });
});

describe('the text of a file', () => {
  const bytes = (...codes: number[]) => Uint8Array.from(codes).buffer;

  it.each([
    ['UTF-8', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9), ''],
    ['UTF-16 by its mark', bytes(0xff, 0xfe, 0xe9, 0x00), ''],
    ['UTF-16 the other way round', bytes(0xfe, 0xff, 0x00, 0xe9), ''],
    ['what older programs write', bytes(0xe9), ''],
    ['what was named', bytes(0xe9), 'windows-1252'],
  ])('is read as %s', (_what, file, encoding) => {
    expect(decodeFile(file, encoding)).toBe('é');
  });
});
