import type { IncomingMessage, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { listen } from '../http/listen.ts';

/** A request as it arrived. */
export interface ArrivedRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server on loopback that answers every request as it is told. */
export interface OddServer {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  requests: ArrivedRequest[];
}

/** Starts an {@link OddServer}, which stops when the test ends. */
export async function startOddServer(
  answer: (response: ServerResponse, request: ArrivedRequest) => void,
): Promise<OddServer> {
  const requests: ArrivedRequest[] = [];
  const server = await listen((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      answer(response, request);
    });
  });
  onTestFinished(server.close);
  return { origin: server.url, requests };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** An ID token of these claims, as it comes from a token endpoint. Nobody signed it. */
export function idTokenOf(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'RS256' })}.${encode(claims)}.signature`;
}
