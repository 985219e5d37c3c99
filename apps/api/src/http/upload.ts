import { pipeline, type Readable, Transform } from 'node:stream';
import type { ProblemFault } from '@klayim/shared/types';
import type { Request } from 'express';
import { AppError } from '../errors/app-error.ts';
import { frameworkErrorOf } from './framework-errors.ts';
import { toAppError } from './problem.ts';
import type { Upload } from './route.ts';

/**
 * The bytes of a body that is not JSON, as they come.
 * @throws {AppError} unsupported_media_type; payload_too_large, which the stream ends with when it finds out on the way.
 */
export function readUpload({ mediaTypes, limitBytes }: Upload, request: Request): Readable {
  const [mediaType = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (!mediaTypes.includes(mediaType.trim())) {
    throw new AppError('unsupported_media_type', {
      detail: `Send the body as ${mediaTypes.join(' or ')}.`,
    });
  }
  const tooLarge = () =>
    new AppError('payload_too_large', { detail: `The body is larger than ${limitBytes} bytes.` });
  const earlier = frameworkErrorOf(request);
  if (earlier !== undefined) {
    throw toAppError(earlier);
  }
  if (Number(request.headers['content-length']) > limitBytes) {
    throw tooLarge();
  }
  // When the caller goes away, the reader of the body gets the error.
  return pipeline(request, upTo(limitBytes, tooLarge), () => undefined);
}

function upTo(limitBytes: number, tooLarge: () => AppError): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        done(tooLarge());
      } else {
        done(null, chunk);
      }
    },
    destroy(error, done) {
      done(isHungUp(error) ? cutShort(error) : error);
    },
  });
}

/** Node's error of a request whose client went away before the end of its body. */
function isHungUp(error: Error | null): error is Error {
  return error !== null && 'code' in error && error.code === 'ECONNRESET';
}

/** Not a fault of ours: nothing to be alarmed by. */
function cutShort(cause: Error): AppError {
  const faults: ProblemFault[] = [{ in: 'body', pointer: '', message: 'ended before it was complete' }];
  return new AppError('invalid_request', { cause, faults });
}
