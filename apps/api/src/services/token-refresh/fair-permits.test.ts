import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFairPermits, type Release } from './fair-permits.ts';

const limits = { total: 16, share: 4, reserve: 8, slowAfterMs: 2_000, ceiling: 48 };

describe('permits that organizations share', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** What was given to whom, in order. */
  function newPermits() {
    const permits = createFairPermits(limits, Date.now);
    const given: { organizationId: string; release: Release }[] = [];
    async function ask(organizationId: string, count = 1): Promise<void> {
      for (let index = 0; index < count; index += 1) {
        void permits.acquire(organizationId).then((release) => {
          if (release) {
            given.push({ organizationId, release });
          }
        });
      }
      await vi.advanceTimersByTimeAsync(0);
    }
    const countOf = (organizationId: string) =>
      given.filter((permit) => permit.organizationId === organizationId).length;
    return { permits, given, ask, countOf };
  }

  it('an organization whose calls all hang never holds more than half, and others are served at once', async () => {
    const { ask, countOf } = newPermits();
    await ask('hanging', 500);
    expect(countOf('hanging')).toBe(8);
    for (let index = 0; index < 8; index += 1) {
      await ask(`other-${index}`);
    }
    expect(Array.from({ length: 8 }, (_, index) => countOf(`other-${index}`))).toEqual(Array(8).fill(1));
  });

  it('it still holds no more than half after its calls have become slow, and takes nothing from the others', async () => {
    const { ask, countOf } = newPermits();
    await ask('hanging', 500);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(countOf('hanging')).toBe(8);
    for (let index = 0; index < 16; index += 1) {
      await ask(`other-${index}`);
    }
    for (let index = 0; index < 16; index += 1) {
      expect(countOf(`other-${index}`)).toBe(1);
    }
  });

  it('two of them delay another by as long as a call takes to count as slow, whether or not anybody else comes', async () => {
    const { ask, countOf } = newPermits();
    await ask('one', 500);
    await ask('two', 500);
    await ask('three', 500);
    await ask('other');
    expect(countOf('other')).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(countOf('other')).toBe(1);
  });

  it('an organization alone has half of all, and gets a permit back for each that it returns', async () => {
    const { ask, given, countOf } = newPermits();
    await ask('busy', 100);
    for (let round = 0; round < 92; round += 1) {
      given[round]?.release();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(countOf('busy')).toBe(100);
  });

  it('a permit that is given back twice is given back once', async () => {
    const { ask, given, countOf } = newPermits();
    await ask('busy', 100);
    given[0]?.release();
    given[0]?.release();
    await vi.advanceTimersByTimeAsync(0);
    expect(countOf('busy')).toBe(9);
  });

  it('whoever has waited for too long goes without, and takes no permit later', async () => {
    const { permits, ask, given, countOf } = newPermits();
    await ask('busy', 8);
    const late = permits.acquire('busy', 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(late).resolves.toBeNull();
    for (const { release } of [...given]) {
      release();
    }
    await ask('busy', 8);
    expect(countOf('busy')).toBe(16);
  });

  it('nobody is given a permit beyond the ceiling, however slow the holders are', async () => {
    const { ask, given } = newPermits();
    for (let index = 0; index < 20; index += 1) {
      await ask(`organization-${index}`, 4);
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(given).toHaveLength(limits.ceiling);
  });
});
