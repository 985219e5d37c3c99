import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { LocalFirestoreError, systemErrorCode } from '../errors.ts';

/** Every HTTP/2 connection with prior knowledge starts with this; no HTTP/1 request does. */
const http2Preface = Buffer.from('PRI * HTTP/2.0');

/** One listening port that hands its connections to two servers. */
export interface PortRouter {
  readonly port: number;
  /** Stops listening and ends every connection. */
  stop(): Promise<void>;
}

/** Where the connections go. The first bytes have not been consumed. */
export interface PortRoutes {
  http2(socket: Socket): void;
  http1(socket: Socket): void;
}

/**
 * Listens, and tells gRPC from plain HTTP by the first bytes of each connection.
 *
 * @param port 0 for any free one
 * @throws {LocalFirestoreError} port_in_use, address_unavailable
 */
export async function listenOnPort(host: string, port: number, routes: PortRoutes): Promise<PortRouter> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Connections that break off are the client's business; the servers behind see the close.
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    route(socket, routes);
  });
  await listening(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

function route(socket: Socket, routes: PortRoutes): void {
  let seen = Buffer.alloc(0);
  function onReadable(): void {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) {
      return;
    }
    seen = Buffer.concat([seen, chunk]);
    const compared = Math.min(seen.length, http2Preface.length);
    const mayBeHttp2 = seen.subarray(0, compared).equals(http2Preface.subarray(0, compared));
    if (mayBeHttp2 && compared < http2Preface.length) {
      return;
    }
    socket.off('readable', onReadable);
    socket.unshift(seen);
    if (mayBeHttp2) {
      routes.http2(socket);
    } else {
      routes.http1(socket);
    }
  }
  socket.on('readable', onReadable);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        systemErrorCode(error) === 'EADDRINUSE'
          ? new LocalFirestoreError('port_in_use', `Port ${port} on ${host} is already in use.`, error)
          : new LocalFirestoreError(
              'address_unavailable',
              `Cannot listen on ${host}:${port} (${error.message}).`,
              error,
            ),
      );
    });
    server.listen(port, host, resolve);
  });
}
