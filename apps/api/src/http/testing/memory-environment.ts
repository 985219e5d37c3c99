import type { Logger } from '../../lib/logger.ts';
import type { RateLimitRepository } from '../../repositories/rate-limit.repository.ts';
import { createLeasedQuotas, type LeasedQuotas } from '../../services/leased-quota.ts';
import { createRateLimiter } from '../rate-limit.ts';
import type { RouteEnvironment } from '../run-route.ts';
import { memoryIdentity } from './memory-identity.ts';

/** What serving routes needs, in memory. */
export function memoryEnvironment(logger: Logger): RouteEnvironment {
  return {
    identity: memoryIdentity(),
    logger,
    rateLimiter: createRateLimiter(memoryQuotas(logger)),
  };
}

/** Quotas of one instance that shares its windows with nobody. */
export function memoryQuotas(logger: Logger, clock: () => number = Date.now): LeasedQuotas {
  return createLeasedQuotas({ repository: memoryRateLimits(), clock, logger });
}

/** Shared windows in memory, for as many instances as one likes. */
export function memoryRateLimits(): RateLimitRepository {
  const usedByWindow = new Map<string, number>();
  return {
    async takeHits(window, hits) {
      const id = JSON.stringify(window);
      const before = usedByWindow.get(id) ?? 0;
      const granted = Math.min(hits, window.limit - before);
      usedByWindow.set(id, before + granted);
      return { granted, used: before + granted };
    },
  };
}
