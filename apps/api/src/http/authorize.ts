import type { IncomingMessage } from 'node:http';
import type { Role } from '@klayim/shared/types';
import { AppError } from '../errors/app-error.ts';
import type { Caller, Identity } from '../services/identity.ts';

const bearerPattern = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i;

/**
 * Reads the caller from the request's bearer token (RFC 6750, section 2.1) and checks the role.
 * @throws {AppError} unauthenticated without a bearer token; insufficient_role when the role is not among `roles`;
 * whatever {@link Identity.authenticate} throws.
 */
export async function authorize(
  request: IncomingMessage,
  identity: Identity,
  roles: readonly Role[],
): Promise<Caller> {
  const idToken = bearerPattern.exec(request.headers.authorization ?? '')?.[1];
  if (idToken === undefined) {
    throw new AppError('unauthenticated', {
      detail: 'Send a Firebase ID token as "Authorization: Bearer <token>".',
    });
  }
  const caller = await identity.authenticate(idToken);
  if (!roles.includes(caller.role)) {
    throw new AppError('insufficient_role', { detail: `This needs one of the roles: ${roles.join(', ')}.` });
  }
  return caller;
}
