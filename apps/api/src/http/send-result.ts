import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import { compiled } from '../lib/compiled-schema.ts';
import type { Logger } from '../lib/logger.ts';
import { prefersPage, sendPage } from './browser-page.ts';
import { cookieBearing, publicFor } from './cache-control.ts';
import { etagOf, isKnownToCaller } from './conditional.ts';
import { deprecationHeaders } from './deprecation.ts';
import { ndjsonMediaType, ndjsonOf } from './ndjson.ts';
import { pageLinksOf } from './page-links.ts';
import { contextOf } from './request-context.ts';
import type { AnyRouteResult, Route } from './route.ts';
import { pointerTo } from './validation.ts';

interface Exchange {
  request: Request;
  response: Response;
  logger: Logger;
}

/**
 * What a handler gave, as its schema gives it. Of a stream each item is checked when it is sent.
 * @throws {AppError} internal_error when it does not fit.
 */
export function checkResult(route: Route, result: AnyRouteResult, exchange: Exchange): AnyRouteResult {
  const { stream, schema = z.undefined() } = route.responses[result.status] ?? {};
  if (stream !== undefined) {
    return result;
  }
  return { ...result, body: checkedOutput(route, result.status, schema, result.body, exchange) };
}

/**
 * Sends a result that was checked.
 * @throws {AppError} internal_error when a stream fails before its first piece.
 */
export async function sendResult(route: Route, result: AnyRouteResult, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const { stream, schema } = route.responses[result.status] ?? {};
  if (route.deprecation) {
    response.set(deprecationHeaders(route.deprecation));
  }
  for (const [name, value] of Object.entries(result.headers ?? {})) {
    response.append(name, value);
  }
  for (const { name, value, options } of result.cookies ?? []) {
    response.cookie(name, value, options);
    response.set('Cache-Control', cookieBearing);
  }
  if (route.cacheSeconds !== undefined && result.status === 200) {
    response.set('Cache-Control', publicFor(route.cacheSeconds));
  }
  if (result.version !== undefined) {
    response.set('ETag', etagOf(result.version));
  }
  const links = route.method === 'get' ? pageLinksOf(request.url, result.body) : null;
  if (links !== null) {
    response.append('Link', links);
  }

  if (route.method === 'get' && isUnchanged(request, result)) {
    response.status(304).end();
    return;
  }
  response.status(result.status);
  if (stream !== undefined) {
    const items = result.body as AsyncIterable<unknown>;
    const check = (item: unknown) =>
      checkedOutput(route, result.status, schema ?? z.undefined(), item, exchange);
    const isChecked = stream === ndjsonMediaType && schema;
    await sendStream(isChecked ? ndjsonOf(items, check) : items, stream, exchange);
  } else if (result.body === undefined) {
    response.end();
  } else if (route.pages && prefersPage(request)) {
    sendPage(response, route.pages.ofBody(result.body));
  } else {
    sendJson(response, result.body);
  }
}

/** Express's own `json` answers 304 to any `If-None-Match: *`, even where nothing has a version. */
function sendJson(response: Response, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.type('application/json').setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function isUnchanged(request: Request, { status, version }: AnyRouteResult): boolean {
  return (
    status === 200 && version !== undefined && isKnownToCaller(request.headers['if-none-match'], version)
  );
}

async function sendStream(
  pieces: AsyncIterable<unknown>,
  mediaType: string,
  { request, response }: Exchange,
): Promise<void> {
  response.type(mediaType);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(await started(pieces)), response);
  } catch (error) {
    // The caller went away: no answer is possible, and nothing failed. The request's log line says so.
    if (!isPrematureClose(error)) {
      throw error;
    }
  }
}

/** Waits for the first piece, so that what fails before it is still answered with a problem document. */
async function started(pieces: AsyncIterable<unknown>): Promise<AsyncIterable<unknown>> {
  const iterator = pieces[Symbol.asyncIterator]();
  let first: IteratorResult<unknown> | undefined = await iterator.next();
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        const next = first ?? (await iterator.next());
        first = undefined;
        return next;
      },
      return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    }),
  };
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** A value as its schema gives it. What does not fit is never sent, and the log names places, never values. */
function checkedOutput(
  route: Route,
  status: number,
  schema: z.ZodType,
  value: unknown,
  { request, logger }: Exchange,
): unknown {
  const output = compiled(schema).safeParse(value);
  if (status in route.responses && output.success) {
    return output.data;
  }
  logger.error('A response does not match its schema', {
    requestId: contextOf(request).requestId,
    route: route.path,
    status,
    places: output.error?.issues.map((issue) => `${pointerTo(issue.path)}: ${issue.code}`) ?? [],
  });
  throw new AppError('internal_error');
}
