import { AppError, type AppErrorDetails, isAppError, type ProviderAnswer } from '../../errors/app-error.ts';
import { errorMeanings } from '../../errors/error-codes.ts';
import { fromFirestore } from '../../lib/firestore-errors.ts';
import type { LogFields } from '../../lib/logger.ts';
import { classifyRedirect, type RefusingRedirect } from '../../providers/classify-failure.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { reasonTableOf } from '../../providers/reasons/index.ts';
import { adviceOn } from '../../providers/reasons/reason-texts.ts';
import { toProviderAnswer } from '../connections/provider-answer.ts';

/** Why the provider sent the browser back without a code; null when it did not. */
export function readRedirectFailure(redirect: RefusingRedirect & { server: string }): AppError | null {
  const refusal = classifyRedirect(redirect, reasonTableOf(redirect.server));
  if (!refusal) {
    return null;
  }
  const details = detailsOf(refusal);
  if (refusal.code !== 'access_denied') {
    return new AppError('authorization_failed', details);
  }
  // The person has said no: the title says it all. Or an administrator has.
  const { detail: _detail, ...withoutDetail } = details;
  return new AppError('consent_denied', refusal.reason === 'access_declined' ? withoutDetail : details);
}

/**
 * What became of an authorization whose state is used. A code and a state are used once: after an outage, or a fault of
 * ours, repeating the request cannot help, and whether the code was used is unknown. Only a new authorization helps.
 */
export function toAuthorizationError(thrown: unknown): AppError {
  if (thrown instanceof ProviderError) {
    return new AppError(codeOf(thrown), detailsOf(thrown));
  }
  const error = fromFirestore(thrown);
  if (isAppError(error) && errorMeanings[error.code].remedy !== 'retry') {
    return error;
  }
  return new AppError('authorization_interrupted', {
    cause: error,
    detail: 'The account may have been connected: look, and start again if it is not.',
  });
}

/** Whether the failure has no code of its own: it is logged for the operator. */
export function isOurFault({ code, cause }: AppError): boolean {
  return code === 'authorization_interrupted' && !(cause instanceof ProviderError) && !isAppError(cause);
}

/** What a log line may say of an authorization's failure. */
export function describeCause({ providerError, cause }: AppError): LogFields {
  return {
    ...(providerError && describeAnswer(providerError)),
    ...(isAppError(cause) && { cause: cause.code }),
    ...(cause instanceof Error && { causeName: cause.name }),
  };
}

function describeAnswer({ reason: providerReason, helpUrl: _helpUrl, ...said }: ProviderAnswer): LogFields {
  return { providerReason, providerError: said };
}

function codeOf({ failure }: ProviderError) {
  if (failure === 'misconfigured') {
    return 'provider_misconfigured';
  }
  return failure === 'unavailable' ? 'authorization_interrupted' : 'authorization_failed';
}

function detailsOf(error: ProviderError): AppErrorDetails {
  // A code that is refused was used or made up: there is nothing yet that could have been revoked.
  const tellsMore = error.code !== 'invalid_grant' || error.reason !== 'revoked';
  return {
    cause: error,
    providerError: toProviderAnswer(error),
    ...(tellsMore && { detail: adviceOn(error.reason) }),
  };
}
