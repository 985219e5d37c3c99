import type { AppError } from '../../errors/app-error.ts';
import type { Timers } from '../../lib/backoff.ts';
import { serverOf } from '../../providers/oauth-provider.ts';
import { ProviderError, withReason } from '../../providers/provider-error.ts';
import { reasonTableOf } from '../../providers/reasons/index.ts';
import { findReasonOfAge } from '../../providers/reasons/reason-table.ts';
import { refreshEvent } from '../../repositories/integrations/integration-audit-event.ts';
import type { OAuthCredentials } from '../../repositories/integrations/integration-credentials.ts';
import type { StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { Lease } from '../../repositories/integrations/refresh-lease.ts';
import { reportUnlisted } from '../connections/provider-answer.ts';
import { recoverableCodeOf, toCallerError, toIncidentError } from './caller-error.ts';
import type { Commits } from './commit.ts';
import type { RefreshRequest } from './decide.ts';
import type { ProviderCalls } from './provider-calls.ts';
import { type AttemptResult, fallBackOrThrow, logFields } from './refresh-result.ts';
import { toBackedOff, toDetails, toOutcome, toStoredError } from './stored-failure.ts';
import { createTestingNotification, type TestingNotificationDependencies } from './testing-notification.ts';

export interface FailureRecorderDependencies
  extends Pick<Timers, 'clock' | 'random'>,
    TestingNotificationDependencies {
  commits: Commits;
  providerCalls: Pick<ProviderCalls, 'isIncident'>;
}

export type FailureRecorder = ReturnType<typeof createFailureRecorder>;

/** A refresh that the provider has refused or not answered. */
export interface FailedRefresh {
  stored: StoredIntegration;
  credentials: OAuthCredentials;
  request: RefreshRequest;
}

/** What the provider said, if anything, and how long it took. */
interface Failure {
  error: ProviderError;
  durationMs: number;
}

const noRefreshToken = new ProviderError('grant_rejected', 'no_refresh_token');

/** Stores what a failed refresh means for its connection: docs/reliability.md has the table. */
export function createFailureRecorder(dependencies: FailureRecorderDependencies) {
  const { commits, providerCalls, providers, logger, clock, random } = dependencies;
  const noteTesting = createTestingNotification(dependencies);

  /** A grant may end for its age alone, which only we know. */
  function withAge({ provider, authorizedAt }: StoredIntegration, error: ProviderError): ProviderError {
    const ageMs = authorizedAt ? clock() - authorizedAt.toMillis() : null;
    const server = providers().get(provider)?.server;
    return server ? withReason(error, findReasonOfAge(reasonTableOf(server), error, ageMs)) : error;
  }

  /**
   * Backs off. If this cannot be stored, the lease expires by itself: the failure matters more to the caller.
   * @returns false when something else has changed the integration.
   */
  async function backOff(
    { stored, request }: FailedRefresh,
    lease: Lease,
    { error, durationMs }: Failure,
  ): Promise<boolean> {
    const code = recoverableCodeOf(error);
    const change = toBackedOff(stored, code, error, { nowMs: clock(), random: random() });
    const { status, consecutiveFailures } = change;
    const isNewlyBroken = status === 'error' && stored.status !== 'error';
    const type =
      code === 'application_refused'
        ? 'integration.reauthorization_required'
        : 'integration.provider_unavailable';
    const outcome = toOutcome(change.lastError, request, durationMs);
    const result = await commits.commitFailure(lease, change, outcome, {
      patient: false,
      gathered: request.background === true,
      ...(isNewlyBroken && { auditEvent: refreshEvent(stored, type, error.reason, toDetails(error)) }),
    });
    if (result === 'superseded') {
      return false;
    }
    const fields = { ...logFields(stored), reason: error.reason, ...toDetails(error), consecutiveFailures };
    if (code === 'provider_unavailable') {
      logger.warn('The provider is unavailable', fields);
    } else {
      logger.warn('The provider refuses our application for one connection', fields);
    }
    return true;
  }

  /** @returns false when something else has changed the integration. */
  async function markRevoked(
    { stored, request }: Omit<FailedRefresh, 'credentials'>,
    lease: Lease,
    { error, durationMs }: Failure,
  ): Promise<boolean> {
    const { reason } = error;
    const change = {
      status: 'error' as const,
      refreshDueAt: null,
      consecutiveFailures: stored.consecutiveFailures + 1,
      lastError: toStoredError('reauthorization_required', error, clock()),
    };
    const outcome = toOutcome(change.lastError, request, durationMs);
    const result = await commits.commitFailure(lease, change, outcome, {
      patient: true,
      gathered: false,
      auditEvent: refreshEvent(stored, 'integration.reauthorization_required', reason, toDetails(error)),
    });
    if (result === 'stored') {
      const fields = { event: 'reauthorization_required', ...logFields(stored), reason, ...toDetails(error) };
      logger.error('Reauthorization required', fields);
      if (reason === 'app_in_testing') {
        await noteTesting(stored);
      }
    }
    return result !== 'superseded';
  }

  return {
    /** @throws {AppError} what the caller is told, unless it can go on with the previous token. */
    async recordFailure(
      failed: FailedRefresh,
      lease: Lease,
      { error: answered, durationMs }: Failure,
    ): Promise<AttemptResult> {
      const { stored, credentials, request } = failed;
      const error = withAge(stored, answered);
      const failure = { error, durationMs };
      reportUnlisted(logger, error, logFields(stored));
      if (error.failure === 'grant_rejected') {
        if (await markRevoked(failed, lease, failure)) {
          throw toCallerError(error);
        }
        return { kind: 'retry' };
      }
      const fallBack = (reason: AppError) => fallBackOrThrow(clock(), stored, credentials, request, reason);
      if (
        error.failure === 'misconfigured' &&
        providerCalls.isIncident(serverOf(providers(), stored.provider), 'misconfigured')
      ) {
        // An incident of all organizations changes no connection.
        await commits.release(lease);
        return fallBack(toIncidentError(error));
      }
      return (await backOff(failed, lease, failure)) ? fallBack(toCallerError(error)) : { kind: 'retry' };
    },

    /**
     * Marks a connection that has neither a valid access token nor a refresh token.
     * @throws {AppError} reauthorization_required, once that is stored.
     */
    async markNotRefreshable(
      failed: Omit<FailedRefresh, 'credentials'>,
      lease: Lease,
    ): Promise<AttemptResult> {
      if (await markRevoked(failed, lease, { error: noRefreshToken, durationMs: 0 })) {
        throw toCallerError(noRefreshToken);
      }
      return { kind: 'retry' };
    },
  };
}
