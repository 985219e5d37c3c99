import { randomUUID } from 'node:crypto';
import type { IntegrationProvider } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import { fromFirestore, isTransient } from '../../lib/firestore-errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { ProviderError } from '../../providers/provider-error.ts';
import type { IntegrationRepository, OAuthCredentials } from '../../repositories/integration.repository.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type {
  HeldLease,
  RefreshLeaseRepository,
} from '../../repositories/integrations/refresh-lease.repository.ts';
import { callerErrorOf } from './failure-writer.ts';
import { createFairPermits, type FairPermits } from './fair-permits.ts';
import { createOutcomeWriter } from './outcome-writer.ts';
import type { Pacing } from './provider-call.ts';
import type { ProviderGateway } from './provider-gateway.ts';
import { type Decision, decide, remainingValidityMs } from './refresh-policy.ts';
import { degradedOr, type RefreshAttempt, type RefreshResult, tokenOf } from './refresh-result.ts';
import type { RefreshTiming } from './refresh-timing.ts';
import { createRefreshTurn, incidentOf } from './refresh-turn.ts';
import type { LateRenewal } from './renewal.ts';

export interface RefreshProtocolDependencies extends Pacing {
  integrationRepository: IntegrationRepository;
  refreshLeaseRepository: RefreshLeaseRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  gateway: ProviderGateway;
  /** Whether other integrations live on the same grant at the provider. */
  isGrantShared: (stored: StoredIntegration) => Promise<boolean>;
  /** Keeps a renewal that Firestore does not take, to be stored when it does; it throws when it cannot. */
  handOver: (late: LateRenewal) => Promise<void>;
  logger: Logger;
  timing: RefreshTiming;
}

/** Calls that callers wait for, to one provider from one process; of one organization at most half of them. */
const onDemandLimits = { total: 64, share: 8, reserve: 32, slowAfterMs: 2_000, ceiling: 192 };

/** An attempt, and who makes it. */
type Demand = RefreshAttempt & { ownerId: string };

