import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../errors/app-error.ts';
import { encodingFault } from './body-limits.ts';
import { onFrameworkServer } from './framework-server.ts';
import { writeProblem } from './problem.ts';
import { contextOf } from './request-context.ts';
import { limitSlowClients } from './slow-clients.ts';

/** Largest body of a task or of the schedule, in bytes: more than Cloud Tasks carries. */
const internalLimitBytes = 1_048_576;

/**
 * Limits the bodies of a function that a queue or the schedule calls. The framework parses them, as firebase-functions
 * expects; what it is given is no larger than a task can be, and never compressed.
 * @returns Ends the wait for the framework's server.
 */
export function limitInternalRequests(limitBytes: number = internalLimitBytes): () => void {
  return onFrameworkServer((server, app) => {
    limitSlowClients(server);
    server.removeListener('request', app);
    server.on('request', (request, response) => {
      const fault = encodingFault(request) ?? declaredFault(request, limitBytes);
      if (fault) {
        refuse(request, response, fault);
        return;
      }
      if (request.headers['transfer-encoding'] !== undefined) {
        countBody(request, response, limitBytes);
      }
      app(request, response);
    });
  });
}

function declaredFault({ headers }: IncomingMessage, limitBytes: number): AppError | undefined {
  return Number(headers['content-length'] ?? 0) > limitBytes ? tooLarge(limitBytes) : undefined;
}

/** Ends a body of unknown length as soon as it is too long. */
function countBody(request: IncomingMessage, response: ServerResponse, limitBytes: number): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limitBytes) {
      return;
    }
    if (!response.headersSent) {
      refuse(request, response, tooLarge(limitBytes));
    }
    request.destroy();
  });
}

function tooLarge(limitBytes: number): AppError {
  return new AppError('payload_too_large', { detail: `The body is larger than ${limitBytes} bytes.` });
}

function refuse(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  response.setHeader('Connection', 'close');
  writeProblem(response, error, contextOf(request).requestId);
}
