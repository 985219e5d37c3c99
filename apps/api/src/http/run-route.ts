import type { Request, Response } from 'express';
import type { Logger } from '../lib/logger.ts';
import type { RequestOrigin } from '../repositories/audit-event.document.ts';
import type { Caller, Identity, Operator } from '../services/identity.ts';
import { authorize } from './authorize.ts';
import { clientAddressOf } from './client-address.ts';
import type { RateLimiter } from './rate-limit.ts';
import { readInput } from './read-input.ts';
import { contextOf } from './request-context.ts';
import type { CallerActor, Route } from './route.ts';
import { sendResult } from './send-result.ts';

/** What serving any route needs. */
export interface RouteEnvironment {
  identity: Identity;
  logger: Logger;
  rateLimiter: RateLimiter;
}

/**
 * Serves one request: who is it (401), may they (403), not too often
 * (429), is the input right (404, 400), then the handler, then its output.
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
  await environment.rateLimiter(route.rateLimit, request, response);

  const input = await readInput(route, request, response);
  const result = await route.handler({
    ...input,
    caller,
    actor: caller && actorOf(caller, originOf(request)),
  });
  await sendResult(route, result, { request, response, logger: environment.logger });
}

function originOf(request: Request): RequestOrigin {
  return { ipAddress: clientAddressOf(request), requestId: contextOf(request).requestId };
}

function actorOf(caller: Caller | Operator, from: RequestOrigin): CallerActor {
  const { userId } = caller;
  return 'role' in caller
    ? { type: 'user', userId, role: caller.role, ...from }
    : { type: 'operator', userId, ...from };
}
