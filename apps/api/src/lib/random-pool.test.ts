import { describe, expect, it } from 'vitest';
import { createRandomPool } from './random-pool.ts';

describe('the pool of random bytes', () => {
  it('never gives the same bytes twice, across many refills', () => {
    const draw = createRandomPool();
    const drawn = Array.from({ length: 2_000 }, () => draw(12).toString('hex'));
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('never changes bytes that it has given out', () => {
    const draw = createRandomPool();
    const first = draw(32);
    const before = first.toString('hex');
    for (let index = 0; index < 1_000; index += 1) {
      draw(44);
    }
    expect(first.toString('hex')).toBe(before);
  });

  it('gives as many as requested, even more than it keeps', () => {
    const draw = createRandomPool();
    expect([1, 4_096, 5_000, 44].map((count) => draw(count).length)).toEqual([1, 4_096, 5_000, 44]);
  });
});
