import { operationTable } from './generated/operations.ts';
import type { CallOptions, OperationId } from './operations.ts';
import type { FetchBody } from './web-types.ts';

/** What a call needs to know of its operation. */
export interface OperationFacts {
  method: string;
  path: string;
  guarded: boolean;
  repeat: 'harmless' | 'keyed' | 'never';
  bodyType: string | null;
}

/** Any call's input, once its operation is out of sight. */
export interface AnyCallInput extends CallOptions {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  headers?: Record<string, unknown> | undefined;
  body?: unknown;
}

/** One request, to be sent once or more often. */
export interface PreparedRequest {
  url: string;
  method: string;
  headers: Headers;
  body: FetchBody | null;
  guarded: boolean;
  /** False for a body that can be read once, and for what must not be done twice. */
  repeatable: boolean;
}

/** Makes the request of a call. @throws {TypeError} for an unknown operation or an impossible path parameter. */
export function prepareRequest(
  baseUrl: string,
  operationId: OperationId,
  input: AnyCallInput,
): PreparedRequest {
  // Programs in JavaScript have no compiler that knows the names.
  if (!Object.hasOwn(operationTable, operationId)) {
    throw new TypeError(
      `The API has no operation "${operationId}": its documentation (/docs) lists them all`,
    );
  }
  const facts: OperationFacts = operationTable[operationId];
  const body = bodyOf(facts, input.body);
  return {
    url: `${baseUrl.replace(/\/+$/, '')}${pathOf(facts.path, input.path ?? {})}${queryOf(input.query ?? {})}`,
    method: facts.method,
    headers: headersOf(facts, input.headers ?? {}, body !== null),
    body,
    guarded: facts.guarded,
    repeatable: facts.repeat !== 'never' && !(body instanceof ReadableStream),
  };
}

/** A path parameter stands for one whole segment: what a URL would resolve away is refused. */
function pathOf(template: string, parameters: Record<string, unknown>): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_braces, name: string) => {
    const value = parameters[name];
    if (typeof value !== 'string' || value === '' || /^\.{1,2}$/.test(value)) {
      throw new TypeError(`The path parameter "${name}" cannot be ${JSON.stringify(value)}`);
    }
    return encodeURIComponent(value);
  });
}

function queryOf(parameters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null) {
      query.append(name, String(value));
    }
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function bodyOf({ bodyType }: OperationFacts, body: unknown): FetchBody | null {
  if (bodyType === null || body === undefined) {
    return null;
  }
  return bodyType === 'application/json' ? JSON.stringify(body) : (body as FetchBody);
}

function headersOf(
  { bodyType, repeat }: OperationFacts,
  given: Record<string, unknown>,
  hasBody: boolean,
): Headers {
  const headers = new Headers({
    accept: 'application/json, application/x-ndjson, text/csv, text/event-stream, application/problem+json',
  });
  if (hasBody && bodyType !== null) {
    headers.set('content-type', bodyType);
  }
  // The same for every attempt of one call: so a lost answer creates nothing twice.
  if (repeat === 'keyed') {
    headers.set('idempotency-key', randomKey());
  }
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) {
      headers.set(name, String(value));
    }
  }
  return headers;
}

/** 128 random bits. Not `crypto.randomUUID`, which browsers keep from pages without https. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
