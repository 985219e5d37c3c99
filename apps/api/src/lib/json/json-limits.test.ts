import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonExcess, type JsonLimits } from './json-limits.ts';

const limits: JsonLimits = { depth: 4, members: 3, items: 5, values: 20, stringBytes: 10, nameBytes: 6 };
const excessOf = (text: string, changed: Partial<JsonLimits> = {}) =>
  findJsonExcess(Buffer.from(text), { ...limits, ...changed });

describe('a JSON text is measured before it is parsed', () => {
  it.each([
    ['depth', '[[[[1]]]]', '[[[[[1]]]]]', [0, 0, 0, 0], 'is nested deeper than 4 levels'],
    ['items', '{"a":[1,2,3,4,5]}', '{"a":[1,2,3,4,5,6]}', ['a'], 'has more than 5 items'],
    ['empty items', '[{},{},{},{},{}]', '[{},{},{},{},{},{}]', [], 'has more than 5 items'],
    ['members', '[{"a":1,"b":2,"c":3}]', '[{},{"a":1,"b":2,"c":3,"d":4}]', [1], 'has more than 3 members'],
    ['strings', '{"a":"0123456789"}', '{"a":"0123456789x"}', ['a'], 'is longer than 10 bytes'],
    ['escaped strings', '["\\"\\"\\"\\"\\""]', '["\\"\\"\\"\\"\\"\\""]', [0], 'is longer than 10 bytes'],
    ['names', '{"a":{"abcdef":1}}', '{"a":{"abcdefg":1}}', ['a'], 'has a name of more than 6 bytes'],
  ])('%s', (_what, good, bad, path, message) => {
    expect(excessOf(good)).toBeUndefined();
    expect(excessOf(bad)).toEqual({ path, message });
  });

  it('counts the values of the whole text', () => {
    const text = JSON.stringify([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1]]);
    expect(excessOf(text)).toEqual({ path: [], message: 'holds more than 20 values' });
  });

  it('does not read the content of strings as structure', () => {
    expect(excessOf('["[[[[[[[",",,,,,,,,,","\\\\"]')).toBeUndefined();
  });

  it('agrees with the parser on every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(excessOf(text) === undefined).toBe(isWithin(JSON.parse(text), 0) && countOf(value) <= 20);
      }),
    );
  });

  it('accepts any bytes, and never fails', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        findJsonExcess(bytes, limits);
      }),
    );
  });
});

const rawLength = (text: string) => Buffer.byteLength(JSON.stringify(text)) - 2;

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value === 'string') {
    return rawLength(value) <= limits.stringBytes;
  }
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  if (depth === limits.depth) {
    return false;
  }
  if (Array.isArray(value)) {
    return value.length <= limits.items && value.every((item) => isWithin(item, depth + 1));
  }
  const members = Object.entries(value);
  return (
    members.length <= limits.members &&
    members.every(([name, item]) => rawLength(name) <= limits.nameBytes && isWithin(item, depth + 1))
  );
}

/** As the commas of a text tell it: an empty container counts as one value. */
function countOf(value: unknown): number {
  return JSON.stringify(value, (_name, item: unknown) => (typeof item === 'string' ? '' : item))
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
    .split(',').length;
}
