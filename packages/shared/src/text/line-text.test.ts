import { describe, expect, it } from 'vitest';
import { employeePatchRequestSchema, newEmployeeSchema } from '../schemas/index.ts';
import { cleanLine, isFormula, lineFault } from './line-text.ts';

const spell = (text: string) =>
  JSON.stringify(text).replaceAll(/[^ -~]/gu, (c) => `<${c.codePointAt(0)?.toString(16)}>`);

describe('a line of text', () => {
  it.each([
    "O'Brien",
    'Jean-Luc Picard',
    'Ana María Ñúñez',
    'Dr. Müller (Köln)',
    'R&D / QA #2',
    'محمد عبد الله',
    'אברהם לוי',
    '山﨑 太郎',
    'C++ developer',
    '50% = half',
    'Anne - Marie',
    // The non-joiner is part of these spellings: Persian, Marathi, Malayalam.
    'علی\u200cرضا',
    'क\u094d\u200dष',
    'ന\u0d4d\u200d\u0d2f',
    // A variant of an ideograph in a Japanese name, and emoji.
    '葛\u{e0100}城',
    '👩\u200d💻 Engineering',
    '❤\ufe0f Care',
    '-',
    '–',
    '@',
    '',
  ])('%s stays as it is', (text) => {
    expect(cleanLine(text)).toBe(text.normalize('NFC'));
    expect(lineFault(text)).toBeNull();
  });

  it.each([
    ['Ops\u200b', 'Ops'],
    ['\ufeffOps', 'Ops'],
    ['O\u200cp\u200ds', 'Ops'],
    ['Op\u00ads', 'Ops'],
    ['\u200eOps\u200f', 'Ops'],
    ['O\u2060p\u034fs', 'Ops'],
    ['Op\ufe0fs', 'Ops'],
    ['Ops\u{e0041}\u{e0042}', 'Ops'],
    ['\u3164', ''],
    [' Field\u00a0Ops ', 'Field Ops'],
    ['山﨑\u3000太郎', '山﨑 太郎'],
    ['Zoe\u0308', 'Zoë'],
    ['e\u200b\u0301', 'é'],
    ['A\ud800', 'A\ufffd'],
    ['علی\u200c', 'علی'],
  ])('what nobody sees is taken out: %j', (text, cleaned) => {
    expect(spell(cleanLine(text))).toBe(spell(cleaned));
    expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
  });

  const reordering = [
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
  ];
  it.each(reordering.map((each) => [spell(each), each] as const))(
    'a character that reorders text is refused: %s',
    (_name, character) => {
      expect(lineFault(cleanLine(`gpj${character}exe`))).toContain('direction');
      expect(lineFault(cleanLine(character))).toContain('direction');
    },
  );

  it.each(['\0', '\u0007', '\u001b', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029', '\ufff9'])(
    'a control character is refused: %j',
    (character) => {
      expect(lineFault(cleanLine(`a${character}b`))).toContain('control');
    },
  );

  it.each([
    '=1+1',
    ' =1+1',
    '\u00a0=1+1',
    '\u200b=1+1',
    '\ufeff@SUM(A1)',
    '+1',
    '-1',
    '- 1',
    '@cmd',
    '\uff1d1',
    '\uff0b1',
    '\uff0dx',
    '\uff20x',
    '\ufe661',
    '==',
    '\u00ad=1',
  ])('a formula is found behind whatever is cleaned away: %j', (text) => {
    expect(lineFault(cleanLine(text))).toContain('formula');
  });

  it.each(['\t=1', '\tx', '\r=1', ' =1', '\n=1'])(
    'a formula is found in a value as it was written: %j',
    (text) => {
      expect(isFormula(text)).toBe(true);
    },
  );

  it('that is far too long is not worked on', () => {
    const long = ' \u200b'.repeat(10_000);
    expect(cleanLine(long)).toBe(long);
  });
});

describe('an employee', () => {
  const person = {
    name: 'Nora Quist',
    email: 'nora@acme.example',
    role: '',
    department: '',
    hourlyRateCents: null,
    employmentStatus: 'fullTime',
    sourceType: 'bamboohr',
    sourceId: 'b-1',
  };

  it.each(['name', 'email', 'role', 'department', 'sourceId'])(
    'has no formula and no override in its %s',
    (field) => {
      for (const planted of [
        '=1+1@acme.example',
        '+1@acme.example',
        '-2@acme.example',
        'n\u202eora@acme.example',
      ]) {
        expect(newEmployeeSchema.safeParse({ ...person, [field]: planted }).success).toBe(false);
      }
      expect(newEmployeeSchema.safeParse(person).success).toBe(true);
    },
  );

  it('is patched under the same rule', () => {
    expect(
      employeePatchRequestSchema.safeParse({ role: '＝HYPERLINK("https://evil.example")' }).success,
    ).toBe(false);
    expect(employeePatchRequestSchema.parse({ role: 'Ops\u200b' })).toEqual({ role: 'Ops' });
  });
});
