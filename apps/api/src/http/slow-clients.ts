import type { Server } from 'node:http';
import { minuteMs } from '../lib/duration.ts';

/** How long a client may take, in milliseconds. */
export interface ClientPatience {
  headersTimeoutMs: number;
  requestTimeoutMs: number;
}

/** A request may take as long as the function may run; its headers a sixth of that. */
const defaultPatience: ClientPatience = { headersTimeoutMs: 10_000, requestTimeoutMs: minuteMs };
const maxHeaders = 100;

/**
 * Ends requests whose headers or body do not arrive in time (408), and overlooks headers beyond the hundredth. Google's
 * front end shields a function from most of it, but not from a body that trickles in: Node's own patience is five minutes,
 * and each such request would hold one of the instance's eighty places.
 */
export function limitSlowClients(
  server: Server,
  { headersTimeoutMs, requestTimeoutMs }: ClientPatience = defaultPatience,
): void {
  // Node's default is to check for slow clients every 30 seconds; it can only be set before the server listens.
  Object.assign(server, { connectionsCheckingInterval: headersTimeoutMs / 10 });
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.maxHeadersCount = maxHeaders;
}
