import { randomUUID } from 'node:crypto';
import type { Timestamp } from 'firebase-admin/firestore';
import { isTransient } from '../../lib/firestore-errors.ts';
import type {
  Committed,
  HeldLease,
  IdentifiedOutcome,
  LeaseEvent,
  LeaseOutcome,
  RefreshBasis,
  RefreshLeaseRepository,
  RenewalCommitted,
} from '../../repositories/integrations/refresh-lease.repository.ts';
import type { Pacing } from './provider-call.ts';

const firstDelayMs = 50;
const longestDelayMs = 2_000;

/** `lost`: Firestore could not be reached in time. */
type Written<Result> = Result | 'lost';

export type OutcomeWriter = ReturnType<typeof createOutcomeWriter>;

/** Writes what came of a refresh, through an outage of Firestore if need be. */
export function createOutcomeWriter(
  refreshLeaseRepository: RefreshLeaseRepository,
  { clock, sleep, random }: Pacing,
  { commitTimeoutMs, within }: { commitTimeoutMs: number; within: <T>(call: Promise<T>) => Promise<T> },
) {
  /** Tries again and again until time is up: the provider may already have rotated the token. */
  async function persist<Result>(
    attempt: () => Promise<Result>,
    {
      timeoutMs = commitTimeoutMs,
      isFinal = () => true,
    }: { timeoutMs?: number; isFinal?: (result: Result) => boolean },
  ): Promise<Written<Result>> {
    const deadlineMs = clock() + timeoutMs;
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
      try {
        const result = await within(attempt());
        if (isFinal(result)) {
          return result;
        }
      } catch (error) {
        if (!isTransient(error)) {
          throw error;
        }
      }
      if (clock() + delayMs > deadlineMs) {
        return 'lost';
      }
      await sleep(delayMs * (0.5 + random() / 2));
    }
  }

  return {
    /**
     * Writes an outcome that brought no token.
     * @param options.patient whether it is worth the caller's waiting through an outage of Firestore.
     */
    commit(
      lease: HeldLease,
      change: LeaseOutcome,
      { patient, happened }: { patient: boolean; happened?: LeaseEvent },
    ): Promise<Written<Committed>> {
      const outcome = { outcomeId: randomUUID(), change, happened };
      return persist(() => refreshLeaseRepository.commit(lease, outcome), {
        timeoutMs: patient ? commitTimeoutMs : 0,
      });
    },

    /** Writes a new token; waits for another instance that is at work on the same credentials. */
    commitRenewal(
      basis: RefreshBasis & { version?: Timestamp },
      outcome: IdentifiedOutcome,
      options?: { proven: boolean },
    ): Promise<Written<RenewalCommitted>> {
      return persist(() => refreshLeaseRepository.commitRenewal(basis, outcome, options), {
        isFinal: (result) => result !== 'leased_by_another',
      });
    },

    /** Gives the lease back unused. Should that fail, it expires by itself. */
    async release(lease: HeldLease): Promise<void> {
      try {
        await within(refreshLeaseRepository.release(lease));
      } catch (error) {
        if (!isTransient(error)) {
          throw error;
        }
      }
    },
  };
}
