import type { ConnectionReason, ProblemDetails, ProblemFault } from '@klayim/shared/types';
import type { ErrorCode } from './error-codes.ts';

/** What a provider said, by values of a known form, and why. */
export interface ProviderAnswer extends NonNullable<ProblemDetails['providerError']> {
  reason: ConnectionReason;
  /** The provider's page about the reason; null without one. */
  helpUrl: string | null;
}

/** Details of an {@link AppError}. */
export interface AppErrorDetails {
  /** What is special about this occurrence, as a sentence for the caller. It must never hold a secret. */
  detail?: string | undefined;
  /** What led here; it is logged by name only and never sent. */
  cause?: unknown;
  /** When the same request is worth trying again, in milliseconds from now. */
  retryAfterMs?: number | undefined;
  /** The faults of a refused request, one by one. */
  faults?: ProblemFault[];
  /** Faults that are not in the list. Default: none. */
  omittedFaults?: number;
  /** The integration that is in the way; it must belong to the caller's organization. */
  integrationId?: string | undefined;
  /** What the provider said, when it refused. */
  providerError?: ProviderAnswer | undefined;
}

/** The one error class of this codebase: a stable code, and what the caller may know. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly faults: ProblemFault[] | undefined;
  readonly omittedFaults: number;
  readonly integrationId: string | undefined;
  readonly providerError: ProviderAnswer | undefined;

  constructor(code: ErrorCode, details: AppErrorDetails = {}) {
    const { detail, cause, retryAfterMs, faults, omittedFaults = 0, integrationId, providerError } = details;
    super(detail ?? code, { cause });
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
    this.faults = faults;
    this.omittedFaults = omittedFaults;
    this.integrationId = integrationId;
    this.providerError = providerError;
  }
}

/** Whether an error is an {@link AppError}, of one of the given codes when any are given. */
export function isAppError(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code));
}
