import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Answers one request in whatever way. */
export type Turn = (response: ServerResponse, request: ReceivedRequest) => void;

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Turn {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers with a problem document. */
export function problem(
  status: number,
  code: string,
  remedy: 'none' | 'retry' | 'reauthorize' | 'operator',
  headers: Record<string, string> = {},
): Turn {
  const body = {
    type: `urn:klayim:problem:${code}`,
    title: `Title of ${code}`,
    status,
    detail: `Detail of ${code}`,
    code,
    remedy,
    requestId: 'request-1',
  };
  return json(status, body, { 'content-type': 'application/problem+json; charset=utf-8', ...headers });
}

/** Closes the connection without an answer. */
export const hangUp: Turn = (response) => {
  response.destroy();
};

/** Never answers. */
export const silence: Turn = () => undefined;

/** A real server on loopback that answers its requests by a script, one turn each; the last turn is for all others. */
export async function startScriptedServer() {
  let turns: Turn[] = [];
  let received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const { method = '', url = '', headers } = request;
    const whole = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
    received.push(whole);
    const turn = turns.length > 1 ? turns.shift() : turns[0];
    (turn ?? hangUp)(response, whole);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** What the next requests get; forgets the requests so far. */
    answerWith(...script: Turn[]) {
      turns = script;
      received = [];
    },
    received: () => received,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
