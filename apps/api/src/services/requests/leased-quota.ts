import { LRUCache } from 'lru-cache';
import { isAppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { RateLimitRepository } from '../../repositories/platform/rate-limit.repository.ts';

/** A quota that instances share by leasing hits out of it. */
export interface Quota {
  /** What is limited, and for which caller or organization. */
  key: string;
  organizationId: string | null;
  limit: number;
  windowMs: number;
  /** Hits that this instance grants before it asks for the first time in a window. */
  localAllowance: number;
  /** Hits that are taken at once. */
  lease: number;
}

/** What came of one hit. */
export interface Hit {
  granted: boolean;
  /** Hits of the window that are gone, as far as this instance knows; above the limit when the hit was refused. */
  used: number;
  endsAtMs: number;
}

/** What this instance has of one window. */
interface Share {
  endsAtMs: number;
  /** Granted to this instance and not used. */
  left: number;
  /** Hits that were used here. */
  spent: number;
  /** Used by all instances, as it was told last. */
  usedByAll: number;
  /** Hits that were granted here without asking, and are not counted yet. */
  uncounted: number;
  /** There is no more to ask for. */
  final: boolean;
  leasing: Promise<void> | undefined;
}

const maxShares = 20_000;
/** The next lease is taken when less than this part of one is left. */
const leaseAhead = 0.25;

export type LeasedQuotas = ReturnType<typeof createLeasedQuotas>;

/**
 * Fixed windows that hold across instances without a write for each hit. An instance grants the first `localAllowance` hits by
 * itself, then takes `lease` hits at a time out of the window in Firestore, counting those it had granted before; the next
 * lease is taken while a quarter of the last is left, so that requests go on meanwhile. So a window never grants more than
 * its limit and `localAllowance` for each instance; and it may refuse while other instances hold hits that they do not use, a
 * lease and a quarter for each at most. While Firestore does not answer, an instance grants the limit by itself until the
 * window ends.
 */
export function createLeasedQuotas({
  rateLimitRepository,
  clock,
  logger,
  leaseTimeoutMs = 1_000,
}: {
  rateLimitRepository: RateLimitRepository;
  clock: Clock;
  logger: Logger;
  /** Longest time that a request waits to be counted, in milliseconds. Default: 1 000. */
  leaseTimeoutMs?: number | undefined;
}) {
  // A window that was evicted asks Firestore again.
  const shares = new LRUCache<string, Share>({ max: maxShares });

  function shareOf({ key, organizationId, localAllowance, windowMs }: Quota): Share {
    const id = JSON.stringify([organizationId, key]);
    const endsAtMs = (Math.floor(clock() / windowMs) + 1) * windowMs;
    const known = shares.get(id);
    if (known?.endsAtMs === endsAtMs) {
      return known;
    }
    const share: Share = {
      endsAtMs,
      left: localAllowance,
      spent: 0,
      usedByAll: 0,
      uncounted: localAllowance,
      final: false,
      leasing: undefined,
    };
    shares.set(id, share);
    return share;
  }

  async function lease(quota: Quota, share: Share): Promise<void> {
    const { key, organizationId, limit } = quota;
    const asked = quota.lease + share.uncounted;
    try {
      const window = { key, organizationId, limit, endsAtMs: share.endsAtMs };
      const { granted, used } = await withinDeadline(
        rateLimitRepository.takeHits(window, asked),
        leaseTimeoutMs,
      );
      share.left = Math.max(0, share.left + granted - share.uncounted);
      share.uncounted = 0;
      share.usedByAll = used;
      share.final = granted < asked;
    } catch (error) {
      if (!isTransient(error) && !isAppError(error, 'store_unavailable')) {
        throw error;
      }
      // Leased ahead of need, so no request waits for it. An instance that was suspended in between has missed the answer.
      if (share.left > 0) {
        return;
      }
      share.left = Math.max(0, limit - share.spent);
      share.final = true;
      logger.warn('A rate limit holds for this instance only', { organizationId, limit });
    }
  }

  /** One lease at a time; requests that need one wait for the running call. */
  function leaseOnce(quota: Quota, share: Share): Promise<void> {
    share.leasing ??= lease(quota, share).finally(() => {
      share.leasing = undefined;
    });
    return share.leasing;
  }

  return {
    /** Counts one request. */
    async hit(quota: Quota): Promise<Hit> {
      const share = shareOf(quota);
      while (share.left === 0 && !share.final) {
        await leaseOnce(quota, share);
      }
      const { endsAtMs } = share;
      if (share.left === 0) {
        return { granted: false, used: quota.limit + 1, endsAtMs };
      }
      share.left -= 1;
      share.spent += 1;
      const isRunningOut = share.left > 0 && share.left < quota.lease * leaseAhead;
      // If it fails, the request that needs a lease asks again and gets the error. Hits of the local allowance go on.
      if (isRunningOut && share.uncounted === 0 && !share.final) {
        leaseOnce(quota, share).catch(() => undefined);
      }
      return {
        granted: true,
        used: Math.min(quota.limit, Math.max(share.spent, share.usedByAll - share.left)),
        endsAtMs,
      };
    },
  };
}
