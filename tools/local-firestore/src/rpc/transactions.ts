import { status } from '@grpc/grpc-js';
import type {
  BeginTransactionRequest,
  BeginTransactionResponse,
  RollbackRequest,
  TransactionOptions,
} from '../model/messages.ts';
import { parseDatabaseName } from '../model/resource-names.ts';
import { RpcError, toRpcError } from '../wire/rpc-error.ts';
import type { CallContext } from './context.ts';

/** Starts a transaction, read-write unless the request says otherwise. */
export async function beginTransaction(
  request: BeginTransactionRequest,
  { databases, locks }: CallContext,
): Promise<BeginTransactionResponse> {
  const { bridge } = await databases.get(parseDatabaseName(request.database));
  const [response] = await bridge.client.beginTransaction({ ...request, options: plain(request.options) });
  if (request.options?.readOnly) {
    locks.exempt(response.transaction);
  }
  return response;
}

/** Ends a transaction without effect. One that has already ended is fine, as clients roll back after failures. */
export async function rollback(request: RollbackRequest, { databases, locks }: CallContext): Promise<object> {
  const { bridge, transactionQueries } = await databases.get(parseDatabaseName(request.database));
  transactionQueries.forget(request.transaction);
  locks.release(request.transaction);
  try {
    await bridge.client.rollback(request);
  } catch (error) {
    if (toRpcError(error).code !== status.ABORTED) {
      throw transactionError(error);
    }
  }
  return {};
}

/** Restates the library's "Unknown transaction" in Firestore's words, which the client libraries retry on. */
export function transactionError(error: unknown): RpcError {
  const rpcError = toRpcError(error);
  if (rpcError.details.includes('Unknown transaction')) {
    return new RpcError(
      status.INVALID_ARGUMENT,
      'The referenced transaction has expired or is no longer valid.',
    );
  }
  return rpcError;
}

/**
 * The request without the id of the attempt that it repeats. Firestore uses that id for priority only;
 * the library refuses it when the attempt is forgotten already.
 */
export function withoutRetry<T extends { newTransaction?: TransactionOptions | null | undefined }>(
  request: T,
): T {
  return request.newTransaction ? { ...request, newTransaction: plain(request.newTransaction) } : request;
}

function plain(options: TransactionOptions | null | undefined): TransactionOptions {
  return options?.readOnly ? { readOnly: options.readOnly } : { readWrite: {} };
}
