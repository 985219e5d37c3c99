import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import express, { type Router } from 'express';
import { AppError } from '../../errors/app-error.ts';
import { memoizeAsync } from '../../lib/memoize.ts';
import { publicFor } from '../cache-control.ts';
import { etagOf } from '../conditional.ts';
import type { RateLimiter } from '../rate-limit.ts';
import { contextOf } from '../request-context.ts';
import { type DocsFileName, docsFile } from './docs-files.ts';

/** What the page loads, from its own place. */
const assets: readonly DocsFileName[] = ['docs.js', 'docs.css', 'swagger-ui.css', 'swagger-ui-bundle.js'];
/** Only what is served here may be loaded and called: the page works offline, and nothing else gets a hold on it. */
const pagePolicy = [
  "default-src 'none'",
  "object-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Swagger UI's arrows.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/docs`: the OpenAPI document to browse and to try, by Swagger UI. It stands outside of the document. */
export function docsRouter(rateLimiter: RateLimiter): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  place('/docs', 'index.html', { 'Content-Security-Policy': pagePolicy, 'Cache-Control': publicFor(300) });
  for (const name of assets) {
    place(`/docs/${name}`, name, { 'Cache-Control': publicFor(3_600) });
  }
  return router;

  function place(path: string, name: DocsFileName, headers: Record<string, string>): void {
    const file = docsFile(name);
    const version = memoizeAsync(async () =>
      createHash('sha256')
        .update(await readFile(file))
        .digest('base64url'),
    );
    router
      .route(path)
      .get(async (request, response, next) => {
        contextOf(request).route = path;
        await rateLimiter('document', request, response);
        response.set({ ...headers, ETag: etagOf(await version()) });
        const options = { cacheControl: false, dotfiles: 'allow', lastModified: false, etag: false } as const;
        response.sendFile(file, options, (error) => {
          // A caller that went away in the middle needs no answer.
          if (error && !response.headersSent) {
            next(error);
          }
        });
      })
      .all((request, response) => {
        contextOf(request).route = path;
        response.setHeader('Allow', 'GET, HEAD, OPTIONS');
        throw new AppError('method_not_allowed', { detail: 'This path knows GET, HEAD, OPTIONS.' });
      });
  }
}
