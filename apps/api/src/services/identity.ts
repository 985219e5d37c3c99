import type { Role } from '@klayim/shared/types';

/** Who sends a request on behalf of an organization, as a verified ID token says. */
export interface Caller {
  userId: string;
  organizationId: string;
  role: Role;
}

/** Who runs the platform, across organizations, as a verified ID token says. */
export interface Operator {
  userId: string;
}

/** Whom a verified ID token names: a caller, an operator, both or neither. */
export interface Principal {
  userId: string;
  /** Null for who belongs to no organization. */
  membership: Pick<Caller, 'organizationId' | 'role'> | null;
  isOperator: boolean;
}

/** Firebase Authentication, as far as this service needs it. */
export interface Identity {
  /** @throws {AppError} id_token_invalid, id_token_expired */
  authenticate(idToken: string): Promise<Principal>;
  /** Whether a user is still enabled, of this organization and of one of these roles. */
  stillHolds(userId: string, organizationId: string, roles: readonly Role[]): Promise<boolean>;
}
