import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { AppError } from '../errors/app-error.ts';
import type { JsonLimits } from '../lib/json/json-limits.ts';

/** Largest JSON body that is read, in bytes, where a route does not say otherwise. */
export const bodyLimitBytes = 1_048_576;
/** Largest body of a route that takes none: an empty object with room to spare. */
export const emptyBodyLimitBytes = 1_024;

/** What a JSON body may hold, where a route does not say otherwise. */
export const jsonLimits: JsonLimits = {
  depth: 8,
  members: 100,
  items: 1_000,
  values: 5_000,
  // The longest text that a schema takes has 8,192 characters, each six bytes long as an escape.
  stringBytes: 49_152,
  nameBytes: 256,
};

const bodilessMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** How long a client may keep sending a body that was refused, in milliseconds. */
const unreadGraceMs = 2_000;

/**
 * Refuses, before anything else is looked at, compressed bodies and bodies of methods that take none; and hangs up on a
 * client that goes on sending a body after its request was answered.
 */
export function bodyLimits(): RequestHandler {
  return (request, response, next) => {
    response.once('finish', () => {
      if (request.complete) {
        return;
      }
      setTimeout(() => request.complete || request.destroy(), unreadGraceMs).unref();
    });
    const fault = encodingFault(request) ?? bodilessFault(request);
    if (fault) {
      throw fault;
    }
    next();
  };
}

/** What is wrong with the content encoding: unpacked, a body can be a thousand times as large. */
export function encodingFault({ headers }: IncomingMessage): AppError | undefined {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') {
    return undefined;
  }
  return new AppError('unsupported_media_type', { detail: 'Send the body without a content encoding.' });
}

function bodilessFault({ method = '', headers }: IncomingMessage): AppError | undefined {
  if (!bodilessMethods.includes(method)) {
    return undefined;
  }
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody ? new AppError('payload_too_large', { detail: `${method} takes no body.` }) : undefined;
}
