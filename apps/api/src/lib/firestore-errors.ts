import { AppError } from '../errors/app-error.ts';

// gRPC status codes (grpc/status.md of the gRPC project).
const invalidArgument = 3;
const notFound = 5;
const alreadyExists = 6;
const failedPrecondition = 9;
const aborted = 10;
const transient = new Set([4, 8, aborted, 13, 14]); // DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Whether a create failed because the document exists. */
export function isAlreadyExists(error: unknown): boolean {
  return statusOf(error) === alreadyExists;
}

/** Whether a write failed because the document has another version than its precondition names, or does not exist. */
export function isPreconditionFailed(error: unknown): boolean {
  const status = statusOf(error);
  return status === failedPrecondition || status === notFound;
}

/** Whether a write failed because documents were changed, created or deleted since they were read. */
export function isContention(error: unknown): boolean {
  return isPreconditionFailed(error) || isAlreadyExists(error) || statusOf(error) === aborted;
}

/** Whether a commit failed because its transaction has ended: an earlier attempt wrote its changes, or none did. */
export function isClosedTransaction(error: unknown): boolean {
  return (
    statusOf(error) === invalidArgument &&
    error instanceof Error &&
    /transaction (is invalid or closed|has expired)/i.test(error.message)
  );
}

/** Whether a write can never be stored as it is: a document that would be larger than 1 MiB, for instance. */
export function isInvalidWrite(error: unknown): boolean {
  return statusOf(error) === invalidArgument && !isClosedTransaction(error);
}

/** Whether the same call may succeed later: an outage, an overload or contention. */
export function isTransient(error: unknown): boolean {
  return transient.has(Number(statusOf(error)));
}

/** The error as the rest of the service knows it: a transient one of Firestore is `store_unavailable`. */
export function fromFirestore(error: unknown): unknown {
  return isTransient(error)
    ? new AppError('store_unavailable', { cause: error, retryAfterMs: 2_000 })
    : error;
}
