import { randomUUID } from 'node:crypto';
import type { IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../errors/app-error.ts';
import { fromFirestore, isTransient } from '../lib/firestore-errors.ts';
import type { Logger } from '../lib/logger.ts';
import type { OAuthProvider, TokenGrant } from '../providers/oauth-provider.ts';
import { ProviderError } from '../providers/provider-error.ts';
import type { StoredIntegration } from '../repositories/integration.document.ts';
import type { IntegrationRepository, OAuthCredentials } from '../repositories/integration.repository.ts';
import type {
  HeldLease,
  LeaseEvent,
  LeaseOutcome,
  RefreshLeaseRepository,
} from '../repositories/refresh-lease.repository.ts';
import { createOperatorAlarm } from './operator-alarm.ts';
import { createOutcomeWriter } from './outcome-writer.ts';
import { callProvider, type Pacing } from './provider-call.ts';
import { afterOutage, decide, refreshDueAtMs, remainingValidityMs } from './refresh-policy.ts';
import type { ValidToken, ValidTokenOptions } from './service-types.ts';

/** Times of the protocol, in milliseconds. The lease must outlast the provider calls that are made under it. */
export interface RefreshTiming {
  /** Default 30 s: the provider budget, one provider timeout and a margin. */
  leaseTtlMs: number;
  /**
   * No provider call starts later than this after the first. Default 10 s: with a timeout of 10 s they end by 20 s, two
   * thirds of the lease. The first third is what taking the lease may cost.
   */
  providerBudgetMs: number;
  /** How long who does not hold the lease waits for who does. Default 35 s: longer than a lease. */
  waitTimeoutMs: number;
  /** How long a commit is retried through an outage of Firestore. Default 40 s, within an invocation's minute. */
  commitTimeoutMs: number;
}

const defaultTiming: RefreshTiming = {
  leaseTtlMs: 30_000,
  providerBudgetMs: 10_000,
  waitTimeoutMs: 35_000,
  commitTimeoutMs: 40_000,
};

export interface RefreshProtocolDependencies extends Pacing {
  integrationRepository: IntegrationRepository;
  refreshLeaseRepository: RefreshLeaseRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  /** Whether other integrations live on the same grant at the provider. */
  isGrantShared: (stored: StoredIntegration) => Promise<boolean>;
  logger: Logger;
  timing?: Partial<RefreshTiming>;
}

/** A token, and whether this attempt is what renewed it. */
export interface RefreshResult {
  token: ValidToken;
  refreshed: boolean;
}

/** Options of one attempt. */
export interface RefreshAttempt extends Omit<ValidTokenOptions, 'actor'> {
  /** Recorded with the renewed credentials, when somebody asked for the refresh. */
  event?: LeaseEvent;
  /** Give up at once when another instance holds the lease: for the sweep, which has other work. Default: false. */
  skipIfLeased?: boolean;
}

/** Refreshes one integration by the lease protocol of docs/adr/0002-lease.md. */
export function createRefreshProtocol(dependencies: RefreshProtocolDependencies) {
  const {
    integrationRepository,
    refreshLeaseRepository,
    providers,
    isGrantShared,
    logger,
    clock,
    sleep,
    random,
  } = dependencies;
  const timing = { ...defaultTiming, ...dependencies.timing };
  const alarm = createOperatorAlarm({ clock, logger });
  const outcomes = createOutcomeWriter(refreshLeaseRepository, dependencies, timing);

  /** One turn under the lease. Null: someone else changed the integration meanwhile, look at it again. */
  async function refreshUnderLease(
    stored: StoredIntegration,
    lease: HeldLease,
    provider: OAuthProvider,
    credentials: OAuthCredentials & { refreshToken: string },
    attempt: RefreshAttempt,
  ): Promise<RefreshResult | null> {
    let grant: TokenGrant;
    const startedAtMs = clock();
    try {
      grant = await callProvider(
        () => provider.refresh({ refreshToken: credentials.refreshToken, scopes: stored.scopes }),
        { attempts: 3, baseDelayMs: 200, budgetMs: timing.providerBudgetMs },
        dependencies,
      );
    } catch (error) {
      if (!(error instanceof ProviderError)) {
        await outcomes.release(lease);
        throw error;
      }
      return afterFailure(stored, lease, credentials, error, attempt);
    }

    const renewed: OAuthCredentials = {
      accessToken: grant.accessToken,
      refreshToken: grant.refreshToken ?? credentials.refreshToken,
    };
    const issuedAtMs = clock();
    const expiresAtMs = issuedAtMs + grant.expiresInMs;
    const encrypted = await integrationRepository.encryptCredentials(
      lease.organizationId,
      stored.id,
      renewed,
    );
    const issuedAt = Timestamp.fromMillis(issuedAtMs);
    const renewal: LeaseOutcome = {
      status: 'connected',
      credentials: encrypted,
      credentialVersion: lease.credentialVersion + 1,
      expiresAt: Timestamp.fromMillis(expiresAtMs),
      refreshDueAt: Timestamp.fromMillis(refreshDueAtMs(issuedAtMs, expiresAtMs)),
      refreshCount: stored.refreshCount + 1,
      lastRefreshedAt: issuedAt,
      consecutiveFailures: 0,
      lastError: null,
      ...(attempt.skipIfLeased ? {} : { lastUsedAt: issuedAt }),
    };
    const committed = await outcomes.persist(lease, renewal, attempt.event);
    const token = {
      accessToken: renewed.accessToken,
      expiresAt: new Date(expiresAtMs).toISOString(),
      scopes: stored.scopes,
    };
    if (committed === 'superseded') {
      await abandonGrant(lease, stored, provider, renewed);
      return null;
    }
    const fields = {
      ...nameOf(stored),
      durationMs: clock() - startedAtMs,
      credentialVersion: lease.credentialVersion + 1,
    };
    if (committed === 'lost') {
      logger.critical('A renewed credential could not be stored', fields);
      return { token: { ...token, degraded: true }, refreshed: false };
    }
    logger.info('Token refreshed', fields);
    return { token: { ...token, degraded: false }, refreshed: true };
  }

  /** The table "When a refresh fails" of the design. */
  async function afterFailure(
    stored: StoredIntegration,
    lease: HeldLease,
    credentials: OAuthCredentials,
    error: ProviderError,
    attempt: RefreshAttempt,
  ): Promise<RefreshResult | null> {
    const fields = { ...nameOf(stored), reason: error.reason };
    if (error.failure === 'misconfigured') {
      await outcomes.release(lease);
      alarm(stored.provider, error.reason);
      return degradedOr(
        stored,
        credentials,
        attempt,
        new AppError('provider_misconfigured', { cause: error }),
      );
    }
    if (error.failure === 'grant_rejected') {
      return (await markReauthorizationRequired(stored, lease, error.reason)) === 'superseded'
        ? null
        : Promise.reject(new AppError('reauthorization_required', { cause: error }));
    }
    const nowMs = clock();
    const outage = afterOutage(nowMs, stored, { retryAfterMs: error.retryAfterMs, random: random() });
    const recorded = await recordOutage(lease, {
      status: outage.status,
      consecutiveFailures: outage.consecutiveFailures,
      refreshDueAt: Timestamp.fromMillis(outage.refreshDueAtMs),
      lastError: {
        code: 'provider_unavailable',
        message: `The provider did not answer properly (${error.reason}).`,
        at: Timestamp.fromMillis(nowMs),
      },
    });
    if (!recorded) return null;
    logger.warn('The provider is unavailable', {
      ...fields,
      consecutiveFailures: outage.consecutiveFailures,
    });
    const unavailable = new AppError('provider_unavailable', {
      cause: error,
      retryAfterMs: error.retryAfterMs ?? 5_000,
    });
    return degradedOr(stored, credentials, attempt, unavailable);
  }

  /** The outage matters more to the caller than that it could not be noted; then the lease ends by itself. */
  async function recordOutage(lease: HeldLease, change: LeaseOutcome): Promise<boolean> {
    try {
      return await refreshLeaseRepository.commit(lease, change);
    } catch (error) {
      if (!isTransient(error)) throw error;
      return true;
    }
  }

  async function markReauthorizationRequired(stored: StoredIntegration, lease: HeldLease, reason: string) {
    const outcome = await outcomes.persist(
      lease,
      {
        status: 'error',
        refreshDueAt: null,
        consecutiveFailures: stored.consecutiveFailures + 1,
        lastError: {
          code: 'reauthorization_required',
          message: `The provider no longer accepts this authorization (${reason}).`,
          at: Timestamp.fromMillis(clock()),
        },
      },
      { type: 'integration.reauthorization_required', reason },
    );
    if (outcome === 'stored') logger.error('Reauthorization required', { ...nameOf(stored), reason });
    return outcome;
  }

  /** The previous token while it lives; otherwise, and for a forced refresh, the error. */
  function degradedOr(
    stored: StoredIntegration,
    credentials: OAuthCredentials,
    { forceRefresh }: RefreshAttempt,
    error: unknown,
  ): RefreshResult {
    if (forceRefresh || remainingValidityMs(clock(), stored) <= 0) throw error;
    return { token: tokenOf(stored, credentials, true), refreshed: false };
  }

  /** A disconnect came first, and knew only the previous token: revoke what the provider has issued since. */
  async function abandonGrant(
    lease: HeldLease,
    stored: StoredIntegration,
    provider: OAuthProvider,
    renewed: OAuthCredentials,
  ) {
    const current = await integrationRepository.findById(lease.organizationId, stored.id);
    if (current !== null && current.status !== 'disconnected') return;
    try {
      if (renewed.refreshToken && !(await isGrantShared(stored))) await provider.revoke(renewed.refreshToken);
    } catch (error) {
      const reason = error instanceof ProviderError ? error.reason : 'unknown';
      logger.warn('A grant that was disconnected during its refresh could not be revoked', {
        ...nameOf(stored),
        reason,
      });
    }
  }

  function tokenOf(
    stored: StoredIntegration,
    { accessToken }: OAuthCredentials,
    degraded: boolean,
  ): ValidToken {
    const expiresAt = new Date(stored.expiresAt?.toMillis() ?? 0).toISOString();
    return { accessToken, expiresAt, scopes: stored.scopes, degraded };
  }

  return {
    tokenOf,

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
        if (decision.action === 'reject') throw rejectionOf(decision);
        const credentials = await integrationRepository.getDecryptedCredentials(organizationId, stored);
        if (decision.action === 'use') {
          return { token: tokenOf(stored, credentials, decision.degraded), refreshed: false };
        }
        if (decision.action === 'refresh') {
          try {
            const result = await takeTurn(organizationId, stored, credentials, decision.holdsLease, demand);
            if (result) return result;
          } catch (error) {
            // The lease may have been taken although the answer was an error: the next reading tells.
            leaseFailures += 1;
            if (!isTransient(error)) throw error;
            if (leaseFailures > 1) return degradedOr(stored, credentials, attempt, fromFirestore(error));
          }
        } else if (attempt.skipIfLeased || clock() + pauseMs > deadlineMs) {
          return degradedOr(
            stored,
            credentials,
            attempt,
            new AppError('refresh_in_progress', { retryAfterMs: 1_000 }),
          );
        } else {
          await sleep(pauseMs * (0.5 + random() / 2));
        }
        const again = await integrationRepository.findById(organizationId, stored.id);
        if (!again) throw new AppError('integration_not_found');
        stored = again;
      }
    },
  };

  /** Null: look at the integration again, for it was someone else's turn, or ours has become too short. */
  async function leaseFor(
    organizationId: string,
    stored: StoredIntegration,
    holdsLease: boolean,
    ownerId: string,
  ): Promise<HeldLease | null> {
    const lease = holdsLease
      ? refreshLeaseRepository.resume(organizationId, stored, ownerId)
      : await refreshLeaseRepository.acquire(organizationId, stored, { ownerId, ttlMs: timing.leaseTtlMs });
    if (!lease) return null;
    const leftAtReadingMs = holdsLease
      ? (stored.refreshLease?.expiresAt.toMillis() ?? 0) - stored.readAtMs
      : timing.leaseTtlMs;
    // A lease runs from the reading that it was taken on. Under one that was long in coming, the provider might be
    // asked when it is over and another instance has taken over: two uses of one refresh token.
    if (leftAtReadingMs - (clock() - stored.askedAtMs) >= (timing.leaseTtlMs * 2) / 3) return lease;
    await outcomes.release(lease);
    return null;
  }

  async function takeTurn(
    organizationId: string,
    stored: StoredIntegration,
    credentials: OAuthCredentials,
    holdsLease: boolean,
    demand: RefreshAttempt & { ownerId: string },
  ): Promise<RefreshResult | null> {
    const provider = providers().get(stored.provider);
    if (!provider) return degradedOr(stored, credentials, demand, new AppError('provider_not_configured'));
    const { refreshToken } = credentials;
    if (refreshToken === null && remainingValidityMs(clock(), stored) > 0) {
      return { token: tokenOf(stored, credentials, false), refreshed: false };
    }
    const lease = await leaseFor(organizationId, stored, holdsLease, demand.ownerId);
    if (!lease) return null;
    if (refreshToken !== null)
      return refreshUnderLease(stored, lease, provider, { ...credentials, refreshToken }, demand);
    if ((await markReauthorizationRequired(stored, lease, 'no refresh token')) === 'superseded') return null;
    throw new AppError('reauthorization_required');
  }
}

function nameOf({ organizationId, id, provider }: StoredIntegration) {
  return { organizationId, integrationId: id, provider };
}

function rejectionOf({
  reason,
  retryAfterMs,
}: Extract<ReturnType<typeof decide>, { action: 'reject' }>): AppError {
  return new AppError(reason, retryAfterMs === undefined ? {} : { retryAfterMs });
}
