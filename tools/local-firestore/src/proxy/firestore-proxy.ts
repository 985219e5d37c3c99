import { connect, type Socket } from 'node:net';
import {
  Client,
  credentials,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { LocalFirestoreError } from '../errors.ts';
import { listenOnPort } from '../server/port-router.ts';
import { firestoreService } from '../wire/protocol.ts';
import { forwardDuplex, forwardServerStream, forwardUnary, type Route } from './forward.ts';
import { createInterceptors, type Interceptor } from './interceptors.ts';
import { createWireCounter, type WireCounts } from './wire-counts.ts';

const loopbackHost = '127.0.0.1';
/** The proxy must not be stricter than its target. */
const noLimit = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

export interface FirestoreProxyOptions {
  /** `host:port` of the emulator behind the proxy. */
  target: string;
  /** 0, the default, takes any free port on 127.0.0.1. */
  port?: number;
}

export interface FirestoreProxy {
  /** `host:port` of the proxy, as in FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  readonly port: number;
  /** What went over the wire since the start or the last reset; a copy. Listeners are not counted as reads. */
  counts(): WireCounts;
  /** Sets all counts to zero. */
  reset(): void;
  /**
   * Lets a function see, delay or fail every message.
   *
   * @returns takes it out again
   */
  intercept(interceptor: Interceptor): () => void;
  /** Ends all connections. Calling it again does nothing more. */
  stop(): Promise<void>;
}

/**
 * Starts a forwarder in front of a Firestore emulator, ours or Google's. Messages pass through as bytes and
 * metadata in both directions; plain HTTP (the emulator's own endpoints) passes through too.
 *
 * @throws {LocalFirestoreError} invalid_target when the target is not `host:port`, port_in_use
 */
export async function startFirestoreProxy(options: FirestoreProxyOptions): Promise<FirestoreProxy> {
  const { target, port = 0 } = options;
  const address = parseTarget(target);
  const counter = createWireCounter();
  const interceptors = createInterceptors();
  const client = new Client(target, credentials.createInsecure(), noLimit);
  const server = new Server(noLimit);

  const handlers: UntypedServiceImplementation = {};
  const definitions: Record<string, MethodDefinition<Buffer, Buffer>> = {};
  for (const [rpc, definition] of Object.entries(firestoreService())) {
    const route: Route = { rpc, definition, client, counter, interceptors };
    definitions[rpc] = asBytes(definition);
    if (definition.requestStream) {
      handlers[rpc] = forwardDuplex(route);
    } else {
      handlers[rpc] = definition.responseStream ? forwardServerStream(route) : forwardUnary(route);
    }
  }
  server.addService(definitions satisfies ServiceDefinition, handlers);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const router = await listenOnPort(loopbackHost, port, {
    http2: (socket) => injector.injectConnection(socket),
    http1: (socket) => pipe(socket, connect(address)),
  }).catch((error: unknown) => {
    client.close();
    throw error;
  });

  async function close(): Promise<void> {
    injector.destroy();
    server.forceShutdown();
    client.close();
    await router.stop();
  }
  let stopped: Promise<void> | undefined;
  return {
    host: `${loopbackHost}:${router.port}`,
    port: router.port,
    counts: () => counter.counts(),
    reset: () => counter.reset(),
    intercept: (interceptor) => interceptors.add(interceptor),
    stop() {
      stopped ??= close();
      return stopped;
    },
  };
}

function parseTarget(target: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:/]+)):(\d+)$/.exec(target);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) {
    throw new LocalFirestoreError('invalid_target', `The target must be host:port, not "${target}".`);
  }
  return { host, port: Number(match?.[3]) };
}

function asBytes({
  path,
  requestStream,
  responseStream,
}: MethodDefinition<object, object>): MethodDefinition<Buffer, Buffer> {
  const asIs = (bytes: Buffer) => bytes;
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

function pipe(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  one.on('close', () => other.destroy());
  other.on('error', () => one.destroy());
}
