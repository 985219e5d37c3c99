import { describe, expect, it } from 'vitest';
import { type BackoffPolicy, createBackoff } from './backoff.ts';

/** Pauses until the back-off gives up, and what each pause was. */
async function recordPauses(policy: BackoffPolicy, random: number, minPauseMs?: number): Promise<number[]> {
  let nowMs = 1_000;
  const pauses: number[] = [];
  const backoff = createBackoff(policy, {
    clock: () => nowMs,
    random: () => random,
    async sleep(ms) {
      pauses.push(ms);
      nowMs += ms;
    },
  });
  while (pauses.length < 20 && (await backoff.pause(minPauseMs))) {
    // Each attempt fails at once.
  }
  return pauses;
}

describe('the pauses between repeated attempts', () => {
  const policy = { initialDelayMs: 100, jitter: 0.5, maxAttempts: 5 };

  it('double up to a limit', async () => {
    await expect(recordPauses({ ...policy, maxDelayMs: 300 }, 1)).resolves.toEqual([100, 200, 300, 300]);
  });

  it('grow by the factor of the policy', async () => {
    await expect(recordPauses({ ...policy, factor: 1.5 }, 1)).resolves.toEqual([100, 150, 225, 337.5]);
  });

  it('are random by the share that the policy sets', async () => {
    await expect(recordPauses(policy, 0)).resolves.toEqual([50, 100, 200, 400]);
    await expect(recordPauses({ ...policy, jitter: 1 }, 0)).resolves.toEqual([0, 0, 0, 0]);
  });

  it('are no shorter than a Retry-After', async () => {
    await expect(recordPauses(policy, 1, 250)).resolves.toEqual([250, 250, 400, 800]);
  });

  it('end when the next attempt would start after the budget', async () => {
    await expect(recordPauses({ ...policy, budgetMs: 299 }, 1)).resolves.toEqual([100]);
    await expect(recordPauses({ ...policy, budgetMs: 300 }, 1)).resolves.toEqual([100, 200]);
    await expect(recordPauses({ ...policy, budgetMs: 0 }, 1)).resolves.toEqual([]);
  });
});
