import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineIndex } from './line-index.ts';

it('knows where each text was first, as a map would', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 64 }), (texts) => {
      const index = createLineIndex(64);
      const map = new Map<string, number>();
      for (const [position, text] of texts.entries()) {
        expect(index.lineOf(text)).toBe(map.get(text));
        if (map.has(text)) {
          continue;
        }
        index.note(text, position + 1);
        map.set(text, position + 1);
      }
    }),
    { seed: 7 },
  );
});

it('stays correct when it is full, and accepts no more', () => {
  const index = createLineIndex(50_000);
  for (let line = 1; line <= 50_000; line += 1) {
    index.note(`person${line}@example.com`, line);
  }
  expect(index.lineOf('person1@example.com')).toBe(1);
  expect(index.lineOf('person50000@example.com')).toBe(50_000);
  expect(index.lineOf('nobody@example.com')).toBeUndefined();
  expect(() => index.note('one more', 50_001)).toThrow(RangeError);
});
