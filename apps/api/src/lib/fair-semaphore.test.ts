import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minuteMs } from './duration.ts';
import { createFairSemaphore, type Permit } from './fair-semaphore.ts';

const limits = { total: 16, share: 4, reserve: 8, slowAfterMs: 2_000, ceiling: 48 };

describe('permits that organizations share', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** What was given to whom, in order. */
  function newSemaphore() {
    const semaphore = createFairSemaphore(limits, Date.now);
    const given: { organizationId: string; permit: Permit }[] = [];
    async function ask(organizationId: string, count = 1): Promise<void> {
      for (let index = 0; index < count; index += 1) {
        const permit = semaphore.permitFor(organizationId);
        void permit.acquire().then(() => given.push({ organizationId, permit }));
      }
      await vi.advanceTimersByTimeAsync(0);
    }
    const countOf = (organizationId: string) =>
      given.filter((one) => one.organizationId === organizationId).length;
    return { semaphore, given, ask, countOf };
  }

  it('an organization whose calls all hang never holds more than half of them, and others are served at once', async () => {
    const { ask, countOf } = newSemaphore();
    await ask('hanging', 500);
    expect(countOf('hanging')).toBe(8);
    for (let index = 0; index < 8; index += 1) {
      await ask(`other-${index}`);
    }
    expect(Array.from({ length: 8 }, (_, index) => countOf(`other-${index}`))).toEqual(Array(8).fill(1));
  });

  it('it still holds no more than half after its calls have become slow, and takes nothing from the others', async () => {
    const { ask, countOf } = newSemaphore();
    await ask('hanging', 500);
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(countOf('hanging')).toBe(8);
    for (let index = 0; index < 16; index += 1) {
      await ask(`other-${index}`);
    }
    for (let index = 0; index < 16; index += 1) {
      expect(countOf(`other-${index}`)).toBe(1);
    }
  });

  it('two of them delay another by as long as a call takes to count as slow, whether or not anybody else comes', async () => {
    const { ask, countOf } = newSemaphore();
    await ask('one', 500);
    await ask('two', 500);
    await ask('three', 500);
    await ask('other');
    expect(countOf('other')).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(countOf('other')).toBe(1);
  });

  it('an organization alone has half of all, and gets a permit back for each that it returns', async () => {
    const { ask, given, countOf } = newSemaphore();
    await ask('busy', 100);
    for (let round = 0; round < 92; round += 1) {
      given[round]?.permit.release();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(countOf('busy')).toBe(100);
  });

  it('a permit that is given back twice is given back once', async () => {
    const { ask, given, countOf } = newSemaphore();
    await ask('busy', 100);
    given[0]?.permit.release();
    given[0]?.permit.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(countOf('busy')).toBe(9);
  });

  it('a caller that gives up after a timeout gets no permit later', async () => {
    const { semaphore, ask, given, countOf } = newSemaphore();
    await ask('busy', 8);
    const late = semaphore.permitFor('busy');
    const acquiring = late.acquire(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(acquiring).resolves.toBe(false);
    late.release();
    for (const { permit } of [...given]) {
      permit.release();
    }
    await ask('busy', 8);
    expect(countOf('busy')).toBe(16);
  });

  it('a caller that goes on waiting after a timeout keeps its place in the queue', async () => {
    const { semaphore, ask, given, countOf } = newSemaphore();
    await ask('busy', 8);
    const first = semaphore.permitFor('busy');
    const acquiring = first.acquire(1_000);
    await ask('busy', 4);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(acquiring).resolves.toBe(false);
    given[0]?.permit.release();
    await expect(first.acquire()).resolves.toBe(true);
    expect(countOf('busy')).toBe(8);
    // It is held already.
    await expect(first.acquire(0)).resolves.toBe(true);
  });

  it('no permit is given beyond the ceiling, however slow the holders are', async () => {
    const { ask, given } = newSemaphore();
    for (let index = 0; index < 20; index += 1) {
      await ask(`organization-${index}`, 4);
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(given).toHaveLength(limits.ceiling);
  });
});
