import express, { type Response, type Router } from 'express';
import { AppError } from '../../errors/app-error.ts';
import { contextOf } from '../request-context.ts';
import { type DocsFileName, docsFile } from './docs-files.ts';

/** What the page loads, from its own place. */
const assets: readonly DocsFileName[] = ['docs.js', 'docs.css', 'swagger-ui.css', 'swagger-ui-bundle.js'];
/** Only what is served here may be loaded and called: the page works offline, and nothing else gets a hold on it. */
const pagePolicy = [
  "default-src 'none'",
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
export function docsRouter(): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  place('/docs', (response) => {
    response.setHeader('Content-Security-Policy', pagePolicy);
    return 'index.html';
  });
  for (const name of assets) {
    place(`/docs/${name}`, (response) => {
      response.setHeader('Cache-Control', 'public, max-age=3600');
      return name;
    });
  }
  return router;

  function place(path: string, prepare: (response: Response) => DocsFileName): void {
    router
      .route(path)
      .get((request, response, next) => {
        contextOf(request).route = path;
        const file = docsFile(prepare(response));
        const options = { cacheControl: false, dotfiles: 'allow', lastModified: false, etag: false } as const;
        response.sendFile(file, options, (error) => {
          // A caller that went away in the middle needs no answer.
          if (error && !response.headersSent) next(error);
        });
      })
      .all((request, response) => {
        contextOf(request).route = path;
        response.setHeader('Allow', 'GET, HEAD, OPTIONS');
        throw new AppError('method_not_allowed', { detail: 'This path knows GET, HEAD, OPTIONS.' });
      });
  }
}
