import type { Metadata } from '@grpc/grpc-js';
import type { DatabaseRegistry } from '../engine/database-registry.ts';
import type { IndexCheck } from '../indexes/index-check.ts';

/** What the server gives to the methods of every call. */
export type ServerContext = { readonly databases: DatabaseRegistry; readonly indexes: IndexCheck };

/** What every method gets besides its request. */
export type CallContext = ServerContext & {
  /**
   * The caller's `authorization` metadata as sent (`Bearer owner` from the Admin SDK, an unsigned JWT from a
   * client SDK), or undefined. Every caller has full access; security rules would be decided from this.
   */
  readonly authorization: string | undefined;
};

/** Builds the context of one call. */
export function createCallContext(server: ServerContext, metadata: Metadata): CallContext {
  return { ...server, authorization: metadata.get('authorization')[0]?.toString() };
}
