import type { ApiKeyScope, Role } from '@klayim/shared/types';
import type { Membership } from './membership-claims.ts';

/** A caller that is no person: a backend with an API key, or a Google service account. */
export type Backend =
  | { type: 'apiKey'; name: string; scopes: readonly ApiKeyScope[] }
  | {
      type: 'serviceAccount';
      /** The account's email address. */
      name: string;
      /** Its role in whichever organization a request names; null when it belongs to one. */
      roleInAnyOrganization: Role | null;
    };

/** Who sends a request on behalf of an organization. */
export interface Caller {
  /** The user's id in Firebase Auth, the key's id, or Google's id of the service account. */
  userId: string;
  /** Absent for a user of Firebase Auth. */
  backend?: Backend | undefined;
  /** Absent for backends. */
  profile?: PersonProfile | undefined;
  organizationId: string;
  role: Role;
}

/** Who runs the platform, across organizations, as a verified ID token says. */
export interface Operator {
  userId: string;
  profile?: PersonProfile | undefined;
}

/** What Firebase Auth knows of a person. */
export interface PersonProfile {
  email: string | null;
  /** Whether the address has been proven to be theirs. */
  isEmailVerified: boolean;
  name: string | null;
}

/** A signed-in person, of an organization or of none. */
export interface Person extends PersonProfile {
  userId: string;
  /** In the organization that the request is for; null for who belongs to none, or not to the one that it names. */
  membership: Membership | null;
  /** In all their organizations. */
  memberships: readonly Membership[];
  isOperator: boolean;
}

/** Who verified credentials belong to: a caller, an operator, both or neither. */
export interface Principal {
  /** As of {@link Caller}. */
  userId: string;
  backend?: Backend | undefined;
  /** The one that counts where a request names no organization; null for who belongs to none. */
  membership: Membership | null;
  /** In all organizations of a person. Absent for backends. */
  memberships?: readonly Membership[] | undefined;
  /** The first organization is another one than when the token was made: a request has to name the one that it is for. */
  hasMoved?: boolean | undefined;
  isOperator: boolean;
  /** Absent for backends. */
  profile?: PersonProfile | undefined;
}

/**
 * Finds out who bears a token.
 * @param address Where the request came from; null when that is not known.
 */
export type Authenticate = (token: string, address: string | null) => Promise<Principal>;

/** Who calls. */
export interface Identity {
  /**
   * @throws {AppError} id_token_invalid, id_token_expired, id_token_revoked, api_key_invalid, service_account_unknown,
   * identity_unavailable; rate_limited for an address that sends too many refused keys.
   */
  authenticate: Authenticate;
  /** Whether a user is still enabled, of this organization and of one of these roles. */
  stillHolds(userId: string, organizationId: string, roles: readonly Role[]): Promise<boolean>;
}
