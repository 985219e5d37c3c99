import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRecordKeys } from './record-keys.ts';

describe('the keys of records', () => {
  const master = createSecretKey(randomBytes(32));

  it('are the same in every process, and differ for every salt and every master key', () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    const keyOf = createRecordKeys(master);
    const key = keyOf(one);
    expect(createRecordKeys(master)(one).equals(key)).toBe(true);
    expect(keyOf(other).equals(key)).toBe(false);
    expect(createRecordKeys(createSecretKey(randomBytes(32)))(one).equals(key)).toBe(false);
  });

  it('are cached up to a maximum, and the least recently used one goes first', () => {
    const keyOf = createRecordKeys(master, { maxKeys: 2 });
    const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const before = { first: keyOf(first), second: keyOf(second) };
    expect(keyOf(first)).toBe(before.first);
    keyOf(third);
    expect(keyOf(first)).toBe(before.first);
    expect(keyOf(second)).not.toBe(before.second);
  });
});
