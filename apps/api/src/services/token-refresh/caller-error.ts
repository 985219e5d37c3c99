import { AppError } from '../../errors/app-error.ts';
import { describeFailure, type ProviderError } from '../../providers/provider-error.ts';
import type { StoredError } from '../../repositories/integrations/integration-document.ts';
import { defaultOpenMs } from './circuit-breaker.ts';
import { probeIntervalMs } from './outage-pace.ts';

/** A failure after which the connection may recover by itself. */
export type RecoverableCode = Exclude<StoredError['code'], 'reauthorization_required'>;

/** What a caller is told after a failure of the provider, when there is no valid token to fall back to. */
export function toCallerError(error: ProviderError): AppError {
  if (error.failure === 'unavailable') {
    return new AppError('provider_unavailable', {
      cause: error,
      retryAfterMs: error.retryAfterMs ?? probeIntervalMs,
    });
  }
  const code = error.failure === 'grant_rejected' ? 'reauthorization_required' : recoverableCodeOf(error);
  return new AppError(code, {
    cause: error,
    detail: describeForUsers(code, error),
    retryAfterMs: error.retryAfterMs,
  });
}

/** The same while the failure concerns all organizations. */
export function toIncidentError(error: ProviderError): AppError {
  return error.failure === 'unavailable'
    ? toCallerError(error)
    : new AppError('provider_misconfigured', {
        cause: error,
        retryAfterMs: error.retryAfterMs ?? defaultOpenMs,
      });
}

/** The code that a failure is stored with when the connection may recover. */
export function recoverableCodeOf({ failure, owner }: ProviderError): RecoverableCode {
  if (failure !== 'misconfigured') {
    return 'provider_unavailable';
  }
  return owner === 'application' ? 'provider_misconfigured' : 'application_refused';
}

/** A sentence that names the failure, and what to do about it when that is known. */
export function describeForUsers(code: StoredError['code'], error: ProviderError): string {
  const sentences: Record<StoredError['code'], string> = {
    reauthorization_required: `The provider no longer accepts this authorization (${describeFailure(error)}).`,
    application_refused: `The provider refuses this application for this account (${describeFailure(error)}).`,
    provider_misconfigured: `The provider refuses this application (${describeFailure(error)}).`,
    provider_unavailable: `The provider did not answer properly (${describeFailure(error)}).`,
  };
  return error.advice === undefined ? sentences[code] : `${sentences[code]} ${error.advice}`;
}
