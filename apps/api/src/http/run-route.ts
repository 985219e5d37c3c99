import type { Request, Response } from 'express';
import { AppError } from '../errors/app-error.ts';
import type { Logger } from '../lib/logger.ts';
import type { RequestOrigin } from '../repositories/audit/audit-event.document.ts';
import type { BrowserSessions } from '../services/authorization/browser-session.ts';
import type { Backend, Caller, Identity, Operator, Person } from '../services/identity/identity.ts';
import { type IdempotencyService, recordIdOf } from '../services/requests/idempotency.service.ts';
import { authorize } from './authorize.ts';
import { clientAddressOf } from './client-address.ts';
import { readSessionCookies } from './cookies.ts';
import { contentOf, fromStoredAnswer, readIdempotencyScope, toStoredAnswer } from './idempotency.ts';
import type { OpenStreams } from './open-streams.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { RateLimitClass } from './rate-limit-classes.ts';
import { readInput } from './read-input.ts';
import { contextOf } from './request-context.ts';
import type { CallerActor, Route } from './route.ts';
import { checkResult, sendResult } from './send-result.ts';
import { isSpeculative } from './speculative.ts';

/** What serving any route needs. */
export interface RouteEnvironment {
  identity: Identity;
  browserSessions: BrowserSessions;
  logger: Logger;
  rateLimiter: RateLimiter;
  idempotency: IdempotencyService;
  openStreams: OpenStreams;
}

/**
 * Serves one request: who is it (401), may they (403), not too often
 * (429), is the input right (404, 400), not too many streams at once (429), then the handler, then its output.
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
  context.pages = route.pages;
  if (route.hasEffect && isSpeculative(request)) {
    throw new AppError('speculative_request');
  }
  const caller =
    route.access === 'public' ? undefined : await authorize(request, environment.identity, route.access);
  if (caller) {
    context.caller = caller;
  }
  await environment.rateLimiter(await findLimitClass(route, environment, request), request, response);

  const input = await readInput(route, request, response);
  const costlier = route.rateLimitByBody?.(input.body) ?? null;
  if (costlier) {
    await environment.rateLimiter(costlier, request, response);
  }
  environment.openStreams.enter(route, caller, response);
  const exchange = { request, response, logger: environment.logger };
  const scope = readIdempotencyScope(route, request, caller);
  const run = async () =>
    checkResult(
      route,
      await route.handler({
        ...input,
        caller,
        actor: caller && actorOf(caller, originOf(request)),
        request: { ...input.request, recordId: scope && recordIdOf(scope) },
      }),
      exchange,
    );
  if (!scope) {
    await sendResult(route, await run(), exchange);
    return;
  }
  const content = contentOf(route, request, input);
  const { answer, isReplayed } = await environment.idempotency.once(scope, content, async () =>
    toStoredAnswer(await run()),
  );
  if (isReplayed) {
    response.setHeader('Idempotency-Replayed', 'true');
  }
  await sendResult(route, fromStoredAnswer(answer), exchange);
}

/** Strangers and browsers with a session of ours are counted apart, where the route says so. */
async function findLimitClass(
  { rateLimit, rateLimitOfSessions }: Route,
  { browserSessions }: RouteEnvironment,
  request: Request,
): Promise<RateLimitClass> {
  if (rateLimitOfSessions === undefined) {
    return rateLimit;
  }
  const sessions = await browserSessions.read(readSessionCookies(request.headers.cookie));
  contextOf(request).sessionTags = sessions.map(({ userTag }) => userTag).sort();
  return sessions.length > 0 ? rateLimitOfSessions : rateLimit;
}

function originOf(request: Request): RequestOrigin {
  return { ipAddress: clientAddressOf(request), requestId: contextOf(request).requestId };
}

function actorOf(caller: Caller | Operator | Person, from: RequestOrigin): CallerActor | undefined {
  const { userId } = caller;
  if ('membership' in caller) {
    return undefined;
  }
  if ('role' in caller && caller.backend) {
    return backendActorOf(caller, caller.backend, from);
  }
  const { email = null, name = null } = caller.profile ?? {};
  return 'role' in caller
    ? { type: 'user', userId, email, name, role: caller.role, ...from }
    : { type: 'operator', userId, email, name, ...from };
}

function backendActorOf({ userId, role }: Caller, { type, name }: Backend, from: RequestOrigin): CallerActor {
  return type === 'apiKey' ? { type, id: userId, name, ...from } : { type, id: userId, name, role, ...from };
}
