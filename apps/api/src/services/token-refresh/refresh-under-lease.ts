import { randomUUID } from 'node:crypto';
import type { IntegrationProvider } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Timers } from '../../lib/backoff.ts';
import { withinDeadline } from '../../lib/deadline.ts';
import type { Permit } from '../../lib/fair-semaphore.ts';
import type { Logger } from '../../lib/logger.ts';
import type { OAuthProvider, TokenGrant } from '../../providers/oauth-provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { AuditRecord } from '../../repositories/audit-event.document.ts';
import { refreshEvent } from '../../repositories/integration.audit-event.ts';
import type { StoredIntegration } from '../../repositories/integration.document.ts';
import type { IntegrationRepository, OAuthCredentials } from '../../repositories/integration.repository.ts';
import type {
  FencingToken,
  Lease,
  RefreshLeaseRepository,
} from '../../repositories/refresh-lease.repository.ts';
import { toIncidentError } from './caller-error.ts';
import type { Commits, RenewedCredentials } from './commit.ts';
import type { Decision, RefreshRequest } from './decide.ts';
import { type GrantedScopes, lostScopes, scopesAfterRefresh } from './granted-scopes.ts';
import type { ProviderCalls } from './provider-calls.ts';
import { createFailureRecorder } from './record-failure.ts';
import { type AttemptResult, fallBackOrThrow, logFields, toValidToken } from './refresh-result.ts';
import type { RefreshTiming } from './refresh-timing.ts';

export interface RefreshUnderLeaseDependencies extends Timers {
  integrationRepository: IntegrationRepository;
  refreshLeaseRepository: RefreshLeaseRepository;
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  providerCalls: ProviderCalls;
  commits: Commits;
  /** Whether other integrations use the same grant at the provider. */
  isGrantShared: (stored: StoredIntegration) => Promise<boolean>;
  /** Puts renewed credentials on a queue, to be committed when Firestore can be reached; throws when it cannot. */
  deferCommit: (fence: FencingToken, renewed: RenewedCredentials) => Promise<void>;
  logger: Logger;
  timing: RefreshTiming;
}

/** One attempt to refresh an integration as it was read. */
export interface RefreshAttempt {
  stored: StoredIntegration;
  credentials: OAuthCredentials;
  decision: Extract<Decision, { action: 'refresh' | 'mark_not_refreshable' }>;
  request: RefreshRequest & { ownerId: string };
  /** To call the provider. */
  permit: Permit;
  /** Stored with the renewed credentials, when somebody asked for the refresh. */
  auditEvent?: AuditRecord | undefined;
}

/** A refresh that the provider has answered. Its lease may have expired since. */
export interface AnsweredRefresh {
  stored: StoredIntegration;
  provider: OAuthProvider;
  fence: FencingToken & { version?: Timestamp };
  background: boolean;
  auditEvent?: AuditRecord | undefined;
}

/** What came of calling the provider. */
type Called =
  | { kind: 'answered'; lease: Lease; grant: TokenGrant; startedAtMs: number }
  | { kind: 'failed'; lease: Lease; error: ProviderError }
  | { kind: 'no_permit' }
  | { kind: 'retry' };

