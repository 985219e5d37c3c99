import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import { etagOf, isKnownToCaller } from './conditional.ts';
import { deprecationHeaders } from './deprecation.ts';
import { contextOf } from './request-context.ts';
import type { AnyRouteResult, Route } from './route.ts';
import { pointerTo } from './validation.ts';

interface Exchange {
  request: Request;
  response: Response;
  logger: Logger;
}

/**
 * Sends what a handler gave, once it fits its declaration.
 * @throws {AppError} internal_error when it does not.
 */
export async function sendResult(route: Route, result: AnyRouteResult, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const stream = route.responses[result.status]?.stream;
  const body = stream === undefined ? checkedOutput(route, result, exchange) : undefined;
  if (route.deprecation) response.set(deprecationHeaders(route.deprecation));
  for (const [name, value] of Object.entries(result.headers ?? {})) response.append(name, value);
  for (const { name, value, options } of result.cookies ?? []) response.cookie(name, value, options);
  if (result.version !== undefined) response.set('ETag', etagOf(result.version));

  if (route.method === 'get' && isUnchanged(request, result)) {
    response.status(304).end();
    return;
  }
  response.status(result.status);
  if (stream !== undefined)
    await sendStream(response, stream, result.body as AsyncIterable<unknown>, request);
  else if (body === undefined) response.end();
  else response.json(body);
}

function isUnchanged(request: Request, { status, version }: AnyRouteResult): boolean {
  return (
    status === 200 && version !== undefined && isKnownToCaller(request.headers['if-none-match'], version)
  );
}

async function sendStream(
  response: Response,
  mediaType: string,
  body: AsyncIterable<unknown>,
  request: Request,
): Promise<void> {
  response.type(mediaType);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.from(body), response);
}

/** The body as its schema gives it. What does not fit is never sent, and the log names places, never values. */
function checkedOutput(route: Route, result: AnyRouteResult, { request, logger }: Exchange): unknown {
  const declared = route.responses[result.status];
  const schema = declared?.schema ?? z.undefined();
  const output = schema.safeParse(result.body);
  if (declared && output.success) return output.data;
  logger.error('a response does not fit its declaration', {
    requestId: contextOf(request).requestId,
    route: route.path,
    status: result.status,
    places: output.error?.issues.map((issue) => `${pointerTo(issue.path)}: ${issue.code}`) ?? [],
  });
  throw new AppError('internal_error');
}
