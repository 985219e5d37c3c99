import type { Metadata } from '@grpc/grpc-js';
import type { DatabaseRegistry } from '../engine/database-registry.ts';

/** What every method gets besides its request. */
export type CallContext = {
  readonly databases: DatabaseRegistry;
  /**
   * The caller's `authorization` metadata as sent (`Bearer owner` from the Admin SDK, an unsigned JWT from a
   * client SDK), or undefined. Every caller has full access; security rules would be decided from this.
   */
  readonly authorization: string | undefined;
};

/** Builds the context of one call. */
export function createCallContext(databases: DatabaseRegistry, metadata: Metadata): CallContext {
  return { databases, authorization: metadata.get('authorization')[0]?.toString() };
}