/** One use of a refresh token: acquires the lease, calls the provider and commits the answer. */
export function createRefreshUnderLease(dependencies: RefreshUnderLeaseDependencies) {
  const { integrationRepository, refreshLeaseRepository, providers, providerCalls, commits } = dependencies;
  const { isGrantShared, deferCommit, logger, timing, clock } = dependencies;
  const { recordFailure, markNotRefreshable } = createFailureRecorder(dependencies);

  /** Null when another instance was faster. */
  async function acquireLease({ stored, decision, request }: RefreshAttempt): Promise<Lease | null> {
    const { ownerId } = request;
    if (decision.holdsLease) {
      return refreshLeaseRepository.resume(stored.organizationId, stored, ownerId);
    }
    const ttlMs = timing.leaseTtlMs;
    const acquiring = refreshLeaseRepository.acquire(stored.organizationId, stored, { ownerId, ttlMs });
    return withinDeadline(acquiring, timing.firestoreTimeoutMs);
  }

  /** Runs under the lease, and releases it when the provider was not called. */
  async function underLease(
    attempt: RefreshAttempt,
    run: (lease: Lease) => Promise<Called>,
  ): Promise<Called> {
    const lease = await acquireLease(attempt);
    if (!lease) {
      return { kind: 'retry' };
    }
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

  /** Runs with a permit, and gives it back as soon as the provider has answered: storing the answer needs none. */
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
   * A lease runs from the reading that it was acquired on. When more than a third of it has passed, the last retry could
   * reach the provider after another instance has taken over: two uses of one refresh token.
   */
  function isLeaseLongEnough({ stored, decision }: RefreshAttempt): boolean {
    const leftAtReadingMs = decision.holdsLease
      ? (stored.refreshLease?.expiresAt.toMillis() ?? 0) - stored.readAtMs
      : timing.leaseTtlMs;
    return leftAtReadingMs - (clock() - stored.askedAtMs) >= (timing.leaseTtlMs * 2) / 3;
  }

  function callProvider(
    stored: StoredIntegration,
    provider: OAuthProvider,
    refreshToken: string,
  ): Promise<TokenGrant> {
    const call = () => provider.refresh({ refreshToken, scopes: stored.scopes });
    const { organizationId, refreshCount, consecutiveFailures, status } = stored;
    const isWitness = refreshCount > 0 && consecutiveFailures === 0 && status === 'connected';
    return providerCalls.call({ provider: stored.provider, organizationId, isWitness, call });
  }

  /**
   * Callers wait for their permit before they acquire the lease, so that nobody holds a lease while it waits. The sweep
   * leases ahead instead, so that no permit is idle while Firestore writes a lease.
   */
  function callUnderLease(
    attempt: RefreshAttempt,
    provider: OAuthProvider,
    refreshToken: string,
  ): Promise<Called> {
    async function call(lease: Lease): Promise<Called> {
      if (!isLeaseLongEnough(attempt)) {
        return { kind: 'retry' };
      }
      const startedAtMs = clock();
      try {
        const grant = await callProvider(attempt.stored, provider, refreshToken);
        return { kind: 'answered', lease, grant, startedAtMs };
      } catch (error) {
        if (error instanceof ProviderError) {
          return { kind: 'failed', lease, error };
        }
        throw error;
      }
    }
    return attempt.request.background
      ? underLease(attempt, (lease) => withPermit(attempt, () => call(lease)))
      : withPermit(attempt, () => underLease(attempt, call));
  }

  async function refreshUnderLease(attempt: RefreshAttempt): Promise<AttemptResult> {
    const { stored, credentials, decision, request, permit, auditEvent } = attempt;
    const { refreshToken } = credentials;
    const fallBack = (error: AppError) => fallBackOrThrow(clock(), stored, credentials, request, error);
    const provider = providers().get(stored.provider);
    if (!provider) {
      return fallBack(new AppError('provider_not_configured'));
    }
    if (decision.action === 'mark_not_refreshable' || refreshToken === null) {
      const lease = await acquireLease(attempt);
      return lease ? markNotRefreshable(stored, lease) : { kind: 'retry' };
    }
    const rejection = providerCalls.rejection(stored.provider, stored.organizationId);
    if (rejection) {
      return fallBack(toIncidentError(rejection));
    }
    const called = await callUnderLease(attempt, provider, refreshToken);
    switch (called.kind) {
      case 'answered': {
        const background = request.background === true;
        const answered = { stored, provider, fence: called.lease, background, auditEvent };
        return commitGrant(answered, refreshToken, called.grant, called.startedAtMs);
      }
      case 'failed':
        return recordFailure(attempt, called.lease, called.error);
      case 'no_permit':
        if (!request.background) {
          return fallBack(new AppError('provider_unavailable', { retryAfterMs: 5_000 }));
        }
        // The lease is released, so that an urgent caller can take it. Acquire it again once we have the permit.
        await permit.acquire();
        return { kind: 'retry' };
      case 'retry':
        return called;
    }
  }

  /** Commits what the provider has answered, or puts it on the queue when Firestore cannot be reached. */
  async function commitGrant(
    answered: AnsweredRefresh,
    usedRefreshToken: string,
    grant: TokenGrant,
    startedAtMs: number,
    options?: { confirmedAlive: boolean },
  ): Promise<AttemptResult> {
    const { stored, fence } = answered;
    const { accessToken } = grant;
    const credentials: OAuthCredentials = {
      accessToken,
      refreshToken: grant.refreshToken ?? usedRefreshToken,
    };
    const issuedAtMs = clock();
    const credentialVersion = fence.credentialVersion + 1;
    const granted = scopesAfterRefresh(stored, grant, answered.provider);
    const renewed: RenewedCredentials = {
      commitId: randomUUID(),
      credentials: await integrationRepository.encryptCredentials(
        { ...stored, credentialVersion },
        credentials,
      ),
      issuedAtMs,
      expiresAtMs: issuedAtMs + grant.expiresInMs,
      wasDueAtMs: stored.refreshDueAt?.toMillis() ?? null,
      refreshCount: stored.refreshCount + 1,
      ...granted,
      used: !answered.background,
      auditEvent: toAuditEvent(answered, granted, options?.confirmedAlive === true),
    };
    const result = await commits.commitRenewal(fence, renewed, options);
    if (result === 'superseded') {
      await revokeOrphanedGrant(answered, credentials);
      return { kind: 'retry' };
    }
    if (result === 'already_marked_revoked') {
      return recoverAfterTakeover(answered, credentials);
    }
    const isKept = result === 'stored' || (await isDeferred(fence, renewed));
    if (result !== 'stored') {
      const fields = { ...logFields(stored), durationMs: clock() - startedAtMs, credentialVersion };
      if (isKept) {
        logger.warn('A renewed credential waits on the queue until Firestore can be reached', fields);
      } else {
        logger.critical('A renewed credential could not be stored', { event: 'credential_lost', ...fields });
      }
    }
    const expiresAt = Timestamp.fromMillis(renewed.expiresAtMs);
    const after = {
      ...stored,
      ...granted,
      status: 'connected' as const,
      lastError: null,
      refreshable: true,
      expiresAt,
    };
    const token = toValidToken(after, credentials, !isKept);
    return isKept
      ? { kind: 'done', token, refreshed: true, credentialVersion }
      : { kind: 'done', token, refreshed: false };
  }

  async function isDeferred(fence: FencingToken, renewed: RenewedCredentials): Promise<boolean> {
    try {
      await deferCommit(fence, renewed);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Another instance took over with the older refresh token, was refused and marked the connection as revoked. Only using
   * the newer token shows whether the grant is still alive; if it is, what it gives is committed.
   */
  async function recoverAfterTakeover(
    answered: AnsweredRefresh,
    { refreshToken }: OAuthCredentials,
  ): Promise<AttemptResult> {
    if (refreshToken === null) {
      return { kind: 'retry' };
    }
    const startedAtMs = clock();
    try {
      const grant = await callProvider(answered.stored, answered.provider, refreshToken);
      return await commitGrant(answered, refreshToken, grant, startedAtMs, { confirmedAlive: true });
    } catch (error) {
      if (error instanceof ProviderError) {
        return { kind: 'retry' };
      }
      throw error;
    }
  }

  /** A disconnect came first and could revoke the previous token only: revoke what the provider has issued since. */
  async function revokeOrphanedGrant(
    { stored, provider }: AnsweredRefresh,
    { refreshToken }: OAuthCredentials,
  ): Promise<void> {
    const current = await integrationRepository.findById(stored.organizationId, stored.id);
    if (current !== null && current.status !== 'disconnected') {
      return;
    }
    try {
      if (refreshToken && !(await isGrantShared(stored))) {
        await provider.revoke(refreshToken);
      }
    } catch (error) {
      const reason = error instanceof ProviderError ? error.reason : 'unknown';
      const fields = { ...logFields(stored), reason };
      logger.warn(
        'The grant of a connection that was disconnected during its refresh could not be revoked',
        fields,
      );
    }
  }

  return { refreshUnderLease, recoverAfterTakeover };
}

/** A commit stores one event: the refresh that somebody asked for, scopes that it lost, or the connection's recovery. */
function toAuditEvent(
  { stored, auditEvent }: AnsweredRefresh,
  granted: GrantedScopes,
  confirmedAlive: boolean,
): AuditRecord | undefined {
  const hasLostScopes = lostScopes(stored, granted).length > 0;
  const details = hasLostScopes ? { missingScopes: granted.missingScopes } : {};
  if (auditEvent) {
    return { ...auditEvent, details: { ...auditEvent.details, ...details } };
  }
  if (hasLostScopes) {
    return refreshEvent(stored, 'integration.scopes_lost', null, details);
  }
  const wasBroken = stored.status === 'error' || confirmedAlive;
  return wasBroken ? refreshEvent(stored, 'integration.recovered') : undefined;
}
