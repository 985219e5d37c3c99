import { type IncomingMessage, request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { WebhookFailure } from '@klayim/shared/types';
import { AddressNotAllowedError, guardLookup, isAllowedHost, type ResolveHost } from './guarded-lookup.ts';
import { isLoopbackUrl } from './webhook-url.ts';

/** Bytes of an answer that are read: enough for the echo of a challenge. The rest is not waited for. */
const maxAnswerBytes = 4_096;

/** A request to an endpoint. */
export interface WebhookRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** JSON. */
  body: string;
}

/** What came of a request. An answer's body is cut off after 4 KiB. */
export type WebhookResponse =
  | { status: number; body: string }
  | { status: null; failure: Extract<WebhookFailure, 'address_not_allowed' | 'network_error' | 'timeout'> };

export interface RequestSenderDependencies {
  resolveHost: ResolveHost;
  /** Whether `http` on loopback may be called: only where emulators run. */
  allowsLoopback: () => boolean;
  /** For the whole exchange, in milliseconds. Default: 10 s. */
  timeoutMs?: number | undefined;
}

/** Sends a request to an endpoint. It never throws. */
export type SendRequest = (request: WebhookRequest) => Promise<WebhookResponse>;

/**
 * Sends requests to URLs that customers have chosen: to public addresses alone, each over a connection of its own whose
 * address is checked as it is made, without redirects, within a timeout, and reading a few KiB of the answer at most.
 */
export function createRequestSender({
  resolveHost,
  allowsLoopback,
  timeoutMs = 10_000,
}: RequestSenderDependencies): SendRequest {
  return async (request) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const isLocal = allowsLoopback() && isLoopbackUrl(request.url);
    try {
      const response = await open(request, { signal, resolveHost, isLocal });
      return { status: response.statusCode ?? 0, body: await readStart(response, signal) };
    } catch (error) {
      if (error instanceof AddressNotAllowedError) {
        return { status: null, failure: 'address_not_allowed' };
      }
      return { status: null, failure: signal.aborted ? 'timeout' : 'network_error' };
    }
  };
}

interface OpenOptions {
  signal: AbortSignal;
  resolveHost: ResolveHost;
  isLocal: boolean;
}

function open(
  { url, headers, body }: WebhookRequest,
  { signal, resolveHost, isLocal }: OpenOptions,
): Promise<IncomingMessage> {
  const { protocol, hostname } = new URL(url);
  if ((protocol !== 'https:' && !isLocal) || !isAllowedHost(hostname, isLocal)) {
    return Promise.reject(new AddressNotAllowedError());
  }
  const options = {
    method: 'POST',
    // A connection of its own: one that is kept would be used again without a look-up.
    agent: false as const,
    lookup: guardLookup(resolveHost, isLocal),
    signal,
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'Accept-Encoding': 'identity',
      'User-Agent': 'Klayim-Webhooks/1',
    },
  };
  return new Promise((resolve, reject) => {
    const sending = (protocol === 'https:' ? requestByHttps : requestByHttp)(url, options, resolve);
    sending.on('error', reject);
    sending.end(body);
  });
}

/** The first bytes of an answer. The status counts, whatever becomes of its body. */
async function readStart(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= maxAnswerBytes || signal.aborted) {
        break;
      }
    }
  } catch {
    // Cut off, by the sender or by the timeout.
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
}
