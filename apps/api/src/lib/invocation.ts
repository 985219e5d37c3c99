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
 * Runs an action, a request or one refresh, whose log lines all carry `fields` and whose Firestore operations are
 * counted into `counts`. What it starts in turn is counted for it too.
 */
export function runInvocation<T>(
  { fields = {}, counts }: { fields?: LogFields; counts: OperationCounts },
  action: () => T,
): T {
  const outer = invocations.getStore();
  return invocations.run({ fields: { ...outer?.fields, ...fields }, counts, outer }, action);
}

/** Runs an action that belongs to no invocation: nothing of it is counted. */
export function outsideInvocations<T>(action: () => T): T {
  return invocations.exit(action);
}

/** What every log line of the current invocation carries; nothing outside of one. */
export function invocationFields(): LogFields {
  return invocations.getStore()?.fields ?? {};
}

/** Adds to the counts of the invocation that is current now, and of those around it, whenever it is called. */
export function operationCounter(): (operations: Partial<OperationCounts>) => void {
  const innermost = invocations.getStore();
  return ({ reads = 0, writes = 0 }) => {
    for (let invocation = innermost; invocation; invocation = invocation.outer) {
      invocation.counts.reads += reads;
      invocation.counts.writes += writes;
    }
  };
}
