import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from './logger.ts';

/** Firestore operations, as they are billed: documents read, documents written or deleted. */
export interface OperationCounts {
  reads: number;
  writes: number;
}

interface OperationScope {
  fields: LogFields;
  counts: OperationCounts;
  outer: OperationScope | undefined;
}

const scopes = new AsyncLocalStorage<OperationScope>();

/**
 * Runs an action, such as a request or one refresh. All its log lines have `fields`, and its Firestore operations are added
 * to `counts`, including those of nested scopes.
 */
export function runInOperationScope<T>(
  { fields = {}, counts }: { fields?: LogFields; counts: OperationCounts },
  action: () => T,
): T {
  const outer = scopes.getStore();
  return scopes.run({ fields: { ...outer?.fields, ...fields }, counts, outer }, action);
}

/** Runs an action outside of any operation scope: its operations are not counted. */
export function outsideOperationScopes<T>(action: () => T): T {
  return scopes.exit(action);
}

/** The fields of every log line of the current operation scope; none outside of one. */
export function operationFields(): LogFields {
  return scopes.getStore()?.fields ?? {};
}

/** Returns a function that adds to the counts of the current operation scope and of those around it, whenever it is called. */
export function operationCounter(): (operations: Partial<OperationCounts>) => void {
  const innermost = scopes.getStore();
  return ({ reads = 0, writes = 0 }) => {
    for (let scope = innermost; scope; scope = scope.outer) {
      scope.counts.reads += reads;
      scope.counts.writes += writes;
    }
  };
}
