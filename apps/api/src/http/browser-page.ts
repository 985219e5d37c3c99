import { createHash } from 'node:crypto';
import type { ProblemDetails } from '@klayim/shared/types';
import type { Request, Response } from 'express';

/** What a person reads who follows a link to the API. */
export interface BrowserPage {
  title: string;
  /** Plain text. */
  paragraphs: readonly string[];
  /** Load the page again after this many seconds. Default: never. */
  reloadAfterSeconds?: number;
}

/** The pages of a route that people are sent to, for those who ask for `text/html`. */
export interface RoutePages {
  /** For a body that the route answers, which fits its schema. */
  ofBody: (body: unknown) => BrowserPage;
  ofProblem: (problem: ProblemDetails) => BrowserPage;
}

const style = `body{margin:0 auto;max-width:34rem;padding:2rem 1.25rem;font:1.0625rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}h1{font-size:1.375rem;line-height:1.25}@media (prefers-color-scheme:dark){body{color:#eee;background:#16181c}}`;
const styleHash = createHash('sha256').update(style).digest('base64');
/** Nothing may be loaded, run, sent or framed; the one style is the page's own. */
const contentSecurityPolicy = `default-src 'none';style-src 'sha256-${styleHash}';base-uri 'none';form-action 'none';frame-ancestors 'none'`;

/** Whether a caller would rather read a page than JSON: a browser that goes there, not a script. */
export function prefersPage(request: Request): boolean {
  return request.accepts(['application/json', 'application/problem+json', 'text/html']) === 'text/html';
}

/** Sends a page with the status that is set; its headers are set already but for those of a page. */
export function sendPage(response: Response, page: BrowserPage): void {
  response.vary('Accept');
  response.set('Content-Security-Policy', contentSecurityPolicy);
  response.type('text/html').send(render(page));
}

function render({ title, paragraphs, reloadAfterSeconds }: BrowserPage): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    ...(reloadAfterSeconds === undefined
      ? []
      : [`<meta http-equiv="refresh" content="${reloadAfterSeconds}">`]),
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
