import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestByHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { hourMs } from '../lib/duration.ts';
import { classifyNetworkError } from './classify-failure.ts';
import { ProviderError } from './provider-error.ts';

/** Largest answer that is read, in bytes. A token answer has a few thousand. */
export const maxAnswerBytes = 1_000_000;

/** How long a call may take that uses up neither a code nor a refresh token, in milliseconds. */
export const defaultTimeoutMs = 10_000;

/**
 * Time for a last look at the socket, in milliseconds. A process that was given no time for long finds its timers due before
 * it has read an answer which came meanwhile.
 */
const lastLookMs = 100;

/** Longest pause that a Retry-After is believed, in milliseconds: one hour, as far as a refresh backs off. */
export const maxRetryAfterMs = hourMs;

/** An HTTP answer, read to its end. */
export interface HttpAnswer {
  status: number;
  /** By their names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** From Retry-After, in milliseconds from when the answer came. */
  retryAfterMs: number | undefined;
}

/** A form to be posted. */
export interface FormPost {
  url: string;
  /** URL-encoded. */
  form: string;
  /** In addition to Accept and Content-Type. */
  headers?: Readonly<Record<string, string>>;
  /** For the whole exchange, body included, in milliseconds. */
  timeoutMs: number;
}

/** Connections are kept for so long, in milliseconds: less than servers keep theirs, so that none is met as it closes. */
const idleConnectionMs = 4_000;
const agentOptions = { keepAlive: true, timeout: idleConnectionMs };
type Unpacker = (packed: Buffer, options: { maxOutputLength: number }) => Buffer;
const unpackers: ReadonlyMap<string, Unpacker> = new Map<string, Unpacker>([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);
const byProtocol = new Map([
  ['http:', { request: requestByHttp, agent: new HttpAgent(agentOptions) }],
  ['https:', { request: requestByHttps, agent: new HttpsAgent(agentOptions) }],
]);

/**
 * Posts a form once: no retries, no redirects, a timeout over everything, and an answer of limited size. By Node's own
 * client, which takes a third of the processor time of `fetch`.
 * @returns the answer, whatever its status.
 * @throws {ProviderError} unavailable when there is no answer that can be read.
 */
export async function postForm(post: FormPost): Promise<HttpAnswer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  let request: ClientRequest | undefined;
  const hangUp = () => {
    reject(new ProviderError('unavailable', 'timeout'));
    request?.destroy();
  };
  let timer = setTimeout(() => {
    timer = setTimeout(hangUp, lastLookMs);
  }, post.timeoutMs);
  try {
    const sent = new Promise<IncomingMessage>((resolve, fail) => {
      request = send(post).on('response', resolve).on('error', fail);
    });
    return await Promise.race([exchange(sent), late]);
  } catch (error) {
    throw error instanceof ProviderError ? error : classifyNetworkError(error);
  } finally {
    clearTimeout(timer);
  }
}
/**
 * Reads a Retry-After header: seconds or an HTTP date.
 * @param nowMs milliseconds since the epoch.
 * @returns milliseconds from now, from 0 to {@link maxRetryAfterMs}; undefined for anything else.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) {
    return Math.min(Number(text) * 1000, maxRetryAfterMs);
  }
  // Date.parse takes nearly anything, and every HTTP date of today begins with a weekday and ends in GMT.
  if (!/^[A-Z][a-z]{2}, .* GMT$/.test(text)) {
    return undefined;
  }
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) {
    return undefined;
  }
  return Math.min(Math.max(atMs - nowMs, 0), maxRetryAfterMs);
}

async function exchange(sent: Promise<IncomingMessage>): Promise<HttpAnswer> {
  const response = await sent;
  const { statusCode: status = 0, headers } = response;
  // A redirect would carry the secrets of the form elsewhere.
  if (status >= 300 && status < 400) {
    response.destroy();
    throw new ProviderError('unavailable', 'redirected');
  }
  const retryAfterMs = parseRetryAfter(headers['retry-after'] ?? null, Date.now());
  const body = await readBounded(response);
  const named = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { status, headers: Object.fromEntries(named), body, retryAfterMs };
}

function send({ url, form, headers }: FormPost): ClientRequest {
  const address = new URL(url);
  const client = byProtocol.get(address.protocol);
  if (!client) {
    throw new ProviderError('unavailable', 'network_error');
  }
  const request = client.request(address, {
    method: 'POST',
    agent: client.agent,
    headers: {
      ...headers,
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8',
      'Content-Length': Buffer.byteLength(form),
    },
  });
  request.end(form);
  return request;
}

async function readBounded(response: IncomingMessage): Promise<string> {
  const packed = await readBytes(response);
  const unpack = unpackers.get(response.headers['content-encoding'] ?? '');
  return (unpack ? unpackBounded(unpack, packed) : packed).toString('utf8');
}

/** By events: an iterator over a response costs as much as the rest of its reading. */
function readBytes(response: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) {
      reject(new ProviderError('unavailable', 'answer_too_large'));
      response.destroy();
      return;
    }
    chunks.push(chunk);
  });
  response.on('end', () => {
    const [only = Buffer.alloc(0), ...more] = chunks;
    resolve(more.length === 0 ? only : Buffer.concat(chunks));
  });
  response.on('error', reject);
  // Every other way ends with `end` or `error`.
  response.on('close', () => reject(new ProviderError('unavailable', 'network_error')));
  return promise;
}

/** We ask for identity encoding. Decode anyway: losing this body could lose a rotated token. */
function unpackBounded(unpack: Unpacker, packed: Buffer): Buffer {
  try {
    return unpack(packed, { maxOutputLength: maxAnswerBytes });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw new ProviderError('unavailable', isTooLarge ? 'answer_too_large' : 'malformed_answer');
  }
}
