// biome-ignore lint/correctness/noUnresolvedImports: a getter, which Biome does not see among the exports.
import { v1 } from 'firebase-admin/firestore';
import { operationCounter } from './operation-scope.ts';

/** As far as they are counted, the messages of Firestore's protocol. */
interface CommitRequest {
  writes?: readonly unknown[];
}
interface BatchWriteResponse {
  status?: readonly { code?: number | null }[];
}
interface ReadResponse {
  found?: object | null;
  missing?: string | null;
  document?: object | null;
}

type Method = (this: unknown, ...call: unknown[]) => unknown;
type Counter = ReturnType<typeof operationCounter>;
interface Emitting {
  emit(event: string, ...values: unknown[]): boolean;
}

/** Calls that answer once; writes are counted when they were applied. */
const unary: Readonly<
  Record<string, (count: Counter, request: CommitRequest, response: BatchWriteResponse) => void>
> = {
  commit: (count, { writes = [] }) => count({ writes: writes.length }),
  batchWrite: (count, _request, { status = [] }) =>
    count({ writes: status.filter(({ code }) => (code ?? 0) === 0).length }),
};

/** Calls that answer message by message. An aggregation is one read for each thousand index entries: counted as one. */
const streaming: Readonly<Record<string, (count: Counter, response: ReadResponse) => void>> = {
  batchGetDocuments: (count, { found, missing }) => count({ reads: found || missing ? 1 : 0 }),
  runQuery: (count, { document }) => count({ reads: document ? 1 : 0 }),
  runAggregationQuery: (count) => count({ reads: 1 }),
};

const metered = Symbol('metered');

/**
 * Counts the Firestore operations of every client of this process for the operation scope that makes them. All clients
 * share one generated class, and each of its methods is one call of the protocol: the counts are those of the wire.
 * A second call changes nothing.
 *
 * The client has no hook for it: google-gax hands no interceptors on, and the spans of OpenTelemetry do not say how many
 * documents a query read.
 * @see https://github.com/googleapis/gax-nodejs/issues/161
 */
export function meterFirestore(): void {
  const methods = v1.FirestoreClient.prototype as unknown as Record<string | symbol, Method | true>;
  if (methods[metered]) {
    return;
  }
  methods[metered] = true;
  for (const [name, counted] of Object.entries(unary)) {
    replace(methods, name, (original, client, call) => {
      const count = operationCounter();
      const answer = original.apply(client, call) as Promise<[BatchWriteResponse]>;
      return answer.then((result) => {
        counted(count, (call[0] ?? {}) as CommitRequest, result[0]);
        return result;
      });
    });
  }
  for (const [name, counted] of Object.entries(streaming)) {
    replace(methods, name, (original, client, call) => {
      const count = operationCounter();
      const stream = original.apply(client, call) as Emitting;
      // A listener of our own would set the stream flowing before the client is ready for it.
      const emit = stream.emit.bind(stream);
      stream.emit = (event, ...values) => {
        if (event === 'data') {
          counted(count, (values[0] ?? {}) as ReadResponse);
        }
        return emit(event, ...values);
      };
      return stream;
    });
  }
}

function replace(
  methods: Record<string | symbol, Method | true>,
  name: string,
  replacement: (original: Method, client: unknown, call: unknown[]) => unknown,
): void {
  const original = methods[name];
  if (typeof original !== 'function') {
    throw new Error(`Firestore's client has no ${name}`);
  }
  methods[name] = function (this: unknown, ...call: unknown[]) {
    return replacement(original, this, call);
  };
}
