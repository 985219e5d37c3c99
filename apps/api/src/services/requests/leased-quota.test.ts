import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { AppError } from '../../errors/app-error.ts';
import { rateLimitClasses } from '../../http/rate-limit-classes.ts';
import { minuteMs } from '../../lib/duration.ts';
import type { RateLimitRepository } from '../../repositories/platform/rate-limit.repository.ts';
import { createLeasedQuotas, type Quota } from './leased-quota.ts';

const quota: Quota = {
  key: 'token/caller/user/ada',
  organizationId: 'northwind',
  limit: 100,
  windowMs: minuteMs,
  localAllowance: 0,
  lease: 10,
};

/** How many of so many hits are granted, the instances taking turns. */
async function countGranted(
  all: readonly ReturnType<typeof createLeasedQuotas>[],
  hits: number,
  of: Quota = quota,
): Promise<number> {
  const outcomes = await Promise.all(
    Array.from({ length: hits }, (_, index) => all[index % all.length]?.hit(of)),
  );
  return outcomes.filter((hit) => hit?.granted).length;
}

describe('a leased quota', () => {
  const { firestore } = useTestFirestore();
  const windows = testRepositories({ firestore }).rateLimitRepository;
  let begun = 0;

  /**
   * Instances that share their windows, which nobody else has, with a clock of their own that stands still until it is
   * moved.
   */
  function instances(count: number, repository: RateLimitRepository = windows) {
    const { logger, lines } = recordingLogger();
    begun += 1;
    const time = { nowMs: (1_000 + 10 * begun) * minuteMs };
    let calls = 0;
    const counted: RateLimitRepository = {
      takeHits: (...call) => {
        calls++;
        return repository.takeHits(...call);
      },
    };
    // A busy machine must not look like a Firestore that is out.
    const options = { rateLimitRepository: counted, clock: () => time.nowMs, logger, leaseTimeoutMs: 20_000 };
    const all = Array.from({ length: count }, () => createLeasedQuotas(options));
    return { all, time, lines, calls: () => calls };
  }

  it('grants what the limit says and no more, whatever number of instances there is', async () => {
    for (const count of [1, 2, 7]) {
      const { all } = instances(count);
      expect(await countGranted(all, 500)).toBe(100);
      expect(await countGranted(all, 50)).toBe(0);
    }
  });

  it('asks once for each lease, and not again when there is no more', async () => {
    const { all, calls } = instances(1);
    await countGranted(all, 1_000);
    // Ten leases of ten, and one that is refused.
    expect(calls()).toBe(11);
    await countGranted(all, 1_000);
    expect(calls()).toBe(11);
  });

  it('makes nobody wait for the second and later leases', async () => {
    const released: (() => void)[] = [];
    const slow: RateLimitRepository = {
      async takeHits(...call) {
        await new Promise<void>((release) => released.push(release));
        return windows.takeHits(...call);
      },
    };
    const { all } = instances(1, slow);
    const first = countGranted(all, 8);
    released.shift()?.();
    expect(await first).toBe(8);
    // Two of ten are left, and the next lease is on its way: both are granted at once, the third waits for it.
    expect(await countGranted(all, 2)).toBe(2);
    expect(released).toHaveLength(1);
    const third = countGranted(all, 1);
    released.shift()?.();
    expect(await third).toBe(1);
  });

  it('asks again when a lease ahead failed, and says then what it met', async () => {
    let calls = 0;
    const flaky: RateLimitRepository = {
      takeHits(...call) {
        calls += 1;
        return calls === 2 ? Promise.reject(new Error('a fault')) : windows.takeHits(...call);
      },
    };
    const { all } = instances(1, flaky);
    expect(await countGranted(all, 9)).toBe(9);
    await new Promise(setImmediate);
    expect(calls).toBe(2);
    expect(await countGranted(all, 20)).toBe(20);
  });

  it('does not treat an unanswered lease ahead as an outage', async () => {
    let calls = 0;
    const flaky: RateLimitRepository = {
      takeHits(...call) {
        calls += 1;
        const unanswered = Object.assign(new Error('no answer'), { code: 4 });
        return calls === 2 ? Promise.reject(unanswered) : windows.takeHits(...call);
      },
    };
    const { all, lines } = instances(2, flaky);
    expect(await countGranted(all.slice(0, 1), 9)).toBe(9);
    await new Promise(setImmediate);
    expect(calls).toBe(2);
    // The limit goes on to hold for both together.
    expect(9 + (await countGranted(all, 500))).toBe(100);
    expect(lines).toEqual([]);
  });

  it('costs rare callers nothing, and counts their requests once it asks', async () => {
    const rarely = { ...quota, localAllowance: 5 };
    const { all, calls } = instances(4);
    expect(await countGranted(all, 20, rarely)).toBe(20);
    expect(calls()).toBe(0);
    const sum = 20 + (await countGranted(all, 500, rarely));
    // Above the limit by `localAllowance` for each instance at most.
    expect(sum).toBeGreaterThanOrEqual(100);
    expect(sum).toBeLessThanOrEqual(100 + 4 * rarely.localAllowance);
  });

  it('costs the token route one read and write for each of its leases, not for each token', async () => {
    const { limit = 0, localAllowance = 0, lease = 1 } = rateLimitClasses.token?.caller ?? {};
    const { all, calls } = instances(1);
    await countGranted(all, limit, { ...quota, limit, localAllowance, lease });
    expect(calls()).toBe(20);
  });

  it('starts over with the next window', async () => {
    const { all, time } = instances(2);
    expect(await countGranted(all, 300)).toBe(100);
    time.nowMs += minuteMs;
    expect(await countGranted(all, 300)).toBe(100);
  });

  it('keeps callers and organizations apart', async () => {
    const { all } = instances(2);
    expect(await countGranted(all, 300)).toBe(100);
    expect(await countGranted(all, 300, { ...quota, key: 'token/caller/user/bob' })).toBe(100);
    expect(await countGranted(all, 300, { ...quota, organizationId: 'other' })).toBe(100);
  });

  it('says how much is used and when the window ends', async () => {
    const { all, time } = instances(1);
    const [instance] = all;
    const used = [];
    for (let hit = 0; hit < 102; hit++) {
      used.push((await instance?.hit(quota))?.used);
    }
    expect(used.slice(0, 3)).toEqual([1, 2, 3]);
    expect(used.slice(-3)).toEqual([100, 101, 101]);
    expect((await instance?.hit(quota))?.endsAtMs).toBe(time.nowMs + minuteMs);
  });

  it('holds for each instance by itself while Firestore does not answer, and says so once', async () => {
    const failing: RateLimitRepository = {
      takeHits: () => Promise.reject(Object.assign(new Error('down'), { code: 14 })),
    };
    const { all, lines, calls } = instances(2, failing);
    expect(await countGranted(all, 500)).toBe(200);
    expect(calls()).toBe(2);
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });

  it('does not hide other failures than an outage', async () => {
    const { all } = instances(1, { takeHits: () => Promise.reject(new AppError('internal_error')) });
    await expect(countGranted(all, 1)).rejects.toThrow('internal_error');
  });
});

