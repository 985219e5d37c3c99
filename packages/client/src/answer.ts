import type { ProblemCode } from './generated/operations.ts';
import { KlayimError } from './klayim-error.ts';
import type { Arrived, Schemas } from './operations.ts';
import { readRetryAfterMs } from './retry.ts';

/** The JSON of a successful answer; undefined when it has no body. @throws {SyntaxError} when it is not JSON. */
export async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** The whole answer, byte for byte, with its type. */
export async function readFile(
  response: Response,
  onProgress: ((arrived: Arrived) => void) | undefined,
): Promise<Blob> {
  if (!onProgress || !response.body) {
    return response.blob();
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const arrived = { bytes: 0, lines: 0 };
  const reader = response.body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    arrived.bytes += piece.value.length;
    arrived.lines += countLines(piece.value);
    onProgress({ ...arrived });
  }
  return new Blob(pieces, { type: response.headers.get('content-type') ?? '' });
}

function countLines(bytes: Uint8Array): number {
  const lineFeed = 10;
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    count += 1;
  }
  return count;
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
