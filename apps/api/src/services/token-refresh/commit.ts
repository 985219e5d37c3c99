import { randomUUID } from 'node:crypto';
import type {
  ConnectionParty,
  EncryptedCredentials,
  RefreshOutcome,
  RefreshTrigger,
} from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { createBackoff, type Timers } from '../../lib/backoff.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { isTransient } from '../../lib/firestore-errors.ts';
import { isoTimestampOfMs } from '../../lib/iso-timestamp.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import type {
  CommitResult,
  RefreshAuditEvent,
  RefreshChange,
  RefreshCommit,
  RenewalCommitResult,
  WriteOptions,
} from '../../repositories/integrations/refresh-commits.ts';
import type { RefreshLeaseRepository } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { FencingToken, Lease } from '../../repositories/integrations/refresh-lease.ts';
import { type GrantExpiry, nextWarningAtMs, toStoredExpiry } from './grant-expiry.ts';
import type { RefreshTiming } from './refresh-timing.ts';
import { jitterFraction, nextRefreshDueAtMs } from './schedule.ts';

/** Credentials that a provider has issued, ready to be stored. Plain data, so that they can be put on a queue. */
export interface RenewedCredentials {
  /** Idempotency id: the same for every attempt to store them. */
  commitId: string;
  /** Encrypted for this record alone. */
  credentials: EncryptedCredentials;
  issuedAtMs: number;
  expiresAtMs: number;
  grantExpiry: GrantExpiry;
  /** When the refresh that brought them had been due; null when the sweep had nothing to do there. */
  wasDueAtMs: number | null;
  /** How often the integration was refreshed, this time included. */
  refreshCount: number;
  scopes: string[];
  missingScopes: string[];
  /** How long the provider's answer took. */
  durationMs: number;
  trigger: RefreshTrigger;
  /** Who wanted it, unless it was the sweep. */
  usedBy?: ConnectionParty | null | undefined;
  auditEvent?: AuditRecord | undefined;
}

/** `lost`: Firestore could not be reached in time. */
type Persisted<Result> = Result | 'lost';

export type Commits = ReturnType<typeof createCommits>;

/** The commit that stores renewed credentials. */
export function toCommit(renewed: RenewedCredentials, { credentialVersion }: FencingToken): RefreshCommit {
  const { commitId, issuedAtMs, expiresAtMs, wasDueAtMs, durationMs, trigger, grantExpiry } = renewed;
  const issuedAt = Timestamp.fromMillis(issuedAtMs);
  const dueAtMs = Math.min(
    nextRefreshDueAtMs(issuedAtMs, expiresAtMs, jitterFraction(commitId), wasDueAtMs),
    nextWarningAtMs(grantExpiry, issuedAtMs) ?? Number.POSITIVE_INFINITY,
  );
  return {
    commitId,
    auditEvent: renewed.auditEvent,
    outcome: {
      at: isoTimestampOfMs(issuedAtMs),
      outcome: 'refreshed',
      code: null,
      reason: null,
      durationMs,
      trigger,
    },
    change: {
      status: 'connected',
      credentials: renewed.credentials,
      credentialVersion: credentialVersion + 1,
      expiresAt: Timestamp.fromMillis(expiresAtMs),
      grantExpiry: toStoredExpiry(grantExpiry),
      refreshDueAt: Timestamp.fromMillis(dueAtMs),
      refreshCount: renewed.refreshCount,
      lastRefreshedAt: issuedAt,
      consecutiveFailures: 0,
      lastError: null,
      retryNotBefore: null,
      scopes: renewed.scopes,
      missingScopes: renewed.missingScopes,
      ...(trigger === 'sweep' ? {} : { lastUsedAt: issuedAt, lastUsedBy: renewed.usedBy ?? null }),
    },
  };
}

