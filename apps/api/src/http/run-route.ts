import type { ProblemFault } from '@klayim/shared/types';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import type { RequestOrigin } from '../repositories/audit-event.document.ts';
import type { Caller, Identity, Operator } from '../services/identity.ts';
import { authorize } from './authorize.ts';
import { readJsonBody } from './body.ts';
import { clientAddressOf } from './client-address.ts';
import { readQuery } from './query.ts';
import { contextOf } from './request-context.ts';
import type { AnyRouteResult, CallerActor, Route, RouteInput } from './route.ts';
import { faultsOf, pointerTo } from './validation.ts';

/** What serving any route needs. */
export interface RouteEnvironment {
  identity: Identity;
  logger: Logger;
}

const noInput = z.strictObject({});
const noBody = noInput.optional();

/**
 * Serves one request: who is it (401), may they (403), is the input right (404, 400), then the handler, then its output.
 * @throws {AppError} for the error handler to answer; internal_error when the output does not fit its schema.
 */
export async function runRoute(
  route: Route,
  environment: RouteEnvironment,
  request: Request,
  response: Response,
): Promise<void> {
  const context = contextOf(request);
  context.route = route.path;
  const caller =
    route.access === 'public' ? undefined : await authorize(request, environment.identity, route.access);
  if (caller) context.caller = caller;

  const input = await readInput(route, request, response);
  const { requestId } = context;
  const from = { ipAddress: clientAddressOf(request), requestId };
  const result = await route.handler({
    ...input,
    caller,
    actor: caller && actorOf(caller, from),
    request: { id: requestId, ipAddress: from.ipAddress, cookieHeader: request.headers.cookie },
  });
  send(response, result, checkOutput(route, result, requestId, environment.logger));
}

function actorOf(caller: Caller | Operator, from: RequestOrigin): CallerActor {
  const { userId } = caller;
  return 'role' in caller
    ? { type: 'user', userId, role: caller.role, ...from }
    : { type: 'operator', userId, ...from };
}

type Input = Pick<RouteInput<unknown, unknown, unknown, never, never>, 'params' | 'query' | 'body'>;

async function readInput(route: Route, request: Request, response: Response): Promise<Input> {
  const params = readParams(route, request);
  const query = (route.query ?? noInput).safeParse(readQuery(request.url));
  const takesBody = route.method !== 'get';
  const body = takesBody
    ? (route.body ?? noBody).safeParse(await readJsonBody(request, response))
    : { success: true as const, data: undefined };
  if (query.success && body.success) return { params, query: query.data, body: body.data };

  const faults: ProblemFault[] = [
    ...(query.success ? [] : faultsOf(query.error, 'query')),
    ...(body.success ? [] : faultsOf(body.error, 'body')),
  ];
  throw new AppError('invalid_request', { faults });
}

function readParams(route: Route, request: Request): unknown {
  if (!route.params) return undefined;
  const params = route.params.schema.safeParse({ ...request.params });
  if (!params.success) throw new AppError(route.params.otherwise);
  return params.data;
}

/** The body as its schema gives it. What does not fit is never sent, and the log names places, never values. */
function checkOutput(route: Route, result: AnyRouteResult, requestId: string, logger: Logger): unknown {
  const declared = route.responses[result.status];
  const schema = declared?.schema ?? z.undefined();
  const output = schema.safeParse(result.body);
  if (declared && output.success) return output.data;
  logger.error('a response does not fit its declaration', {
    requestId,
    route: route.path,
    status: result.status,
    places: output.error?.issues.map((issue) => `${pointerTo(issue.path)}: ${issue.code}`) ?? [],
  });
  throw new AppError('internal_error');
}

function send(response: Response, result: AnyRouteResult, body: unknown): void {
  response.status(result.status).set({ ...result.headers });
  for (const { name, value, options } of result.cookies ?? []) response.cookie(name, value, options);
  if (body === undefined) response.end();
  else response.json(body);
}
