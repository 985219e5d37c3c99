import type { Clock } from '../../lib/clock.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import type { Logger } from '../../lib/logger.ts';
import type { RunAfter } from '../../lib/run-after.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import { type Lease, leaseLeftMs } from '../../repositories/integrations/refresh-lease.ts';
import type { RefreshTiming } from './refresh-timing.ts';

/** The last renewal before the callers leave is sent this long before, in milliseconds. */
const partingLeadMs = 500;

export interface LeaseKeeperDependencies {
  refreshLeaseRepository: Pick<RefreshLeaseRepository, 'renew'>;
  timing: Pick<RefreshTiming, 'leaseTtlMs' | 'providerBudgetMs' | 'exchangeTimeoutMs'>;
  runAfter: RunAfter;
  clock: Clock;
  logger: Logger;
}

/** A lease that is renewed while the provider's answer is awaited. */
export interface KeptLease {
  /** The lease as it was last known to be stored. */
  current: () => Lease;
  /** Whether a further request may be sent under it: half of the lease is left, and nobody has taken over. */
  isSure: () => boolean;
  /** The answer has come. */
  stop: () => void;
}

/**
 * Keeps a short lease alive for as long as an exchange takes, so that a crash costs others a few seconds, and a slow answer
 * is not lost to an instance that takes over meanwhile. Nothing is written when the answer comes within a third of the lease.
 *
 * An instance may be given no processor time once its callers have been answered. So the last renewal before they leave
 * holds until the exchange must have ended. The sweep's instances work for as long as it takes, and renew all along.
 *
 * A lease that is lost stops the renewals and not the exchange: its answer may hold the only token that is left.
 */
export function createLeaseKeeper(dependencies: LeaseKeeperDependencies) {
  const { refreshLeaseRepository, timing, runAfter, clock, logger } = dependencies;
  const { leaseTtlMs } = timing;
  const intervalMs = leaseTtlMs / 3;
  const maxExchangeMs = timing.providerBudgetMs + timing.exchangeTimeoutMs;

  /**
   * @param callersLeaveAtMs when the callers who wait are told to come back, by the instance's clock; null when nobody
   * waits and the instance goes on.
   */
  return function keepLease(acquired: Lease, callersLeaveAtMs: number | null): KeptLease {
    const endsAtMs = clock() + maxExchangeMs + intervalMs;
    const fields = { organizationId: acquired.organizationId, integrationId: acquired.integrationId };
    let lease = acquired;
    let isLost = false;
    let isStopped = false;
    let cancel = planRenewal(intervalMs);

    function planRenewal(inMs: number): () => void {
      const leftMs = (callersLeaveAtMs ?? Number.POSITIVE_INFINITY) - partingLeadMs - clock();
      return runAfter(leftMs > 0 ? Math.min(inMs, leftMs) : inMs, () => void renew());
    }

    async function renew(): Promise<void> {
      const isLast = callersLeaveAtMs !== null && clock() + intervalMs >= callersLeaveAtMs;
      const ttlMs = isLast ? Math.max(leaseTtlMs, endsAtMs - clock()) : leaseTtlMs;
      let nextInMs = intervalMs;
      try {
        const renewed = await withinDeadline(refreshLeaseRepository.renew(lease, ttlMs), intervalMs);
        if (renewed === null) {
          isLost = true;
          if (!isStopped) {
            logger.warn('The lease of a refresh was lost while its answer was awaited', fields);
          }
          return;
        }
        lease = renewed;
        if (isLast) {
          return;
        }
      } catch (error) {
        // It may have been stored nevertheless. Until it is known to be, the lease counts as it was.
        logger.warn('The lease of a refresh could not be renewed yet', { ...fields, error: String(error) });
        nextInMs = intervalMs / 4;
      }
      if (!isStopped) {
        cancel = planRenewal(nextInMs);
      }
    }

    return {
      current: () => lease,
      isSure: () => !isLost && leaseLeftMs(lease, clock()) >= leaseTtlMs / 2,
      stop() {
        isStopped = true;
        cancel();
      },
    };
  };
}
