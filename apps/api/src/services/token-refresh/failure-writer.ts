import { Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import { describeFailure, ProviderError } from '../../providers/provider-error.ts';
import { refreshEvent } from '../../repositories/integrations/integration-audit-event.ts';
import type { StoredError, StoredIntegration } from '../../repositories/integrations/integration-document.ts';
import type { HeldLease } from '../../repositories/integrations/refresh-lease.repository.ts';
import type { OutcomeWriter } from './outcome-writer.ts';
import type { Pacing } from './provider-call.ts';
import { afterOutage, outageToleranceMs, refusalToleranceMs } from './refresh-policy.ts';
import { nameOf } from './refresh-result.ts';

export interface FailureWriterDependencies extends Pick<Pacing, 'clock' | 'random'> {
  outcomes: OutcomeWriter;
  logger: Logger;
}

/** A connection and the lease that its refresh failed under. */
interface Failed {
  stored: StoredIntegration;
  lease: HeldLease;
}

/** A failure that leaves the connection as it is and backs off. */
type PassingFailure = Exclude<StoredError['code'], 'reauthorization_required'>;

/** Writes what a failed refresh means for its connection: docs/reliability.md has the table. */
export function createFailureWriter({ outcomes, logger, clock, random }: FailureWriterDependencies) {
  function errorOf(code: StoredError['code'], error: ProviderError): StoredError {
    const { reason, facts } = error;
    return { code, message: sentenceOf(code, error), reason, ...facts, at: Timestamp.fromMillis(clock()) };
  }

  return {
    /**
     * The failure matters more to the caller than that it could not be noted; then the lease ends by itself.
     * @returns false when someone else changed the integration meanwhile.
     */
    async recordPassing({ stored, lease }: Failed, error: ProviderError): Promise<boolean> {
      const code = passingCodeOf(error);
      const { status, consecutiveFailures, refreshDueAtMs, retryNotBeforeMs } = afterOutage(clock(), stored, {
        retryAfterMs: error.retryAfterMs,
        random: random(),
        toleranceMs: code === 'provider_unavailable' ? outageToleranceMs : refusalToleranceMs,
      });
      const isBreaking = status === 'error' && stored.status !== 'error';
      const type =
        code === 'application_refused'
          ? 'integration.reauthorization_required'
          : 'integration.provider_unavailable';
      const committed = await outcomes.commit(
        lease,
        {
          status,
          consecutiveFailures,
          refreshDueAt: Timestamp.fromMillis(refreshDueAtMs),
          retryNotBefore: retryNotBeforeMs === null ? null : Timestamp.fromMillis(retryNotBeforeMs),
          lastError: errorOf(code, error),
        },
        {
          patient: false,
          ...(isBreaking && { happened: refreshEvent(stored, type, error.reason, factsOf(error)) }),
        },
      );
      if (committed === 'superseded') {
        return false;
      }
      const fields = { ...nameOf(stored), reason: error.reason, ...factsOf(error), consecutiveFailures };
      if (code === 'provider_unavailable') {
        logger.warn('The provider is unavailable', fields);
      } else {
        logger.warn('The provider refuses our application for one connection', fields);
      }
      return true;
    },

    /** @returns false when someone else changed the integration meanwhile. */
    async markReauthorizationRequired({ stored, lease }: Failed, error: ProviderError): Promise<boolean> {
      const { reason } = error;
      const committed = await outcomes.commit(
        lease,
        {
          status: 'error',
          refreshDueAt: null,
          consecutiveFailures: stored.consecutiveFailures + 1,
          lastError: errorOf('reauthorization_required', error),
        },
        {
          patient: true,
          happened: refreshEvent(stored, 'integration.reauthorization_required', reason, factsOf(error)),
        },
      );
      if (committed === 'stored') {
        logger.error('Reauthorization required', {
          event: 'reauthorization_required',
          ...nameOf(stored),
          reason,
          ...factsOf(error),
        });
      }
      return committed !== 'superseded';
    },
  };
}

/** No refresh token is stored: nothing can be refreshed. */
export const noRefreshToken = new ProviderError('grant_rejected', 'no_refresh_token');

/** What a caller without a living token hears of a failure. */
export function callerErrorOf(error: ProviderError): AppError {
  if (error.failure === 'unavailable') {
    return new AppError('provider_unavailable', { cause: error, retryAfterMs: error.retryAfterMs ?? 5_000 });
  }
  const code = error.failure === 'grant_rejected' ? 'reauthorization_required' : passingCodeOf(error);
  return new AppError(code, {
    cause: error,
    detail: sentenceOf(code, error),
    retryAfterMs: error.retryAfterMs,
  });
}

function passingCodeOf({ failure, owner }: ProviderError): PassingFailure {
  if (failure !== 'misconfigured') {
    return 'provider_unavailable';
  }
  return owner === 'application' ? 'provider_misconfigured' : 'application_refused';
}

function sentenceOf(code: StoredError['code'], error: ProviderError): string {
  const sentences: Record<StoredError['code'], string> = {
    reauthorization_required: `The provider no longer accepts this authorization (${describeFailure(error)}).`,
    application_refused: `The provider refuses this application for this account (${describeFailure(error)}).`,
    provider_misconfigured: `The provider refuses this application (${describeFailure(error)}).`,
    provider_unavailable: `The provider did not answer properly (${describeFailure(error)}).`,
  };
  return error.advice === undefined ? sentences[code] : `${sentences[code]} ${error.advice}`;
}

/** What log lines and audit events say beside the reason; nothing when there is nothing. */
function factsOf({ facts }: ProviderError): { providerCodes?: number[]; subtype?: string } {
  return {
    ...(facts.providerCodes.length > 0 && { providerCodes: facts.providerCodes }),
    ...(facts.subtype !== null && { subtype: facts.subtype }),
  };
}