/** Refreshes one integration by the lease protocol of docs/adr/0002-lease.md. */
export function createRefreshProtocol(dependencies: RefreshProtocolDependencies) {
  const { integrationRepository, refreshLeaseRepository, providers, gateway, timing, clock, sleep, random } =
    dependencies;
  const within = <T>(call: Promise<T>) => withinDeadline(call, timing.firestoreTimeoutMs);
  const { commitTimeoutMs } = timing;
  const permits = new Map<IntegrationProvider, FairPermits>();
  const outcomes = createOutcomeWriter(refreshLeaseRepository, dependencies, { commitTimeoutMs, within });
  const turn = createRefreshTurn({ ...dependencies, outcomes });

  /** Of callers who wait for their tokens, apart from the sweep's. */
  function permitsOf(provider: IntegrationProvider): FairPermits {
    const known = permits.get(provider) ?? createFairPermits(onDemandLimits, clock);
    permits.set(provider, known);
    return known;
  }

  /** Null: look at the integration again, for it was someone else's turn, or ours has become too short. */
  async function leaseFor(
    organizationId: string,
    stored: StoredIntegration,
    holdsLease: boolean,
    { ownerId, place }: Demand,
  ): Promise<HeldLease | null> {
    const ttlMs = timing.leaseTtlMs;
    const lease = holdsLease
      ? refreshLeaseRepository.resume(organizationId, stored, ownerId)
      : await within(refreshLeaseRepository.acquire(organizationId, stored, { ownerId, ttlMs }));
    if (!lease) {
      return null;
    }
    try {
      if (place) {
        await withinDeadline(place.enter(), timing.placeTimeoutMs);
      }
    } catch (error) {
      await outcomes.release(lease);
      if (!place || !isTransient(error)) {
        throw error;
      }
      // The place was long in coming. Whoever needs the token sooner need not wait for it: the lease is taken anew there.
      await place.enter();
      return null;
    }
    const leftAtReadingMs = holdsLease
      ? (stored.refreshLease?.expiresAt.toMillis() ?? 0) - stored.readAtMs
      : timing.leaseTtlMs;
    // A lease runs from the reading that it was taken on. Under one that was long in coming, or waited long for its
    // place, the provider might be asked when it is over and another instance has taken over: two uses of one refresh token.
    if (leftAtReadingMs - (clock() - stored.askedAtMs) >= (timing.leaseTtlMs * 2) / 3) {
      return lease;
    }
    await outcomes.release(lease);
    return null;
  }

  /** What to say without asking the provider; null when it is to be asked. */
  function answerAtOnce(
    stored: StoredIntegration,
    credentials: OAuthCredentials,
    attempt: RefreshAttempt,
  ): RefreshResult | null {
    const nowMs = clock();
    if (!providers().has(stored.provider)) {
      return degradedOr(nowMs, stored, credentials, attempt, new AppError('provider_not_configured'));
    }
    if (credentials.refreshToken === null) {
      const living = remainingValidityMs(nowMs, stored) > 0;
      return living ? { token: tokenOf(stored, credentials, false), refreshed: false } : null;
    }
    const rejection = gateway.rejection(stored.provider, stored.organizationId);
    return rejection && degradedOr(nowMs, stored, credentials, attempt, errorOf(rejection));
  }

  async function takeTurn(
    organizationId: string,
    stored: StoredIntegration,
    credentials: OAuthCredentials,
    holdsLease: boolean,
    attempt: Demand,
  ): Promise<RefreshResult | null> {
    const answer = answerAtOnce(stored, credentials, attempt);
    if (answer) {
      return answer;
    }
    if (attempt.place) {
      return refreshUnderLease(organizationId, stored, credentials, holdsLease, attempt);
    }
    // Before the lease: nobody who holds one waits for a permit.
    const { provider } = stored;
    const release = await permitsOf(provider).acquire(organizationId, timing.placeTimeoutMs);
    if (!release) {
      return degradedOr(clock(), stored, credentials, attempt, tooManyAtOnce());
    }
    try {
      return await refreshUnderLease(organizationId, stored, credentials, holdsLease, attempt);
    } finally {
      release();
    }
  }

  async function refreshUnderLease(
    organizationId: string,
    stored: StoredIntegration,
    credentials: OAuthCredentials,
    holdsLease: boolean,
    attempt: Demand,
  ): Promise<RefreshResult | null> {
    const provider = providers().get(stored.provider);
    const lease = await leaseFor(organizationId, stored, holdsLease, attempt);
    if (!lease || !provider) {
      return null;
    }
    const { refreshToken } = credentials;
    if (refreshToken !== null) {
      return turn.run({ stored, lease, provider, credentials: { ...credentials, refreshToken }, attempt });
    }
    if (!(await turn.markWithoutRefreshToken(stored, lease))) {
      return null;
    }
    throw new AppError('reauthorization_required');
  }

  return {
    revive: turn.revive,

    /**
     * Brings an integration, as it was read, to a valid token.
     * @throws {AppError} as `getValidToken`.
     */
    async refresh(
      organizationId: string,
      first: StoredIntegration,
      attempt: RefreshAttempt = {},
    ): Promise<RefreshResult> {
      const demand = { ...attempt, sinceVersion: first.credentialVersion, ownerId: randomUUID() };
      const deadlineMs = clock() + timing.waitTimeoutMs;
      let stored = first;
      let leaseFailures = 0;
      for (let pauseMs = 40; ; pauseMs = Math.min(pauseMs * 1.5, 500)) {
        const decision = decide(clock(), stored, demand);
        if (decision.action === 'reject') {
          throw rejectionOf(decision, stored);
        }
        const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
        if (decision.action === 'use') {
          return { token: tokenOf(stored, credentials, decision.degraded), refreshed: false };
        }
        if (decision.action === 'refresh') {
          try {
            const result = await takeTurn(organizationId, stored, credentials, decision.holdsLease, demand);
            if (result) {
              return result;
            }
          } catch (error) {
            // The lease may have been taken although the answer was an error: the next reading tells.
            leaseFailures += 1;
            if (!isTransient(error)) {
              throw error;
            }
            if (leaseFailures > 1) {
              return degradedOr(clock(), stored, credentials, attempt, fromFirestore(error));
            }
          }
        } else if (attempt.background || clock() + pauseMs > deadlineMs) {
          const inProgress = new AppError('refresh_in_progress', { retryAfterMs: 1_000 });
          return degradedOr(clock(), stored, credentials, attempt, inProgress);
        } else {
          await sleep(pauseMs * (0.5 + random() / 2));
        }
        const again = await within(integrationRepository.findById(organizationId, stored.id));
        if (!again) {
          throw new AppError('integration_not_found');
        }
        stored = again;
      }
    },
  };
}

function errorOf(rejection: ProviderError): AppError {
  return rejection.failure === 'unavailable' ? callerErrorOf(rejection) : incidentOf(rejection);
}

/** The organization's own calls take so long that no more are made. */
function tooManyAtOnce(): AppError {
  return new AppError('provider_unavailable', { retryAfterMs: 5_000 });
}

/** What the connection's last error said is said again to those who come while it stands. */
function rejectionOf(
  { reason, retryAfterMs }: Extract<Decision, { action: 'reject' }>,
  { lastError }: StoredIntegration,
): AppError {
  const known = lastError?.code === reason ? lastError.message : undefined;
  return new AppError(reason, { retryAfterMs, ...(known !== undefined && { detail: known }) });
}
