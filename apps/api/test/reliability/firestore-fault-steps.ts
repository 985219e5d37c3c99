import type { FirestoreProxy, InterceptedCall } from '@klayim/local-firestore';

/** gRPC statuses that an outage, an overload or contention brings (doc/statuscodes.md of the gRPC project). */
export const grpcStatus = {
  DEADLINE_EXCEEDED: 4,
  RESOURCE_EXHAUSTED: 8,
  ABORTED: 10,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;

export type GrpcStatusName = keyof typeof grpcStatus;

/** The calls that a refresh makes, as they look on the wire. */
export type Step =
  | 'reading'
  | 'lease'
  | 'commit of the token'
  | 'record of an outage'
  | 'record of a dead grant'
  | 'release'
  | 'other';

interface WireRequest {
  documents?: string[];
  writes?: {
    update?: { name?: string; fields?: Record<string, object> };
    updateMask?: { fieldPaths?: string[] };
  }[];
}

/** Which step a request belongs to: told by what it writes, not by its number. */
export function stepOf({ rpc, message }: Pick<InterceptedCall, 'rpc' | 'message'>): Step {
  const { writes } = message as WireRequest;
  if (rpc === 'BatchGetDocuments') {
    return 'reading';
  }
  const write = writes?.[0];
  const written = new Set(write?.updateMask?.fieldPaths);
  // What a sweep writes together is of one kind here.
  if ((rpc !== 'Commit' && rpc !== 'BatchWrite') || !written.has('refreshLease')) {
    return 'other';
  }
  if (written.has('credentials')) {
    return 'commit of the token';
  }
  if (written.has('status')) {
    return written.has('lastError') && !isLater(write?.update?.fields)
      ? 'record of a dead grant'
      : 'record of an outage';
  }
  return isNull(write?.update?.fields?.['refreshLease']) ? 'release' : 'lease';
}

/** The documents that a request is about. */
function namesOf({ message }: Pick<InterceptedCall, 'message'>): string {
  const { documents = [], writes = [] } = message as WireRequest;
  return [...documents, ...writes.map((write) => write.update?.name)].join();
}

/** An outage is looked at again later; a dead grant is not. */
function isLater(fields: Record<string, object> | undefined): boolean {
  return !isNull(fields?.['refreshDueAt']);
}

function isNull(value: object | undefined): boolean {
  return value !== undefined && 'nullValue' in value;
}

/** What happens to a step. */
export interface FirestoreFault {
  /** Only calls about this document. Default: any. */
  documentId?: string;
  step: Step;
  /** `request`: nothing was done. `response`: it was done, and the answer is lost. */
  phase: 'request' | 'response';
  /** Fails the call; or something that holds it up for as long as it likes. */
  effect: GrpcStatusName | (() => Promise<void>);
  /** How many calls, retries included. Default: 1. */
  times?: number;
}

/** Faults that wait on the wire. */
export interface PlantedFault {
  /** How often it has struck. */
  struck: () => number;
  remove: () => void;
}

/**
 * Plants a fault on the wire. An answer does not name its question, so the one that follows a question of the step is
 * taken: a commit that is refused for its precondition has none, and nothing else is written meanwhile.
 */
export function plantFault(
  proxy: FirestoreProxy,
  { step, phase, effect, times = 1, documentId = '' }: FirestoreFault,
): PlantedFault {
  let struck = 0;
  const awaitedRpcs = new Set<string>();

  async function strike() {
    struck += 1;
    if (typeof effect === 'function') {
      return effect();
    }
    throw Object.assign(new Error('injected'), { code: grpcStatus[effect], details: 'injected by a test' });
  }

  const remove = proxy.intercept(async (call) => {
    if (struck >= times) {
      return;
    }
    if (call.phase === 'request') {
      if (stepOf(call) !== step || !namesOf(call).includes(documentId)) {
        return;
      }
      if (phase === 'request') {
        await strike();
      } else {
        awaitedRpcs.add(call.rpc);
      }
    } else if (awaitedRpcs.delete(call.rpc)) {
      await strike();
    }
  });
  return { struck: () => struck, remove };
}
