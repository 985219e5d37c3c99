import type { Metadata } from '@grpc/grpc-js';
import { type Authorizer, createAuthorizer } from '../authorization/authorizer.ts';
import type { RulesStore } from '../authorization/rules-store.ts';
import type { DatabaseRegistry } from '../engine/database-registry.ts';
import type { IndexCheck } from '../indexes/index-check.ts';

/** What the server gives to the methods of every call. */
export interface ServerContext {
  readonly databases: DatabaseRegistry;
  readonly indexes: IndexCheck;
  readonly rules: RulesStore;
}

/** What every method gets besides its request. */
export type CallContext = ServerContext & {
  /** Asks the security rules for the caller. */
  readonly authorizer: Authorizer;
};

/** Builds the context of one call. @throws {RpcError} UNAUTHENTICATED */
export function createCallContext(server: ServerContext, metadata: Metadata): CallContext {
  const authorization = metadata.get('authorization')[0]?.toString();
  return { ...server, authorizer: createAuthorizer(server.rules, authorization) };
}
