import { performance } from 'node:perf_hooks';
import type { RequestHandler } from 'express';
import type { Logger } from '../lib/logger.ts';
import { runInOperationScope } from '../lib/operation-scope.ts';
import { clientAddressOf } from './client-address.ts';
import { contextOf } from './request-context.ts';
import { traceOf } from './trace.ts';

/** What a caller is answered who may not call, or not so often. */
const refusals: readonly number[] = [401, 403, 429];

/**
 * Answers `X-Request-Id` and writes one line for each request when it is over. The line names the route's pattern and
 * never the URL, since query strings hold authorization codes; headers and bodies are left out altogether. The line of a
 * caller who was refused (401, 403, 429) has its address. The Firestore operations are those that were made until then.
 */
export function requestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAtMs = performance.now();
    const context = contextOf(request);
    const trace = traceOf(request);
    const identity = { requestId: context.requestId, ...(trace !== undefined && { trace }) };
    // Read at once: it is not known any more when the connection has been closed.
    const ipAddress = clientAddressOf(request);
    const counts = { reads: 0, writes: 0 };
    response.setHeader('X-Request-Id', context.requestId);
    // 'close' comes after the answer went out and also when the caller went away before that.
    response.once('close', () => {
      const level = response.statusCode >= 500 ? 'warn' : 'info';
      logger[level]('request', {
        ...identity,
        method: request.method,
        route: context.route ?? null,
        status: response.statusCode,
        completed: response.writableFinished,
        durationMs: Math.round(performance.now() - startedAtMs),
        organizationId:
          context.caller?.organizationId ?? context.principal?.membership?.organizationId ?? null,
        callerType: context.principal ? (context.principal.backend?.type ?? 'user') : null,
        userId: context.principal?.userId ?? null,
        code: context.code ?? null,
        ...(refusals.includes(response.statusCode) && { ipAddress }),
        firestoreReads: counts.reads,
        firestoreWrites: counts.writes,
      });
    });
    runInOperationScope({ fields: identity, counts }, next);
  };
}
