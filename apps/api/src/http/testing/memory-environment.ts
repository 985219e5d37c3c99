import { Timestamp } from 'firebase-admin/firestore';
import type { Logger } from '../../lib/logger.ts';
import type {
  IdempotencyKeyRepository,
  IdempotencyRecord,
  VersionedRecord,
} from '../../repositories/idempotency-key.repository.ts';
import type { RateLimitRepository } from '../../repositories/rate-limit.repository.ts';
import { createIdempotencyService, type IdempotencyService } from '../../services/idempotency.service.ts';
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
    idempotency: memoryIdempotency(logger),
  };
}

/** Idempotency keys that are kept in memory. */
export function memoryIdempotency(logger: Logger): IdempotencyService {
  return createIdempotencyService({ repository: memoryIdempotencyKeys(), clock: Date.now, logger });
}

/** Records of idempotency keys in memory, for as many instances as one likes. */
export function memoryIdempotencyKeys(): IdempotencyKeyRepository {
  const records = new Map<string, VersionedRecord>();
  let writes = 0;
  const write = (id: string, record: IdempotencyRecord) => {
    writes += 1;
    const version = Timestamp.fromMillis(writes);
    records.set(id, { record, version });
    return version;
  };
  const isCurrent = (id: string, version: Timestamp) => records.get(id)?.version.isEqual(version) === true;
  return {
    create: async (id, record) => (records.has(id) ? null : write(id, record)),
    find: async (id) => records.get(id) ?? null,
    replace: async (id, version, record) => (isCurrent(id, version) ? write(id, record) : null),
    remove: async (id, version) => {
      if (isCurrent(id, version)) records.delete(id);
    },
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
