import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors/app-error.ts';
import type { Caller, Identity, Operator, Principal } from '../services/identity.ts';
import type { Access } from './route.ts';

const bearerPattern = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i;

/**
 * Reads the caller from the request's bearer token (RFC 6750, section 2.1) and checks that it may call.
 * @throws {AppError} unauthenticated without a bearer token; organization_missing and insufficient_role when the caller
 * has none of the roles; operator_required when an operator is needed; whatever {@link Identity.authenticate} throws.
 */
export async function authorize(
  request: IncomingMessage,
  identity: Identity,
  access: Exclude<Access, 'public'>,
): Promise<Caller | Operator> {
  const idToken = bearerPattern.exec(request.headers.authorization ?? '')?.[1];
  if (idToken === undefined) {
    throw new AppError('unauthenticated', {
      detail: 'Send a Firebase ID token as "Authorization: Bearer <token>".',
    });
  }
  const principal = await identity.authenticate(idToken);
  return access === 'operator' ? operatorOf(principal) : callerOf(principal, access);
}

function operatorOf({ userId, isOperator }: Principal): Operator {
  if (!isOperator) throw new AppError('operator_required');
  return { userId };
}

function callerOf(
  { userId, membership }: Principal,
  { roles }: Exclude<Access, 'public' | 'operator'>,
): Caller {
  if (!membership) throw new AppError('organization_missing');
  if (!roles.includes(membership.role)) {
    throw new AppError('insufficient_role', { detail: `This needs one of the roles: ${roles.join(', ')}.` });
  }
  return { userId, ...membership };
}
