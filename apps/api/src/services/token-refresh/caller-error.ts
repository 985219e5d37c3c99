import { AppError, type ProviderAnswer } from '../../errors/app-error.ts';
import type { ProviderError } from '../../providers/provider-error.ts';
import type { StoredError } from '../../repositories/integrations/integration-document.ts';
import { describeForUsers, toProviderAnswer } from '../connections/provider-answer.ts';
import { defaultOpenMs } from './circuit-breaker.ts';
import { probeIntervalMs } from './outage-pace.ts';

/** A failure after which the connection may recover by itself. */
export type RecoverableCode = Exclude<StoredError['code'], 'reauthorization_required'>;

/** The error for a caller after a failure of the provider, when no valid token is left. */
export function toCallerError(error: ProviderError): AppError {
  const details = { cause: error, providerError: toProviderAnswer(error) };
  if (error.failure === 'unavailable') {
    const retryAfterMs = error.retryAfterMs ?? probeIntervalMs;
    return new AppError('provider_unavailable', { ...details, retryAfterMs });
  }
  const code = error.failure === 'grant_rejected' ? 'reauthorization_required' : recoverableCodeOf(error);
  return new AppError(code, {
    ...details,
    detail: describeForUsers(error),
    retryAfterMs: error.retryAfterMs,
  });
}

/** The same while the failure concerns all organizations. */
export function toIncidentError(error: ProviderError): AppError {
  return error.failure === 'unavailable'
    ? toCallerError(error)
    : new AppError('provider_misconfigured', {
        cause: error,
        providerError: toProviderAnswer(error),
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

/** The provider's answer when the failure was stored; undefined without one. */
export function toStoredAnswer(error: StoredError): ProviderAnswer | undefined {
  const { reason, helpUrl, providerError, subtype, providerCodes } = error;
  return reason === null || providerError === null
    ? undefined
    : { reason, helpUrl, code: providerError, subtype, providerCodes };
}
