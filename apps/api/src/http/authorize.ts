import { organizationIdSchema } from '@klayim/shared/schemas';
import type { Request } from 'express';
import { AppError } from '../errors/app-error.ts';
import type { Caller, Identity, Operator, Person, Principal } from '../services/identity/identity.ts';
import { clientAddressOf } from './client-address.ts';
import { contextOf } from './request-context.ts';
import type { Access, MemberAccess } from './route.ts';

/** Names the organization that a request is for: of a person with several, and of a service account of any. */
const organizationHeader = 'x-organization-id';

const bearerPattern = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i;

/**
 * Reads the caller from the request's bearer token (RFC 6750, section 2.1) and checks that it may call.
 * @throws {AppError} unauthenticated without a bearer token; organization_missing and insufficient_role when the caller
 * has none of the roles in the organization that the request is for; organization_unnamed when it must name one;
 * operator_required when an operator is needed; insufficient_role and insufficient_scope when a person is needed and a
 * backend calls; id_token_revoked for a token of another first organization; whatever {@link Identity.authenticate} throws.
 */
export async function authorize(
  request: Request,
  identity: Identity,
  access: Exclude<Access, 'public'>,
): Promise<Caller | Operator | Person> {
  const token = bearerPattern.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new AppError('unauthenticated', {
      detail: 'Send a Firebase ID token, a Google ID token or an API key as "Authorization: Bearer <token>".',
    });
  }
  const bearer = await identity.authenticate(token, clientAddressOf(request));
  const named = request.headers[organizationHeader];
  // Whoever was moved must not go on in the new organization with a page of the old one.
  if (bearer.hasMoved && named === undefined) {
    throw new AppError('id_token_revoked', {
      detail: 'Your first organization is another one than that of this token: sign in again.',
    });
  }
  const principal = { ...bearer, membership: membershipOf(bearer, named) };
  // Known from here on, also to the log line of who is refused below.
  contextOf(request).principal = principal;
  if (access === 'operator') {
    return operatorOf(principal);
  }
  if (access === 'signedIn') {
    return personOf(principal);
  }
  return callerOf(principal, access, named !== undefined);
}

function operatorOf({ userId, isOperator, profile }: Principal): Operator {
  if (!isOperator) {
    throw new AppError('operator_required');
  }
  return { userId, profile };
}

function personOf({ userId, backend, profile, membership, memberships = [], isOperator }: Principal): Person {
  if (backend || !profile) {
    const code = backend?.type === 'apiKey' ? 'insufficient_scope' : 'insufficient_role';
    throw new AppError(code, { detail: 'Only a signed-in user can do this.' });
  }
  return { userId, ...profile, membership, memberships, isOperator };
}

/** Whether a signed-in person may call a route. */
export function isPermitted(access: Access, { membership, isOperator }: Person): boolean {
  switch (access) {
    case 'public':
    case 'signedIn':
      return true;
    case 'operator':
      return isOperator;
    default:
      return membership !== null && access.roles.includes(membership.role);
  }
}

function callerOf(principal: Principal, { roles, scope, usersOnly }: MemberAccess, isNamed: boolean): Caller {
  const { userId, backend, profile, membership } = principal;
  if (!membership && !isNamed && mayName(principal)) {
    throw new AppError('organization_unnamed', { detail: 'Name the organization in "X-Organization-Id".' });
  }
  if (!membership) {
    throw new AppError('organization_missing', {
      detail: isNamed ? 'You do not belong to the organization that "X-Organization-Id" names.' : undefined,
    });
  }
  if (backend?.type === 'apiKey') {
    if (scope === undefined) {
      throw new AppError('insufficient_scope', { detail: 'No API key can do this.' });
    }
    if (!backend.scopes.includes(scope)) {
      throw new AppError('insufficient_scope', { detail: `This needs the scope ${scope}.` });
    }
  } else if (!roles.includes(membership.role)) {
    throw new AppError('insufficient_role', { detail: `This needs one of the roles: ${roles.join(', ')}.` });
  } else if (backend && usersOnly) {
    throw new AppError('insufficient_role', { detail: 'Only a signed-in user can do this.' });
  }
  return { userId, backend, profile, ...membership };
}

/** The membership that a request is made with: a request that names an organization is for that one or for none. */
function membershipOf(
  { membership, memberships, backend }: Principal,
  named: string | string[] | undefined,
): Principal['membership'] {
  const role = backend?.type === 'serviceAccount' ? backend.roleInAnyOrganization : null;
  if (named === undefined && role === null) {
    return membership;
  }
  const { data: organizationId } = organizationIdSchema.safeParse(named);
  if (organizationId === undefined) {
    return null;
  }
  if (role !== null) {
    return { organizationId, role };
  }
  const all = memberships ?? (membership ? [membership] : []);
  return all.find((each) => each.organizationId === organizationId) ?? null;
}

/** Whether there are organizations that the request could name. */
function mayName({ memberships = [], backend }: Principal): boolean {
  return (
    memberships.length > 0 || (backend?.type === 'serviceAccount' && backend.roleInAnyOrganization !== null)
  );
}
