import type { ProblemCode } from './generated/operations.ts';
import type { Schemas } from './operations.ts';

/**
 * A code of the API, or why there is no answer of it: `network_error` (nothing came back), `timeout`, `invalid_answer`
 * (something came back that is not the API's), `connection_lost` (in the middle of a streamed answer).
 */
export type KlayimErrorCode =
  | ProblemCode
  | 'network_error'
  | 'timeout'
  | 'invalid_answer'
  | 'connection_lost';

/** Details of a {@link KlayimError}. */
export interface KlayimErrorDetails {
  /** The operation that was called. */
  operationId: string;
  status?: number | undefined;
  problem?: Schemas['ProblemDetails'] | undefined;
  requestId?: string | undefined;
  retryAfterMs?: number | undefined;
  attempts?: number | undefined;
  cause?: unknown;
}

/** Everything that a call can fail with, but an abort of the caller's own. */
export class KlayimError extends Error {
  override readonly name = 'KlayimError';
  readonly code: KlayimErrorCode;
  readonly operationId: string;
  /** HTTP status; undefined when nothing was answered. */
  readonly status: number | undefined;
  /** The API's problem document (RFC 9457); undefined when the answer is not from the API, or none came. */
  readonly problem: Schemas['ProblemDetails'] | undefined;
  /** Names the request in the service's logs. */
  readonly requestId: string | undefined;
  /** When to retry the same call, in milliseconds from the answer; undefined when the answer does not say. */
  readonly retryAfterMs: number | undefined;
  /** How often the request was sent. */
  readonly attempts: number;

  constructor(code: KlayimErrorCode, details: KlayimErrorDetails) {
    const { operationId, status, problem, requestId, retryAfterMs, attempts = 1, cause } = details;
    super(`${operationId}: ${problem?.detail ?? problem?.title ?? sentences[code] ?? code}`, { cause });
    this.code = code;
    this.operationId = operationId;
    this.status = status;
    this.problem = problem;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.attempts = attempts;
  }
}

const sentences: { [code: string]: string | undefined } = {
  network_error: 'no answer came',
  timeout: 'no answer came in time',
  invalid_answer: 'the answer is not one of the API',
  connection_lost: 'the answer broke off',
};

/** Whether an error is a {@link KlayimError}, of one of the given codes when any are given. */
export function isKlayimError(error: unknown, ...codes: KlayimErrorCode[]): error is KlayimError {
  return error instanceof KlayimError && (codes.length === 0 || codes.includes(error.code));
}
