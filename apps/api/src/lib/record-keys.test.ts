import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRecordKeys } from './record-keys.ts';

describe('the keys of records', () => {
  const master = createSecretKey(randomBytes(32));

  it('are the same for reading and writing, and differ for every salt and every master key', () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    const keys = createRecordKeys(master);
    const written = keys.keyToWrite(one);
    expect(keys.keyToRead(one).equals(written)).toBe(true);
    expect(keys.keyToRead(one).equals(written)).toBe(true);
    expect(keys.keyToRead(other).equals(written)).toBe(false);
    const ofAnother = createRecordKeys(createSecretKey(randomBytes(32)));
    expect(ofAnother.keyToRead(one).equals(written)).toBe(false);
  });

  it('are cached for reading up to a maximum, and the least recently used one goes first', () => {
    const keys = createRecordKeys(master, { maxKeys: 2 });
    const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const before = { first: keys.keyToRead(first), second: keys.keyToRead(second) };
    expect(keys.keyToRead(first)).toBe(before.first);
    keys.keyToRead(third);
    expect(keys.keyToRead(first)).toBe(before.first);
    expect(keys.keyToRead(second)).not.toBe(before.second);
  });

  it('for writing are not cached', () => {
    const keys = createRecordKeys(master, { maxKeys: 1 });
    const salt = randomBytes(32);
    const read = keys.keyToRead(salt);
    keys.keyToWrite(randomBytes(32));
    expect(keys.keyToRead(salt)).toBe(read);
  });
});
