import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from './logger.ts';

/** Firestore operations, as they are billed: documents read, documents written or deleted. */
export interface OperationCounts {
  reads: number;
  writes: number;
}

interface Invocation {
  fields: LogFields;
  counts: OperationCounts;
  outer: Invocation | undefined;
}

const invocations = new AsyncLocalStorage<Invocation>();

/**
 * Runs an action, such as a request or one refresh. All its log lines have `fields`, and its Firestore operations are added
 * to `counts`, including those of nested invocations.
 */
export function runInvocation<T>(
  { fields = {}, counts }: { fields?: LogFields; counts: OperationCounts },
  action: () => T,
): T {
  const outer = invocations.getStore();
  return invocations.run({ fields: { ...outer?.fields, ...fields }, counts, outer }, action);
}

/** Runs an action outside of any invocation: its operations are not counted. */
export function outsideInvocations<T>(action: () => T): T {
  return invocations.exit(action);
}

/** The fields of every log line of the current invocation; none outside of one. */
export function invocationFields(): LogFields {
  return invocations.getStore()?.fields ?? {};
}

/** Returns a function that adds to the counts of the current invocation and of those around it, whenever it is called. */
export function operationCounter(): (operations: Partial<OperationCounts>) => void {
  const innermost = invocations.getStore();
  return ({ reads = 0, writes = 0 }) => {
    for (let invocation = innermost; invocation; invocation = invocation.outer) {
      invocation.counts.reads += reads;
      invocation.counts.writes += writes;
    }
  };
}
