import type { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { type ErrorCode, errorMeanings } from '../../errors/error-codes.ts';
import type { Route } from '../route.ts';
import { errorsOf } from '../route-errors.ts';
import { problemResponse, sharedProblem } from './problem-responses.ts';
import { answerHeaders } from './response-headers.ts';

/** Every answer of a route: its own, and the problems that it can end with. */
export function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const own = new Map(
    Object.keys(route.responses).map((status) => [Number(status), answerOf(route, Number(status))]),
  );
  if (route.etag && route.method === 'get') {
    own.set(304, { description: 'The caller has this version', headers: answerHeaders(route) });
  }
  const problems = [...codesByStatus(route)].map(([status, codes]): [number, ZodOpenApiResponseObject] => {
    const declared = own.get(status);
    if (route.pages) {
      return [status, withPage(problemResponse(status, codes, declared))];
    }
    return [status, (!declared && sharedProblem(codes)) || problemResponse(status, codes, declared)];
  });
  return Object.fromEntries([...own, ...problems].sort(([one], [other]) => one - other));
}

function answerOf(route: Route, status: number): ZodOpenApiResponseObject {
  const declared = route.responses[status];
  if (!declared) {
    throw new Error(`${route.operationId} does not declare ${status}`);
  }
  const { description, schema, example, stream, headers = {} } = declared;
  // Throws when the example does not fit.
  schema?.parse(example);
  const ofItsOwn = Object.entries(headers).map(([name, about]) => [
    name,
    { description: about, schema: { type: 'string' } },
  ]);
  return {
    description,
    headers: { ...answerHeaders(route), ...Object.fromEntries(ofItsOwn) },
    ...(stream !== undefined && { content: { [stream]: streamContentOf(schema, example) } }),
    ...(stream === undefined &&
      schema && { content: { 'application/json': { schema, example }, ...(route.pages && pageContent) } }),
  };
}

/** OpenAPI 3.1 has no word for the items of a stream: as is usual, the schema is that of one line, or of one event's data. */
function streamContentOf(schema: z.ZodType | undefined, example: unknown) {
  return {
    schema: schema ?? { type: 'string' as const },
    ...(example === undefined ? {} : { example }),
  };
}

/** For browsers: what stands in the page is in no form that a program should read. */
const pageContent = {
  'text/html': { schema: { type: 'string' as const }, example: '<!doctype html>…' },
};

function withPage(answer: ZodOpenApiResponseObject): ZodOpenApiResponseObject {
  return { ...answer, content: { ...answer.content, ...pageContent } };
}

function codesByStatus(route: Route): Map<number, ErrorCode[]> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route)) {
    const { status } = errorMeanings[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}
