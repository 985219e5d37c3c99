import type { ProblemCode } from './generated/operations.ts';
import { KlayimError } from './klayim-error.ts';
import type { Schemas } from './operations.ts';
import { readRetryAfterMs } from './retry.ts';

/** The JSON of a successful answer; undefined when it has no body. @throws {SyntaxError} when it is not JSON. */
export async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** What an answer of 400 and above tells, as an error: `invalid_answer` when it is no problem document. */
export async function readProblem(
  response: Response,
  call: { operationId: string; attempts: number },
): Promise<KlayimError> {
  const problem = problemOf(response, await response.text());
  return new KlayimError(problem ? (problem.code as ProblemCode) : 'invalid_answer', {
    ...call,
    status: response.status,
    problem,
    requestId: problem?.requestId ?? response.headers.get('x-request-id') ?? undefined,
    retryAfterMs: readRetryAfterMs(response.headers.get('retry-after'), Date.now()),
  });
}

/** Front ends answer pages of their own: those are no problem documents, whatever they look like. */
function problemOf(response: Response, text: string): Schemas['ProblemDetails'] | undefined {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return undefined;
  }
  try {
    const problem = JSON.parse(text) as Partial<Schemas['ProblemDetails']> | null;
    const isOurs = typeof problem?.code === 'string' && typeof problem.remedy === 'string';
    return isOurs ? (problem as Schemas['ProblemDetails']) : undefined;
  } catch {
    return undefined;
  }
}
