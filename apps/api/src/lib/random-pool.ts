import { randomBytes } from 'node:crypto';

const poolBytes = 4_096;

/**
 * Makes a source of random bytes that asks the system for many at once: the call costs as much for 4 KB as for twelve
 * bytes. No byte is given out twice, and what was given out is never written to again.
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
