import { describe, expect, it } from 'vitest';
import { maskFields, parseFieldPath } from './field-path.ts';

describe('parseFieldPath', () => {
  it.each([
    ['a', ['a']],
    ['a.b', ['a', 'b']],
    ['`a.b`.c', ['a.b', 'c']],
    ['`tick\\`and\\\\slash`', ['tick`and\\slash']],
  ])('splits %s', (path, names) => {
    expect(parseFieldPath(path)).toEqual(names);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', '`a', 'a`b`'])('refuses "%s"', (path) => {
    expect(() => parseFieldPath(path)).toThrow(`Invalid field path "${path}".`);
  });
});

describe('maskFields', () => {
  const one = { integerValue: '1' };
  const fields = { a: one, map: { mapValue: { fields: { x: one, y: one } } } };

  it.each([
    [[], {}],
    [['a', 'absent', 'a.below'], { a: one }],
    [['map.x'], { map: { mapValue: { fields: { x: one } } } }],
    [['map.x', 'map.y'], { map: fields.map }],
    [['map', 'map.x'], { map: fields.map }],
    [['map.x', 'map'], { map: fields.map }],
    [['map.absent'], {}],
    [['__name__'], {}],
  ])('keeps %j', (paths, kept) => {
    expect(maskFields(fields, paths)).toEqual(kept);
  });

  it('leaves what it was given as it was', () => {
    const before = structuredClone(fields);
    maskFields(fields, ['map', 'map.x', 'map.y']);
    expect(fields).toEqual(before);
  });
});
