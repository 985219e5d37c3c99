import fc from 'fast-check';

/** Random choices that are the same for the same seed. */
export interface FuzzRandom {
  /** From 0 up to and without 1. */
  next(): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** @see https://github.com/cprosche/mulberry32 */
export function createFuzzRandom(seed: number): FuzzRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) {
        throw new Error('there is nothing to pick from');
      }
      return item;
    },
  };
}

const seed = 20_261_125;

/** Texts that break what was not written with care. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'null',
  'undefined',
  'NaN',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  '.',
  '..',
  '../..',
  '/',
  '//',
  'a/b',
  '__name__',
  '__.*__',
  '%00',
  '%',
  '\0',
  '\n',
  '\r\nX-Injected: 1',
  '\u202e',
  '\ufeff',
  '\ud83d\ude00',
  'İ',
  '=cmd|calc!A0',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  'a'.repeat(129),
  'a'.repeat(1_501),
  'é'.repeat(700),
  '2026-11-23T10:15:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '0000-01-01T00:00:00.000Z',
  '2026-02-30T00:00:00.000Z',
  'ada@example.com',
  'http://169.254.169.254/latest/meta-data',
  'javascript:alert(1)',
  ...fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), { seed, numRuns: 60 }),
];

/** JSON values of every kind, most of them where they do not belong. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[]],
  [null],
  { __proto__: null, constructor: { prototype: { polluted: true } } },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  Array.from({ length: 1_000 }, () => 'x'),
  'x'.repeat(20_000),
  ...hostileTexts,
  ...fc.sample(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), { seed, numRuns: 80 }),
];
