import { setImmediate } from 'node:timers/promises';
import express, { type Request, type Response } from 'express';
import { AppError } from '../errors/app-error.ts';
import { findJsonExcessInTurns, type JsonLimits } from '../lib/json/json-limits.ts';
import { bodyLimitBytes, jsonLimits } from './body-limits.ts';
import { frameworkErrorOf } from './framework-errors.ts';
import { toAppError } from './problem.ts';
import { pointerTo } from './validation.ts';

/** How large a body may be, in bytes and in what it holds. */
export interface BodyLimits {
  limitBytes?: number | undefined;
  json?: Partial<JsonLimits> | undefined;
}

/**
 * The request's JSON body, undefined when there is none. Its size is judged before it is read, and what it holds before
 * it is parsed. Other requests get turns while a large one is looked at.
 * @throws {AppError} payload_too_large above the limit; unsupported_media_type when the body is not declared as JSON in
 * UTF-8; malformed_json; invalid_request when the body could not be read, or holds too much.
 */
export async function readJsonBody(
  request: Request,
  response: Response,
  { limitBytes = bodyLimitBytes, json = {} }: BodyLimits = {},
): Promise<unknown> {
  const bytes = await readBytes(request, response, limitBytes);
  if (bytes === undefined || bytes.length === 0) {
    return undefined;
  }
  requireJson(request.headers['content-type']);
  const excess = await findJsonExcessInTurns(bytes, { ...jsonLimits, ...json });
  if (excess) {
    const { path, message } = excess;
    throw new AppError('invalid_request', { faults: [{ in: 'body', pointer: pointerTo(path), message }] });
  }
  if (bytes.length > bodyLimitBytes) {
    await setImmediate();
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's message quotes the body: it is not carried on.
    throw new AppError('malformed_json');
  }
}

async function readBytes(
  request: Request,
  response: Response,
  limitBytes: number,
): Promise<Buffer | undefined> {
  const earlier = frameworkErrorOf(request);
  if (earlier !== undefined) {
    throw bodyError(earlier);
  }
  const readStream = express.raw({ type: () => true, limit: limitBytes, inflate: false });
  await new Promise<void>((resolve, reject) => {
    readStream(request, response, (error: unknown) => {
      if (error === undefined || error === null) {
        resolve();
      } else {
        reject(bodyError(error));
      }
    });
  });
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : undefined;
}

function bodyError(error: unknown): AppError {
  const known = toAppError(error);
  if (known.code !== 'invalid_request') {
    return known;
  }
  return new AppError('invalid_request', {
    cause: error,
    faults: [{ in: 'body', pointer: '', message: 'could not be read as it was sent' }],
  });
}

function requireJson(contentType: string | undefined): void {
  const [mediaType = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((text) => text.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (mediaType.trim() !== 'application/json' || !isUtf8) {
    throw new AppError('unsupported_media_type', {
      detail: 'Send the body as JSON in UTF-8, with "Content-Type: application/json".',
    });
  }
}
