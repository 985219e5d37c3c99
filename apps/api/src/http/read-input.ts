import type { Request, Response } from 'express';
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { readJsonBody } from './body.ts';
import { bodyLimitBytes, emptyBodyLimitBytes } from './body-limits.ts';
import { clientAddressOf } from './client-address.ts';
import { readIfMatch } from './conditional.ts';
import { type Parsed, parseAtOnce, parseInTurns } from './parse-in-turns.ts';
import { readQuery } from './query.ts';
import { contextOf } from './request-context.ts';
import type { Route, RouteInput } from './route.ts';
import { readUpload } from './upload.ts';

const noInput = z.strictObject({});
const noBody = noInput.optional();

type AnyInput = RouteInput<unknown, unknown, unknown, never, never>;
type Input = Pick<AnyInput, 'params' | 'query' | 'body'> & { request: Omit<AnyInput['request'], 'recordId'> };

/**
 * A request's input as the route's schemas give it.
 * @throws {AppError} the route's own 404 for a parameter of the path; precondition_required without the `If-Match` that
 * the route needs; invalid_request and what {@link readJsonBody} and {@link readUpload} throw.
 */
export async function readInput(route: Route, request: Request, response: Response): Promise<Input> {
  const params = readParams(route, request);
  const ifMatch = readIfMatch(request.headers['if-match']);
  if (route.etag === 'required' && ifMatch === undefined) {
    throw new AppError('precondition_required', {
      detail: 'Send the ETag of the version that you have as "If-Match", or "*" for whatever there is.',
    });
  }
  const query = parseAtOnce(route.query ?? noInput, readQuery(request.url), 'query');
  const body = await readBody(route, request, response);
  if (!query.success || !body.success) {
    const refusals = [query, body].flatMap((each) => (each.success ? [] : [each]));
    throw new AppError('invalid_request', {
      faults: refusals.flatMap(({ faults }) => faults),
      omittedFaults: refusals.reduce((sum, { omitted }) => sum + omitted, 0),
    });
  }
  return {
    params,
    query: query.data,
    body: body.data,
    request: {
      id: contextOf(request).requestId,
      ipAddress: clientAddressOf(request),
      cookieHeader: request.headers.cookie,
      charset: charsetOf(request.headers['content-type']),
      ifMatch,
    },
  };
}

function readParams(route: Route, request: Request): unknown {
  if (!route.params) {
    return undefined;
  }
  const params = route.params.schema.safeParse({ ...request.params });
  if (!params.success) {
    throw new AppError(route.params.otherwise);
  }
  return params.data;
}

async function readBody(route: Route, request: Request, response: Response): Promise<Parsed> {
  if (route.method === 'get') {
    return { success: true, data: undefined };
  }
  if (route.body && 'mediaTypes' in route.body) {
    return { success: true, data: readUpload(route.body, request) };
  }
  const json = await readJsonBody(request, response, {
    limitBytes: route.bodyLimitBytes ?? (route.body ? bodyLimitBytes : emptyBodyLimitBytes),
    json: route.jsonLimits,
  });
  const schema = route.body ?? noBody;
  return route.longList === undefined
    ? parseAtOnce(schema, json, 'body')
    : parseInTurns(schema, route.longList, json);
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-8.3.2 */
function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]{1,40})/i.exec(contentType ?? '')?.[1]?.toLowerCase();
}
