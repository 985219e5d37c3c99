import type { ServerResponse } from 'node:http';
import type { ProblemDetails, ProblemFault } from '@klayim/shared/types';
import { AppError, isAppError, type ProviderAnswer } from '../errors/app-error.ts';
import { errorMeanings } from '../errors/error-codes.ts';
import { fromFirestore } from '../lib/firestore-errors.ts';

/** Faults that one answer names at most. */
export const maxFaults = 100;
/** Longest pointer and message of one fault, and longest detail, in UTF-16 units. */
const maxFaultLength = 300;
const maxDetailLength = 1_000;

/** @see https://github.com/expressjs/body-parser#errors */
const bodyParserErrors: readonly string[] = [
  'charset.unsupported',
  'encoding.unsupported',
  'entity.parse.failed',
  'entity.too.large',
  'entity.verify.failed',
  'parameters.too.many',
  'querystring.parse.rangeError',
  'request.aborted',
  'request.size.invalid',
];

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
    ...(tellsDetail(error, status) && { detail: cut(error.detail ?? '', maxDetailLength) }),
    code: error.code,
    remedy,
    requestId,
    ...(error.providerError && toProviderFields(error.providerError)),
    ...(error.integrationId !== undefined && { integrationId: error.integrationId }),
    ...(error.faults && faultsOf(error.faults, error.omittedFaults)),
  };
  return { problem, headers: headersOf(error, status) };
}

function toProviderFields({
  reason,
  helpUrl,
  ...providerError
}: ProviderAnswer): Pick<ProblemDetails, 'reason' | 'helpUrl' | 'providerError'> {
  return { reason, ...(helpUrl !== null && { helpUrl }), providerError };
}

/** Answers a request with a problem document where there is no Express app to do so. */
export function writeProblem(response: ServerResponse, error: AppError, requestId: string): void {
  const { problem, headers } = toProblem(error, requestId);
  const type = { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' };
  response.writeHead(problem.status, { ...headers, ...type, 'X-Request-Id': requestId });
  response.end(JSON.stringify(problem));
}

/** The first faults, each short, and how many more there are. An answer stays small whatever it is about. */
function faultsOf(
  faults: readonly ProblemFault[],
  omitted: number,
): Pick<ProblemDetails, 'errors' | 'omittedErrors'> {
  const errors = faults.slice(0, maxFaults).map(({ in: part, pointer, message }) => ({
    in: part,
    pointer: cut(pointer, maxFaultLength),
    message: cut(message, maxFaultLength),
  }));
  const omittedErrors = faults.length - errors.length + omitted;
  return { errors, ...(omittedErrors > 0 && { omittedErrors }) };
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text;
}

function headersOf(error: AppError, status: number): Record<string, string> {
  const headers: Record<string, string> = {};
  if (status === 401) {
    headers['WWW-Authenticate'] = challengeOf(error);
  }
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
  if (isAppError(error)) {
    return error;
  }
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

/**
 * The 4xx status that Express's router and body parser put on errors of the request. Errors of other libraries have a
 * `status` too, of an answer that we got: they say nothing of the request that we serve.
 */
function blamedStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') {
    return undefined;
  }
  if (error.status < 400 || error.status >= 500) {
    return undefined;
  }
  const isOfBodyParser =
    'expose' in error && 'type' in error && bodyParserErrors.includes(String(error.type));
  const isOfRouter = error instanceof URIError && error.status === 400;
  return isOfBodyParser || isOfRouter ? error.status : undefined;
}

/** What is wrong inside the service is not told to callers, and the title is not said twice. */
function tellsDetail({ code, detail }: AppError, status: number): boolean {
  const { title } = errorMeanings[code];
  return status !== 500 && code !== 'configuration_invalid' && detail !== undefined && detail !== title;
}
