import { isTransient } from '../lib/firestore-errors.ts';
import type {
  HeldLease,
  LeaseEvent,
  LeaseOutcome,
  RefreshLeaseRepository,
} from '../repositories/refresh-lease.repository.ts';
import type { Pacing } from './provider-call.ts';

const firstDelayMs = 50;
const longestDelayMs = 2_000;

/** `superseded`: the fence was broken, nothing was written. `lost`: Firestore could not be reached in time. */
export type Written = 'stored' | 'superseded' | 'lost';

/** Writes what came of a refresh, through an outage of Firestore if need be. */
export function createOutcomeWriter(
  refreshLeaseRepository: RefreshLeaseRepository,
  { clock, sleep, random }: Pacing,
  { commitTimeoutMs }: { commitTimeoutMs: number },
) {
  return {
    /** Commits under the fence, again and again until `commitTimeoutMs`: the provider may already have rotated the token. */
    async persist(lease: HeldLease, change: LeaseOutcome, happened?: LeaseEvent): Promise<Written> {
      const deadlineMs = clock() + commitTimeoutMs;
      for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
        try {
          return (await refreshLeaseRepository.commit(lease, change, happened)) ? 'stored' : 'superseded';
        } catch (error) {
          if (!isTransient(error)) throw error;
          if (clock() + delayMs > deadlineMs) return 'lost';
          await sleep(delayMs * (0.5 + random() / 2));
        }
      }
    },

    /** Gives the lease back unused. Should that fail, it expires by itself. */
    async release(lease: HeldLease): Promise<void> {
      try {
        await refreshLeaseRepository.commit(lease, {});
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
    },
  };
}
