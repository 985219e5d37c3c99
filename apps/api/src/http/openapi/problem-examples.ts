import { AppError } from '../../errors/app-error.ts';
import { type ErrorCode, errorMeanings } from '../../errors/error-codes.ts';
import { toProblem } from '../problem.ts';
import type { Route } from '../route.ts';
import { errorsOf } from '../route-errors.ts';

const requestId = '0c5b4f0e-7f43-4a43-9d0a-6a3a3c0a1f57';

/** One example for each code that one of the routes can answer, to be kept among the document's components. */
export function problemExamples(routes: readonly Route[]) {
  const answered = new Set(routes.flatMap(errorsOf));
  const codes = (Object.keys(errorMeanings) as ErrorCode[]).filter((code) => answered.has(code));
  return Object.fromEntries(
    codes.map((code) => [code, { summary: errorMeanings[code].title, value: problemOf(code) }]),
  );
}

/** References to the examples of these codes. */
export function examplesOf(codes: readonly ErrorCode[]): Record<string, { $ref: string }> {
  return Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
}

function problemOf(code: ErrorCode) {
  return toProblem(new AppError(code), requestId).problem;
}
