import type { IntegrationProvider } from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import type { OAuthProvider } from '../../providers/oauth-provider.ts';
import type { ProviderError } from '../../providers/provider-error.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import {
  type CallUnderLeaseDependencies,
  createCallUnderLease,
  type RefreshAttempt,
} from './call-under-lease.ts';
import { toIncidentError } from './caller-error.ts';
import type { Answer, AnsweredRefresh } from './commit-grant.ts';
import { toTrigger } from './decide.ts';
import type { ProviderCalls } from './provider-calls.ts';
import type { FailureRecorder } from './record-failure.ts';
import { type AttemptResult, fallBackOrThrow } from './refresh-result.ts';

export interface RefreshUnderLeaseDependencies extends CallUnderLeaseDependencies {
  providers: () => ReadonlyMap<IntegrationProvider, OAuthProvider>;
  providerCalls: Pick<ProviderCalls, 'refresh' | 'admit'>;
  commitGrant: (refresh: AnsweredRefresh, answer: Answer) => Promise<AttemptResult>;
  failures: FailureRecorder;
}

/** One use of a refresh token: acquires the lease, calls the provider and commits the answer. */
export function createRefreshUnderLease(dependencies: RefreshUnderLeaseDependencies) {
  const { refreshLeaseRepository, providers, providerCalls, commits, commitGrant, failures, clock } =
    dependencies;
  const { acquireLease, callUnderLease } = createCallUnderLease(dependencies);

  /** The circuit is open, or another connection probes the provider at the moment. */
  async function reject(attempt: RefreshAttempt, rejection: ProviderError): Promise<AttemptResult> {
    const { stored, credentials, decision, request } = attempt;
    if (decision.holdsLease) {
      await commits.release(refreshLeaseRepository.resume(stored.organizationId, stored, request.ownerId));
    }
    // The sweep leaves it for later: nothing has failed.
    const isOthersProbe = request.background === true && rejection.failure === 'unavailable';
    const error = isOthersProbe ? new AppError('refresh_in_progress') : toIncidentError(rejection);
    return fallBackOrThrow(clock(), stored, credentials, request, error);
  }

  return async function refreshUnderLease(attempt: RefreshAttempt): Promise<AttemptResult> {
    const { stored, credentials, decision, request, permit, usedBy, auditEvent } = attempt;
    const fallBack = (error: AppError) => fallBackOrThrow(clock(), stored, credentials, request, error);
    const provider = providers().get(stored.provider);
    if (!provider) {
      return fallBack(new AppError('provider_not_configured'));
    }
    if (decision.action === 'mark_not_refreshable') {
      const acquired = await acquireLease(attempt);
      return acquired.kind === 'superseded'
        ? { kind: 'retry' }
        : failures.markNotRefreshable(attempt, acquired.lease);
    }
    const isFailing =
      !request.background &&
      stored.consecutiveFailures > 0 &&
      stored.lastError?.code === 'provider_unavailable';
    const admission = providerCalls.admit(provider.server, stored.organizationId, { isFailing });
    if (admission.kind === 'rejected') {
      return reject(attempt, admission.error);
    }
    const called = await callUnderLease(
      attempt,
      provider,
      requireRefreshToken(credentials),
      admission.isProbe,
    );
    switch (called.kind) {
      case 'answered': {
        const trigger = toTrigger(request);
        return commitGrant(
          { stored, provider, fence: called.lease, trigger, usedBy, auditEvent },
          called.answer,
        );
      }
      case 'failed':
        return failures.recordFailure(attempt, called.lease, called);
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
  };
}

/** Refreshing is decided on only for a connection that is stored as refreshable, together with its refresh token. */
function requireRefreshToken({ refreshToken }: OAuthCredentials): string {
  if (refreshToken === null) {
    throw new AppError('internal_error');
  }
  return refreshToken;
}
