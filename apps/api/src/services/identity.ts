import type { Role } from '@klayim/shared/types';

/** Who sends a request, as a verified ID token says. */
export interface Caller {
  userId: string;
  organizationId: string;
  role: Role;
}

/** Firebase Authentication, as far as this service needs it. */
export interface Identity {
  /** @throws {AppError} id_token_invalid, id_token_expired, organization_missing */
  authenticate(idToken: string): Promise<Caller>;
  /** Whether a user is still enabled, of this organization and of one of these roles. */
  stillHolds(userId: string, organizationId: string, roles: readonly Role[]): Promise<boolean>;
}
