import {
  type CallOptions,
  type Client,
  Metadata,
  type MethodDefinition,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceError,
  type StatusObject,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { writeMessage } from '../wire/backpressure.ts';
import { RpcError, toRpcError } from '../wire/rpc-error.ts';
import type { Interceptors } from './interceptors.ts';
import type { WireCounter } from './wire-counts.ts';

/** These describe one hop, and the proxy's own client sets them again. */
const hopHeaders = [
  'user-agent',
  'accept-encoding',
  'grpc-accept-encoding',
  'grpc-timeout',
  'content-type',
  'te',
];

type Incoming = Pick<ServerUnaryCall<Buffer, Buffer>, 'metadata' | 'getDeadline' | 'sendMetadata'>;

/** What it takes to forward one method: messages stay bytes, decoded only to be looked at. */
export interface Route {
  readonly rpc: string;
  readonly definition: MethodDefinition<object, object>;
  readonly client: Client;
  readonly counter: WireCounter;
  readonly interceptors: Interceptors;
}

const asIs = (bytes: Buffer) => bytes;

/** Handler of a method with one request and one response. */
export function forwardUnary(route: Route) {
  return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>): void => {
    route.counter.called(route.rpc);
    const request = route.definition.requestDeserialize(call.request);
    let trailer: Metadata | undefined;

    const ask = () =>
      new Promise<Buffer>((resolve, reject) => {
        if (call.cancelled) {
          reject(new RpcError(status.CANCELLED, 'The caller is gone.'));
          return;
        }
        const { path } = route.definition;
        const { metadata, options } = outgoing(call);
        const upstream = route.client.makeUnaryRequest(
          path,
          asIs,
          asIs,
          call.request,
          metadata,
          options,
          (error, response) => {
            if (response === undefined) {
              reject(error ?? new Error('The target answered without a message.'));
            } else {
              resolve(response);
            }
          },
        );
        upstream.on('metadata', (received) => call.sendMetadata(received));
        upstream.on('status', (received) => {
          trailer = received.metadata;
        });
        call.on('cancelled', () => upstream.cancel());
      });

    async function forward(): Promise<Buffer> {
      await route.interceptors.run({ rpc: route.rpc, phase: 'request', message: request });
      const response = await ask();
      await answered(route, request, response);
      return response;
    }
    forward().then(
      (response) => callback(null, response, trailer),
      (error: unknown) => callback(asStatus(error)),
    );
  };
}

/** Handler of a method with one request and a stream of responses. */
export function forwardServerStream(route: Route) {
  return (call: ServerWritableStream<Buffer, Buffer>): void => {
    route.counter.called(route.rpc);
    const request = route.definition.requestDeserialize(call.request);

    async function forward(): Promise<void> {
      await route.interceptors.run({ rpc: route.rpc, phase: 'request', message: request });
      const { metadata, options } = outgoing(call);
      const { path } = route.definition;
      const upstream = route.client.makeServerStreamRequest(
        path,
        asIs,
        asIs,
        call.request,
        metadata,
        options,
      );
      call.on('cancelled', () => upstream.cancel());
      await relay(route, call, upstream, () => request);
    }
    forward().catch((error: unknown) => call.emit('error', asStatus(error)));
  };
}

/** Handler of a method with streams both ways. */
export function forwardDuplex(route: Route) {
  return (call: ServerDuplexStream<Buffer, Buffer>): void => {
    route.counter.called(route.rpc);
    const { metadata, options } = outgoing(call);
    const upstream = route.client.makeBidiStreamRequest(route.definition.path, asIs, asIs, metadata, options);
    call.on('cancelled', () => upstream.cancel());
    // Every request of a Write stream has exactly one answer, in order.
    const unanswered: object[] = [];

    async function sendRequests(): Promise<void> {
      for await (const bytes of call as AsyncIterable<Buffer>) {
        const message = route.definition.requestDeserialize(bytes);
        await route.interceptors.run({ rpc: route.rpc, phase: 'request', message });
        if (route.rpc === 'Write') {
          unanswered.push(message);
        }
        upstream.write(bytes);
      }
      upstream.end();
    }
    const responses = relay(route, call, upstream, () => unanswered.shift() ?? {});
    Promise.all([sendRequests(), responses]).catch((error: unknown) => {
      upstream.cancel();
      call.emit('error', asStatus(error));
    });
  };
}

type Upstream = AsyncIterable<Buffer> & {
  on(event: 'metadata', listener: (metadata: Metadata) => void): unknown;
  on(event: 'status', listener: (status: StatusObject) => void): unknown;
  cancel(): void;
};

async function relay(
  route: Route,
  call: ServerWritableStream<Buffer, Buffer> | ServerDuplexStream<Buffer, Buffer>,
  upstream: Upstream,
  nextRequest: () => object,
): Promise<void> {
  let trailer: Metadata | undefined;
  upstream.on('metadata', (received) => call.sendMetadata(received));
  upstream.on('status', (received) => {
    trailer = received.metadata;
  });
  try {
    for await (const response of upstream) {
      await answered(route, nextRequest(), response);
      if (!(await writeMessage(call, response))) {
        return;
      }
    }
    call.end(trailer);
  } finally {
    upstream.cancel();
  }
}

async function answered(route: Route, request: object, bytes: Buffer): Promise<void> {
  const message = route.definition.responseDeserialize(bytes);
  route.counter.answered(route.rpc, request, message);
  await route.interceptors.run({ rpc: route.rpc, phase: 'response', message });
}

function outgoing(call: Incoming): { metadata: Metadata; options: CallOptions } {
  const metadata = call.metadata.clone();
  for (const header of hopHeaders) {
    metadata.remove(header);
  }
  return { metadata, options: { deadline: call.getDeadline() } };
}

function asStatus(error: unknown): Partial<ServiceError> {
  const { code, details } = toRpcError(error);
  const metadata = error instanceof Error && 'metadata' in error ? error.metadata : undefined;
  return { code, details, ...(metadata instanceof Metadata ? { metadata } : {}) };
}