describe('windows in Firestore', () => {
  const { firestore, secondClient } = useTestFirestore();

  it('are shared by instances with clients of their own', async () => {
    const clients = [firestore, secondClient].map(
      (client) => testRepositories({ firestore: client }).rateLimitRepository,
    );
    const time = 2_000 * minuteMs;
    const { logger } = recordingLogger();
    // A busy machine must not look like a Firestore that is out.
    const leaseTimeoutMs = 20_000;
    const all = clients.map((rateLimitRepository) =>
      createLeasedQuotas({ rateLimitRepository, clock: () => time, logger, leaseTimeoutMs }),
    );
    // More than the limit for each of them, so that neither keeps hits that it does not use.
    expect(await countGranted(all, 400)).toBe(100);
    const { docs } = await firestore().collection('rateLimits').get();
    expect(docs.map((document) => document.data())).toEqual([
      { organizationId: 'northwind', used: 100, expiresAt: expect.anything() },
    ]);
    expect(JSON.stringify(docs.map(({ id }) => id))).not.toContain('ada');
  });

  it('are not written when there is nothing to grant', async () => {
    const repository = testRepositories({ firestore }).rateLimitRepository;
    const window = { key: 'k', organizationId: null, limit: 3, endsAtMs: 1 };
    expect(await repository.takeHits(window, 5)).toEqual({ granted: 3, used: 3 });
    expect(await repository.takeHits(window, 5)).toEqual({ granted: 0, used: 3 });
  });
});
