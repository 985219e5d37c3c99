import express, { type Express } from 'express';
import { AppError } from './errors/app-error.ts';
import { bodyLimits } from './http/body-limits.ts';
import { docsRouter } from './http/docs/docs-router.ts';
import { errorHandler } from './http/error-handler.ts';
import { createOpenStreams } from './http/open-streams.ts';
import { urlLimitCharacters } from './http/query.ts';
import { createRateLimiter } from './http/rate-limit.ts';
import { registerRoutes } from './http/register-routes.ts';
import { requestLog } from './http/request-log.ts';
import { crossOriginAccess, securityHeaders } from './http/security-headers.ts';
import type { Logger } from './lib/logger.ts';
import { createRoutes, type RouteDependencies } from './routes/index.ts';

/** What the API is made of. */
export interface AppDependencies extends RouteDependencies {
  /** Proxies that write `X-Forwarded-For` before a request is here. */
  trustedProxyHops: number;
  logger: Logger;
  /** Origins (scheme, host and port) whose pages may call, with cookies. */
  corsAllowedOrigins: readonly string[];
}

/**
 * What answers while the configuration has a fault: `/healthz` as ever, everything else with a problem document. The fault
 * is logged once, when this is made.
 */
export function createUnconfiguredApp(fault: AppError, logger: Logger): Express {
  logger.error('Not ready', { check: 'configuration', reason: fault.message });
  const app = express();
  app.disable('x-powered-by');
  app.use(requestLog(quiet(logger)), ...securityHeaders());
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.use(() => {
    throw fault;
  });
  app.use(errorHandler(quiet(logger)));
  return app;
}

/** Each request fails for the reason that was logged already. */
function quiet(logger: Logger): Logger {
  return { ...logger, warn: () => undefined, error: () => undefined };
}

/** The API as an Express app, complete with its answers to unknown paths and errors. */
export function createApp(dependencies: AppDependencies): Express {
  const { identity, browserSessions, logger, quotas, idempotency, corsAllowedOrigins } = dependencies;
  const app = express();
  app.disable('x-powered-by');
  // Nothing may be stored, so nothing is ever validated again.
  app.disable('etag');
  // Express takes the address that this many proxies before us have vouched for.
  app.set('trust proxy', dependencies.trustedProxyHops);
  app.set('query parser', 'simple');

  app.use(requestLog(logger), ...securityHeaders(), crossOriginAccess(corsAllowedOrigins));
  app.use((request, _response, next) => {
    if (request.url.length > urlLimitCharacters) {
      throw new AppError('invalid_request', { detail: 'The URL is longer than 8192 characters.' });
    }
    next();
  });
  app.use(bodyLimits());
  const rateLimiter = createRateLimiter(quotas);
  app.use(docsRouter(rateLimiter));
  app.use(
    registerRoutes(createRoutes(dependencies), {
      identity,
      browserSessions,
      logger,
      rateLimiter,
      idempotency,
      openStreams: createOpenStreams(),
    }),
  );
  app.use(errorHandler(logger));
  return app;
}
