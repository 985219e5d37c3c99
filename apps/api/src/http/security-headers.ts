import cors from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const preflightMaxAgeSeconds = 600;

/**
 * Headers of every answer. Nothing here is a page, so nothing may be loaded, framed or cached; helmet's own defaults
 * add `Referrer-Policy: no-referrer`, `nosniff` and HSTS.
 */
export function securityHeaders(): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          objectSrc: ["'none'"],
          // Neither of the next three is covered by default-src.
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          // Whatever a browser takes an answer for, it runs nothing.
          sandbox: [],
        },
      },
    }),
    (_request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}

/** Cross-origin access for exactly these origins, cookies included; OPTIONS requests go on to the routes. */
export function crossOriginAccess(allowedOrigins: readonly string[]): RequestHandler {
  return cors({
    origin: [...allowedOrigins],
    credentials: true,
    preflightContinue: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'X-Organization-Id',
    ],
    exposedHeaders: [
      'Deprecation',
      'ETag',
      'Idempotency-Replayed',
      'Link',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'Sunset',
      'X-Request-Id',
    ],
    maxAge: preflightMaxAgeSeconds,
  });
}
