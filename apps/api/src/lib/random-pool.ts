import { randomBytes } from 'node:crypto';

const poolBytes = 4_096;

/**
 * Makes a source of random bytes that asks the system for 4 KB at a time: that call costs as much as one for twelve bytes.
 * Each byte is used once, and buffers that were returned are never written to again.
 */
export function createRandomPool(): (count: number) => Buffer {
  let pool = Buffer.alloc(0);
  let given = 0;
  return (count) => {
    if (given + count > pool.length) {
      pool = randomBytes(Math.max(poolBytes, count));
      given = 0;
    }
    given += count;
    return pool.subarray(given - count, given);
  };
}
