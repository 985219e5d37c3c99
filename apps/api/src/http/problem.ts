import type { ProblemDetails } from '@klayim/shared/types';
import { AppError, isAppError } from '../errors/app-error.ts';
import { errorMeanings } from '../errors/error-codes.ts';
import { fromFirestore } from '../lib/firestore-errors.ts';

/** An answer of 400 and above. */
export interface ProblemAnswer {
  problem: ProblemDetails;
  headers: Record<string, string>;
}

/**
 * Puts an error into the form of RFC 9457. `type` is a URN: it names the problem and promises no page.
 * `detail` says what the title does not: it is absent when there is no more to say, and always from a 500.
 */
export function toProblem(error: AppError, requestId: string): ProblemAnswer {
  const { status, title, remedy } = errorMeanings[error.code];
  const problem: ProblemDetails = {
    type: `urn:klayim:problem:${error.code}`,
    title,
    status,
    ...(status !== 500 && error.detail !== undefined && error.detail !== title && { detail: error.detail }),
    code: error.code,
    remedy,
    requestId,
    ...(error.integrationId !== undefined && { integrationId: error.integrationId }),
    ...(error.faults && { errors: error.faults }),
  };
  return { problem, headers: headersOf(error, status) };
}

function headersOf(error: AppError, status: number): Record<string, string> {
  const headers: Record<string, string> = {};
  if (status === 401) headers['WWW-Authenticate'] = challengeOf(error);
  if (error.retryAfterMs !== undefined) {
    headers['Retry-After'] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
  }
  return headers;
}

/** RFC 6750, section 3: a request without a token learns no error code. */
function challengeOf(error: AppError): string {
  const challenge = 'Bearer realm="klayim"';
  return error.code === 'unauthenticated' ? challenge : `${challenge}, error="invalid_token"`;
}

/**
 * Makes an {@link AppError} of anything that was thrown while a request was served. Errors that Express and its body
 * parser blame on the request keep their meaning, an outage of Firestore is store_unavailable, and everything unknown is internal_error.
 */
export function toAppError(thrown: unknown): AppError {
  const error = fromFirestore(thrown);
  if (isAppError(error)) return error;
  switch (blamedStatus(error)) {
    case undefined:
      return new AppError('internal_error', { cause: error });
    case 413:
      return new AppError('payload_too_large', { cause: error });
    case 415:
      return new AppError('unsupported_media_type', { cause: error });
    default:
      return new AppError('invalid_request', { cause: error });
  }
}

/** The 4xx status that http-errors and the router put on errors of the request. */
function blamedStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}
