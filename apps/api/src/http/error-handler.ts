import type { ErrorRequestHandler } from 'express';
import type { AppError } from '../errors/app-error.ts';
import { errorMeanings } from '../errors/error-codes.ts';
import type { Logger } from '../lib/logger.ts';
import { prefersPage, sendPage } from './browser-page.ts';
import { toAppError, toProblem } from './problem.ts';
import { contextOf } from './request-context.ts';

const maxFrames = 12;

/** The last of the app's handlers: whatever was thrown becomes a problem document, and faults of ours are logged. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const context = contextOf(request);
    const error = toAppError(thrown);
    context.code = error.code;
    if (errorMeanings[error.code].status >= 500) {
      logger.error('Request failed', { requestId: context.requestId, ...describe(error) });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { problem, headers } = toProblem(error, context.requestId);
    response.status(problem.status).set(headers);
    if (context.pages && prefersPage(request)) {
      sendPage(response, context.pages.ofProblem(problem));
      return;
    }
    response.type('application/problem+json').send(JSON.stringify(problem));
  };
}

/**
 * What may be logged of an error: codes, names and places in the code. Messages of libraries stay out, since they
 * quote what they were given.
 */
function describe(error: AppError): Record<string, string | string[] | undefined> {
  const cause = error.cause instanceof Error ? error.cause : undefined;
  return {
    code: error.code,
    detail: error.detail,
    causeName: cause?.name,
    frames: framesOf(cause ?? error),
  };
}

function framesOf(error: Error): string[] {
  const header = `${error.name}: ${error.message}\n`;
  const stack = error.stack ?? '';
  // A stack that does not begin as expected may hold a message anywhere.
  if (!stack.startsWith(header)) {
    return [];
  }
  const frames = stack.slice(header.length).split('\n');
  return frames.slice(0, maxFrames).map((frame) => frame.trim());
}
