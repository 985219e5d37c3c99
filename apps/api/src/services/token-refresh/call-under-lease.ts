import type { ConnectionParty } from '@klayim/shared/types';
import type { Clock } from '../../lib/clock.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import type { Permit } from '../../lib/fair-semaphore.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { AuditRecord } from '../../repositories/audit/audit-event.document.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type {
  AcquiredLease,
  RefreshLeaseRepository,
} from '../../repositories/integrations/refresh-lease.repository.ts';
import { type Lease, leaseLeftMs } from '../../repositories/integrations/refresh-lease.ts';
import type { Commits } from './commit.ts';
import type { Answer } from './commit-grant.ts';
import type { Decision, RefreshRequest } from './decide.ts';
import type { KeptLease } from './lease-keeper.ts';
import type { ProviderCalls } from './provider-calls.ts';
import type { RefreshTiming } from './refresh-timing.ts';

export interface CallUnderLeaseDependencies {
  refreshLeaseRepository: Pick<RefreshLeaseRepository, 'acquire' | 'resume'>;
  providerCalls: Pick<ProviderCalls, 'refresh'>;
  commits: Pick<Commits, 'release'>;
  /** Renews a lease while the answer is awaited. */
  keepLease: (lease: Lease, callersLeaveAtMs: number | null) => KeptLease;
  clock: Clock;
  timing: Pick<RefreshTiming, 'leaseTtlMs' | 'permitTimeoutMs' | 'firestoreTimeoutMs'>;
}

/** One attempt to refresh an integration as it was read. */
export interface RefreshAttempt {
  stored: StoredIntegration;
  credentials: OAuthCredentials;
  decision: Extract<Decision, { action: 'refresh' | 'mark_not_refreshable' }>;
  request: RefreshRequest & { ownerId: string };
  /** To call the provider. */
  permit: Permit;
  /** When waiting callers are asked to retry, by the instance's clock; null when the refresh itself is awaited. */
  callersLeaveAtMs: number | null;
  /** The provider has given new credentials; they are about to be stored. */
  onAnswer: () => void;
  /** Who wants it, unless it is the sweep. */
  usedBy?: ConnectionParty | null | undefined;
  /** Stored with the renewed credentials, when a person or program asked for the refresh. */
  auditEvent?: AuditRecord | undefined;
}

/** What came of calling the provider. */
export type Called =
  | { kind: 'answered'; lease: Lease; answer: Answer }
  | { kind: 'failed'; lease: Lease; error: ProviderError; durationMs: number }
  | { kind: 'no_permit' }
  | { kind: 'retry' };

/** Calls a provider with a refresh token: one call at a time of all instances, by the lease, and not too many of this one. */
export function createCallUnderLease(dependencies: CallUnderLeaseDependencies) {
  const { refreshLeaseRepository, providerCalls, commits, keepLease, timing, clock } = dependencies;

  async function acquireLease({ stored, decision, request }: RefreshAttempt): Promise<AcquiredLease> {
    const { ownerId } = request;
    if (decision.holdsLease) {
      return {
        kind: 'acquired',
        lease: refreshLeaseRepository.resume(stored.organizationId, stored, ownerId),
      };
    }
    const options = { ownerId, ttlMs: timing.leaseTtlMs, gathered: request.background === true };
    const acquiring = refreshLeaseRepository.acquire(stored.organizationId, stored, options);
    return withinDeadline(acquiring, timing.firestoreTimeoutMs);
  }

  /** Runs under the lease, and releases it when the provider was not called. */
  async function underLease(
    attempt: RefreshAttempt,
    run: (lease: Lease) => Promise<Called>,
  ): Promise<Called> {
    const acquired = await acquireLease(attempt);
    if (acquired.kind === 'superseded') {
      return { kind: 'retry' };
    }
    const { lease } = acquired;
    let called: Called | undefined;
    try {
      called = await run(lease);
      return called;
    } finally {
      if (called?.kind !== 'answered' && called?.kind !== 'failed') {
        await commits.release(lease);
      }
    }
  }

  /** Runs with a permit, and releases it as soon as the provider has answered: storing the answer needs none. */
  async function withPermit({ permit }: RefreshAttempt, run: () => Promise<Called>): Promise<Called> {
    if (!(await permit.acquire(timing.permitTimeoutMs))) {
      return { kind: 'no_permit' };
    }
    try {
      return await run();
    } finally {
      permit.release();
    }
  }

  /**
   * A lease runs from the reading that it was acquired on. When more than a third of it has passed, its first renewal could
   * come after another instance has taken over: two uses of one refresh token.
   */
  function isLeaseLongEnough(lease: Lease): boolean {
    return leaseLeftMs(lease, clock()) >= (timing.leaseTtlMs * 2) / 3;
  }

  /**
   * Callers wait for their permit before they acquire the lease, so that nobody holds a lease while it waits. The sweep
   * leases ahead instead, so that no permit is idle while Firestore writes a lease.
   */
  function callUnderLease(
    attempt: RefreshAttempt,
    provider: OAuthProvider,
    usedRefreshToken: string,
    isProbe: boolean,
  ): Promise<Called> {
    async function call(lease: Lease): Promise<Called> {
      if (!isLeaseLongEnough(lease)) {
        return { kind: 'retry' };
      }
      const startedAtMs = clock();
      const kept = keepLease(lease, attempt.callersLeaveAtMs);
      const mayRetry = () => !isProbe && kept.isSure();
      try {
        const grant = await providerCalls.refresh(attempt.stored, provider, usedRefreshToken, { mayRetry });
        attempt.onAnswer();
        const answer = { usedRefreshToken, grant, startedAtMs };
        return { kind: 'answered', lease: kept.current(), answer };
      } catch (error) {
        if (error instanceof ProviderError) {
          return { kind: 'failed', lease: kept.current(), error, durationMs: clock() - startedAtMs };
        }
        throw error;
      } finally {
        kept.stop();
      }
    }
    return attempt.request.background
      ? underLease(attempt, (lease) => withPermit(attempt, () => call(lease)))
      : withPermit(attempt, () => underLease(attempt, call));
  }

  return { acquireLease, callUnderLease };
}
