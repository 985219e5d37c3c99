import { status } from '@grpc/grpc-js';

/** An error that gRPC sends as a status: a numeric code and its details. */
export class RpcError extends Error {
  readonly code: status;
  readonly details: string;

  /**
   * @param code a gRPC status code
   * @param details what the caller reads
   */
  constructor(code: status, details: string) {
    super(details);
    this.name = 'RpcError';
    this.code = code;
    this.details = details;
  }
}

/**
 * Turns whatever was thrown into a gRPC status. The database's own errors start with
 * `6 ALREADY_EXISTS: `; that prefix goes, because the client library adds it again.
 * Anything without a code becomes INTERNAL.
 */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) {
    return error;
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'number' ? error.code : status.INTERNAL;
    const details = 'details' in error && typeof error.details === 'string' ? error.details : error.message;
    return new RpcError(code, details.replace(/^\d+ [A-Z_]+: /, ''));
  }
  return new RpcError(status.INTERNAL, String(error));
}