/** Commits the result of a refresh, through an outage of Firestore if need be. */
export function createCommits(
  refreshLeaseRepository: RefreshLeaseRepository,
  timers: Timers,
  timing: Pick<RefreshTiming, 'commitTimeoutMs' | 'deferAfterMs' | 'firestoreTimeoutMs'>,
) {
  const { commitTimeoutMs, firestoreTimeoutMs } = timing;
  const deferAfterMs = Math.min(timing.deferAfterMs, commitTimeoutMs);
  // A first call that hangs must not keep them from the queue.
  const firstCallTimeoutMs = Math.min(timing.deferAfterMs, firestoreTimeoutMs);

  /** Retries until the time is up: the provider may already have rotated the token. */
  async function persist<Result>(
    attempt: () => Promise<Result>,
    isFinal: (result: Result) => boolean = () => true,
    timeoutMs = commitTimeoutMs,
    callTimeoutMs = firestoreTimeoutMs,
  ): Promise<Persisted<Result>> {
    const policy = { initialDelayMs: 50, maxDelayMs: 2_000, jitter: 0.5, budgetMs: timeoutMs };
    const backoff = createBackoff(policy, timers);
    do {
      try {
        const result = await withinDeadline(attempt(), callTimeoutMs);
        if (isFinal(result)) {
          return result;
        }
      } catch (error) {
        if (!isTransient(error)) {
          throw error;
        }
      }
    } while (await backoff.pause());
    return 'lost';
  }

  return {
    /**
     * Commits a failure.
     * @param options.patient whether the caller should wait through an outage of Firestore for it.
     * @param options.gathered whether it may be written in one call with others, when it is tried first.
     */
    commitFailure(
      lease: Lease,
      change: RefreshChange,
      outcome: RefreshOutcome,
      {
        patient,
        gathered,
        auditEvent,
      }: { patient: boolean; gathered: boolean; auditEvent?: RefreshAuditEvent },
    ): Promise<Persisted<CommitResult>> {
      const commit = { commitId: randomUUID(), change, outcome, auditEvent };
      const options = firstOnly({ gathered });
      const attempt = () => refreshLeaseRepository.commit(lease, commit, options());
      return persist(attempt, undefined, patient ? commitTimeoutMs : 0);
    },

    /**
     * Commits renewed credentials. Waits for another instance that is refreshing the same credentials. When Firestore does
     * not take them in a few seconds, they are offered to the queue, and when that refuses too, both are tried once more.
     * @param options.gathered whether they may be written in one call with others, when they are tried first.
     * @param options.defer puts them on a queue, to be committed when Firestore can be reached; throws when it cannot.
     */
    async commitRenewal(
      fence: FencingToken & Partial<Lease>,
      renewed: RenewedCredentials,
      {
        confirmedAlive,
        gathered,
        defer,
      }: { confirmedAlive: boolean; gathered: boolean; defer: () => Promise<void> },
    ): Promise<Persisted<RenewalCommitResult> | 'deferred'> {
      const commit = toCommit(renewed, fence);
      const options = firstOnly({ gathered });
      const rounds = [
        { timeoutMs: deferAfterMs, callTimeoutMs: firstCallTimeoutMs },
        { timeoutMs: commitTimeoutMs - deferAfterMs, callTimeoutMs: firestoreTimeoutMs },
      ];
      for (const { timeoutMs, callTimeoutMs } of rounds) {
        const result = await persist(
          () => refreshLeaseRepository.commitRenewal(fence, commit, { confirmedAlive, ...options() }),
          (found) => found !== 'leased_by_another',
          timeoutMs,
          callTimeoutMs,
        );
        if (result !== 'lost') {
          return result;
        }
        try {
          await defer();
          return 'deferred';
        } catch {
          // The caller of this says so in the end.
        }
      }
      return 'lost';
    },

    /** Releases the lease unused. If that fails, it expires by itself. */
    async release(lease: Lease): Promise<void> {
      try {
        await withinDeadline(refreshLeaseRepository.release(lease), firestoreTimeoutMs);
      } catch (error) {
        if (!isTransient(error)) {
          throw error;
        }
      }
    },
  };
}

/** The options once, and nothing from then on: what was sent with others and failed is repeated alone. */
function firstOnly(options: WriteOptions): () => WriteOptions {
  let next = options;
  return () => {
    const current = next;
    next = {};
    return current;
  };
}
