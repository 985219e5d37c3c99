/** A message on its way through the proxy. */
export interface InterceptedCall {
  /** The method's name: `Commit`, `BatchGetDocuments`, … */
  readonly rpc: string;
  /** In the `response` phase the target has done its work already. */
  readonly phase: 'request' | 'response';
  /** The decoded message; changing it changes nothing on the wire. */
  readonly message: object;
}

/**
 * Sees every message. A promise delays the message until it resolves; a throw fails the call with the error's
 * `code` (a gRPC status) and `details`, or with INTERNAL when it has none.
 */
export type Interceptor = (call: InterceptedCall) => void | Promise<void>;

/** The interceptors of one proxy, asked one after the other in the order in which they were added. */
export interface Interceptors {
  add(interceptor: Interceptor): () => void;
  run(call: InterceptedCall): Promise<void>;
}

export function createInterceptors(): Interceptors {
  const interceptors = new Set<{ readonly run: Interceptor }>();
  return {
    add(interceptor) {
      // Wrapped, so that adding one function twice makes two entries.
      const entry = { run: interceptor };
      interceptors.add(entry);
      return () => {
        interceptors.delete(entry);
      };
    },
    async run(call) {
      for (const { run } of [...interceptors]) {
        await run(call);
      }
    },
  };
}
