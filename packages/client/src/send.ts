import { readProblem } from './answer.ts';
import { isKlayimError, KlayimError } from './klayim-error.ts';
import type { OperationId } from './operations.ts';
import { type AnyCallInput, type PreparedRequest, prepareRequest } from './request.ts';
import { pause, pauseBefore, type RetryPolicy } from './retry.ts';
import type { FetchCredentials } from './web-types.ts';

/** Gives the caller's Firebase ID token, or null for a call without one. */
export type TokenProvider = (wish: {
  /** True when the API has just refused the last one as expired. */
  forceRefresh: boolean;
}) => string | null | Promise<string | null>;

/** How requests are sent. */
export interface SendOptions extends RetryPolicy {
  /** Without a slash at the end. */
  baseUrl: string;
  token: TokenProvider;
  organizationId: () => string | null;
  /** For each attempt. */
  timeoutMs: number;
  credentials: FetchCredentials;
  fetch: typeof fetch;
}

/** Who a request is from, and of which organization. */
interface Caller {
  idToken: string | null;
  organizationId: string | null;
}

/** Takes what is needed of a successful answer, within the attempt's time. */
export type ReadAnswer<Result> = (response: Response) => Promise<Result>;

/** Sends a call's request, again and again while that may help. */
export type Send = <Result>(
  operationId: OperationId,
  input: AnyCallInput,
  read: ReadAnswer<Result>,
) => Promise<Result>;

/** Makes the one function that talks to the API. */
export function createSend(options: SendOptions): Send {
  const { baseUrl, token } = options;

  async function attemptOnce<Result>(
    request: PreparedRequest,
    call: { operationId: OperationId; attempts: number },
    { signal: callers, timeoutMs = options.timeoutMs }: AnyCallInput,
    { idToken, organizationId }: Caller,
    read: ReadAnswer<Result>,
  ): Promise<Result> {
    const clock = new AbortController();
    // The same reason as `AbortSignal.timeout` gives: a timeout, not an abort by the caller.
    const timer = setTimeout(
      () => clock.abort(new DOMException('No answer came in time.', 'TimeoutError')),
      timeoutMs,
    );
    const signal = callers ? AbortSignal.any([callers, clock.signal]) : clock.signal;
    try {
      const init = initOf(request, { idToken, organizationId }, signal, options.credentials);
      const response = await options.fetch(request.url, init);
      // 304 answers an If-None-Match: nothing else can bring it here.
      if (!response.ok && response.status !== 304) {
        throw await readProblem(response, call);
      }
      return await read(response);
    } catch (cause) {
      if (isKlayimError(cause)) {
        throw cause;
      }
      callers?.throwIfAborted();
      if (clock.signal.aborted) {
        throw new KlayimError('timeout', { ...call, cause });
      }
      throw new KlayimError(cause instanceof SyntaxError ? 'invalid_answer' : 'network_error', {
        ...call,
        cause,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  return async (operationId, input, read) => {
    input.signal?.throwIfAborted();
    const request = prepareRequest(baseUrl, operationId, input);
    const policy = { ...options, retries: input.retries ?? options.retries };
    // The same in every attempt: what was begun for one organization is not done for another.
    const organizationId = request.guarded ? options.organizationId() : null;
    let forceRefresh = false;
    for (let attempts = 1; ; attempts += 1) {
      const idToken = request.guarded ? await token({ forceRefresh }) : null;
      try {
        return await attemptOnce(
          request,
          { operationId, attempts },
          input,
          { idToken, organizationId },
          read,
        );
      } catch (error) {
        if (!isKlayimError(error) || !request.repeatable) {
          throw error;
        }
        // The token ended on the way; a new one is asked for once.
        const isExpired: boolean = error.code === 'id_token_expired' && !forceRefresh;
        const pauseMs = isExpired ? 0 : pauseBefore(attempts, error, policy);
        if (pauseMs === null) {
          throw error;
        }
        forceRefresh ||= isExpired;
        await pause(pauseMs, input.signal);
      }
    }
  };
}

function initOf(
  { method, headers: own, body, repeatable }: PreparedRequest,
  { idToken, organizationId }: Caller,
  signal: AbortSignal,
  credentials: FetchCredentials,
): RequestInit {
  const headers = new Headers(own);
  if (organizationId !== null && !headers.has('x-organization-id')) {
    headers.set('x-organization-id', organizationId);
  }
  if (idToken !== null) {
    headers.set('authorization', `Bearer ${idToken}`);
  }
  // Nothing of `cache`: the API says "no-store" itself, and said here it would have Chromium forget at once what a page may
  // call (CORS), and ask before each call.
  const init: RequestInit = { method, headers, body, signal, credentials, redirect: 'error' };
  // A body that is a stream can be sent in one way only, and fetch insists on hearing it.
  return repeatable ? init : Object.assign(init, { duplex: 'half' });
}
