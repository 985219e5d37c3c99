import type { Request } from 'express';
import { AppError } from '../errors/app-error.ts';
import type { StoredAnswer } from '../repositories/platform/idempotency-key.repository.ts';
import type { Caller, Operator, Person } from '../services/identity/identity.ts';
import type { IdempotencyScope } from '../services/requests/idempotency.service.ts';
import { idempotencyKeySchema } from './idempotency-key.ts';
import { maxFaults } from './problem.ts';
import type { AnyRouteResult, Route } from './route.ts';
import { faultsOf } from './validation.ts';

/**
 * The scope of a request's `Idempotency-Key`, when its route takes one and it has one.
 * @throws {AppError} invalid_request when it is no key.
 */
export function readIdempotencyScope(
  route: Route,
  request: Request,
  caller: Caller | Operator | Person | undefined,
): IdempotencyScope | undefined {
  const header = request.headers['idempotency-key'];
  if (route.repeat !== 'keyed' || header === undefined || !caller) {
    return undefined;
  }
  const key = idempotencyKeySchema.safeParse(header);
  if (!key.success) {
    const faults = faultsOf(key.error, 'header', maxFaults).faults.map((fault) => ({
      ...fault,
      pointer: '/idempotency-key',
    }));
    throw new AppError('invalid_request', { faults });
  }
  const organizationId = 'organizationId' in caller ? caller.organizationId : null;
  const backend = 'backend' in caller ? caller.backend : undefined;
  const userId = backend ? `${backend.type}:${caller.userId}` : caller.userId;
  return { organizationId, userId, operationId: route.operationId, key: key.data };
}

/**
 * What makes a request the same request: its validated input. Of an upload, which is not read yet, its type and length.
 */
export function contentOf(
  route: Route,
  request: Request,
  { params, query, body }: { params: unknown; query: unknown; body: unknown },
): string {
  if (!route.body || !('mediaTypes' in route.body)) {
    return JSON.stringify([params, query, body ?? null]);
  }
  const { 'content-type': type = '', 'content-length': length = '' } = request.headers;
  return JSON.stringify([params, query, type, length]);
}

/** Headers of a route's own that are stored with its answer and given again. */
export const storedHeaders: readonly string[] = ['Location'];

/**
 * A checked result as it is stored.
 * @throws {Error} for one with cookies: they are secrets, and not to be stored; for one with a header that is not listed.
 */
export function toStoredAnswer({ status, body, headers, version, cookies }: AnyRouteResult): StoredAnswer {
  if (cookies) {
    throw new Error('An answer that sets cookies cannot be stored');
  }
  const unlisted = Object.keys(headers ?? {}).filter((name) => !storedHeaders.includes(name));
  if (unlisted.length > 0) {
    throw new Error(`An answer with the header ${unlisted[0]} cannot be stored`);
  }
  return {
    status,
    body: body === undefined ? null : JSON.stringify(body),
    headers: { ...headers },
    version: version ?? null,
  };
}

/** A stored answer as a result again. */
export function fromStoredAnswer({ status, body, headers, version }: StoredAnswer): AnyRouteResult {
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => storedHeaders.includes(name))),
    ...(body !== null && { body: JSON.parse(body) as unknown }),
    ...(version !== null && { version }),
  };
}
