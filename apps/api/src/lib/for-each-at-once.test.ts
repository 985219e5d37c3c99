import { describe, expect, it } from 'vitest';
import { forEachAtOnce } from './for-each-at-once.ts';

async function* numbersTo(most: number, taken: number[] = []) {
  for (let number = 1; number <= most; number += 1) {
    taken.push(number);
    yield number;
  }
}

/** Waits until everything that is ready has run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an action for each, so many at once', () => {
  it('meets every item once, never more at once than it may', async () => {
    const met: number[] = [];
    let running = 0;
    let most = 0;
    await forEachAtOnce(numbersTo(50), 4, async (number) => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      met.push(number);
      running -= 1;
    });
    expect(met.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(most).toBe(4);
  });

  it('takes no item before somebody is free for it', async () => {
    const taken: number[] = [];
    const { promise: blocked, resolve: unblock } = Promise.withResolvers<void>();
    const all = forEachAtOnce(numbersTo(10, taken), 3, () => blocked);
    await settled();
    expect(taken).toEqual([1, 2, 3]);
    unblock();
    await all;
    expect(taken).toHaveLength(10);
  });

  it('an action that fails ends it, and no more items are taken', async () => {
    const taken: number[] = [];
    const failing = forEachAtOnce(numbersTo(100, taken), 2, async (number) => {
      await settled();
      if (number === 3) {
        throw new Error('three');
      }
    });
    await expect(failing).rejects.toThrow('three');
    await settled();
    await settled();
    expect(taken.length).toBeLessThan(7);
  });

  it('what fails to come ends it too', async () => {
    async function* broken() {
      yield 1;
      throw new Error('no more');
    }
    await expect(forEachAtOnce(broken(), 2, () => Promise.resolve())).rejects.toThrow('no more');
  });
});
