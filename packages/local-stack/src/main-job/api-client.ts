import { problemDetailsSchema } from '@klayim/shared/schemas';
import { check, StepFailure } from './check.ts';
import type { Transcript } from './transcript.ts';

/** A request to the API. */
export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Path below the API's base URL, or a whole URL. */
  readonly path: string;
  /** Firebase ID token of the caller. */
  readonly as?: string;
  readonly body?: unknown;
  readonly cookie?: string;
  /** Finds what this answer exists to hand over, which the transcript leaves out. */
  readonly handsOver?: (answer: ApiAnswer) => string[];
}

/** What the API answered. */
export interface ApiAnswer {
  /** Method and path, for messages. */
  readonly call: string;
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; undefined without any. */
  readonly body: unknown;
}

/** Calls the API as any client would. */
export type ApiClient = (request: ApiRequest) => Promise<ApiAnswer>;

/** One call waits for the start of a functions process, and perhaps for a refresh in another one. */
const TIMEOUT_MS = 60_000;

/** Makes a client that writes every answer into a transcript. */
export function createApiClient(apiUrl: string, transcript: Transcript): ApiClient {
  return async ({ method = 'GET', path, as, body, cookie, handsOver }) => {
    const url = new URL(path.startsWith('http') ? path : apiUrl + path);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // Without the query: it holds codes and states.
    const call = `${method} ${url.pathname.replace(new URL(apiUrl).pathname, '')}`;
    const { status, headers } = response;
    const answer: ApiAnswer = { call, status, headers, body: parse(text) };
    transcript.record({ call, status, headers, body: text, handedOver: handsOver?.(answer) ?? [] });
    return answer;
  };
}

/**
 * Reads a successful answer.
 *
 * @throws {StepFailure} when it is none, or has another form than the schema's.
 */
export function readAnswer<Body>(answer: ApiAnswer, schema: { parse: (value: unknown) => Body }): Body {
  if (answer.status >= 400) throw new StepFailure(`${answer.call} answered ${describeProblem(answer)}.`);
  return schema.parse(answer.body);
}

/**
 * Makes sure that a request was refused in the right way.
 *
 * @returns what was answered, in a few words.
 * @throws {StepFailure} when it was not.
 */
export function readRefusal(answer: ApiAnswer, status: number, code: string): string {
  const said = describeProblem(answer);
  check(said === `${status} ${code}`, `${answer.call} answered ${said} instead of ${status} ${code}.`);
  return said;
}

function describeProblem({ status, body }: ApiAnswer): string {
  const problem = problemDetailsSchema.safeParse(body);
  return problem.success ? `${status} ${problem.data.code}` : `${status} without problem details`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
