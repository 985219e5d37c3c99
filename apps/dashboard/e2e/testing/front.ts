import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a {@link Front} treats what browsers ask of it. */
export type FrontMode =
  /** Passes everything on. */
  | 'open'
  /** Answers calls of the API with a page, as Hosting does when nothing is behind it, and passes the rest on. */
  | 'bad-gateway'
  /** Takes calls of the API, and never answers them. */
  | 'silent';

/** A server between browsers and Hosting. */
export interface Front {
  url: string;
  set: (mode: FrontMode) => void;
  /** Closes the port and all connections: browsers are refused. */
  refuse: () => Promise<void>;
  /** Listens again. */
  accept: () => Promise<void>;
  close: () => Promise<void>;
}

const gatewayPage =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Error: Server Error</h1></body></html>';

/** Starts a server that stands before another one, and can be away as such servers are. */
export async function startFront(target: string): Promise<Front> {
  let mode: FrontMode = 'open';
  const server = createServer((incoming, answer) => {
    const isCall = /^\/api(\/|$)/.test(incoming.url ?? '');
    if (isCall && mode === 'bad-gateway') {
      answer.writeHead(502, { 'content-type': 'text/html; charset=UTF-8' }).end(gatewayPage);
    } else if (!isCall || mode !== 'silent') {
      passOn(incoming, answer, target);
    }
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const refuse = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    set: (next) => {
      mode = next;
      // What was asked for meanwhile ends as if the server behind had been killed.
      server.closeAllConnections();
    },
    refuse,
    accept: async () => {
      await listen(port);
    },
    close: async () => {
      if (server.listening) {
        await refuse();
      }
    },
  };
}

function passOn(incoming: IncomingMessage, answer: ServerResponse, target: string): void {
  const onward = request(
    new URL(incoming.url ?? '/', target),
    { method: incoming.method, headers: incoming.headers },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    },
  );
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
