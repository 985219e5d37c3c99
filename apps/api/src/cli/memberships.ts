import { operatorClaimsSchema } from '@klayim/shared/schemas';
import type { AuditEvent, Role } from '@klayim/shared/types';
import type { Auth, UserRecord } from 'firebase-admin/auth';
import { isAppError } from '../errors/app-error.ts';
import { type AuditRecord, systemActor } from '../repositories/audit/audit-event.document.ts';
import type { AuditEventRepository } from '../repositories/audit/audit-event.repository.ts';
import type { OrganizationsRepository } from '../repositories/cross-tenant/organizations.repository.ts';
import type { MemberRepository } from '../repositories/organizations/member.repository.ts';
import type { MemberClaims } from '../services/identity/member-claims.ts';
import { type Membership, membershipsIn, roleIn } from '../services/identity/membership-claims.ts';
import type { GrantRequest } from './grant-arguments.ts';
import { Refusal } from './refusal.ts';

/** What a user may do, as the next ID token will say. */
export interface UserAccess {
  userId: string;
  email: string;
  /** The first one counts where a request names no organization. */
  memberships: Membership[];
  platformOperator: boolean;
}

export interface MembershipsDependencies {
  auth: Pick<Auth, 'getUserByEmail' | 'revokeRefreshTokens'>;
  memberClaims: MemberClaims;
  organizationsRepository: OrganizationsRepository;
  auditEventRepository: AuditEventRepository;
  memberRepository: Pick<MemberRepository, 'noteGrant' | 'findRole' | 'letRemovedEnd'>;
  /** Tells the person at the terminal what was done besides. */
  say: (sentence: string) => void;
}

/** Roles in organizations, as custom claims of Firebase Auth. Whoever calls this holds the project's own credentials. */
export function createMemberships({
  auth,
  memberClaims,
  organizationsRepository,
  auditEventRepository,
  memberRepository,
  say,
}: MembershipsDependencies) {
  async function find(email: string): Promise<UserRecord> {
    try {
      return await auth.getUserByEmail(email);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'auth/user-not-found')) {
        throw error;
      }
      throw new Refusal(`There is no user ${email}. They sign in once, and then this can be repeated.`);
    }
  }

  /** The organization that is meant: named, or the one that can only be meant. It exists. */
  async function organizationFor(request: GrantRequest, { memberships }: UserAccess): Promise<string> {
    const organizationId =
      request.organizationId ?? onlyOne(memberships) ?? (await organizationsRepository.findOnly());
    if (organizationId === null) {
      throw new Refusal('Name the organization: --organization ID.');
    }
    if (await organizationsRepository.exists(organizationId)) {
      return organizationId;
    }
    const name = request.createOrganization;
    if (name === undefined) {
      throw new Refusal(
        `There is no organization "${organizationId}". Add --create-organization NAME to create it.`,
      );
    }
    if (await organizationsRepository.create(organizationId, name)) {
      say(`Created the organization ${organizationId}.`);
    }
    return organizationId;
  }

  /** The record first, then the claims, then the trail. */
  async function store(user: UserRecord, organizationId: string, role: Role | null): Promise<void> {
    const { uid, email = '', displayName = null } = user;
    const findRole = () => memberRepository.findRole(organizationId, uid);
    const held = roleIn(accessOf(user).memberships, organizationId);
    // Of somebody whose claims were lost, what is taken is the record.
    const before = role === null ? (held ?? (await findRole())) : held;
    await memberRepository.noteGrant(organizationId, { userId: uid, email, name: displayName }, role);
    await memberClaims.follow(uid, { organizationId, given: role }, findRole);
    if (role === null) {
      await memberRepository.letRemovedEnd(organizationId, uid);
    }
    if (role !== before) {
      const type = role === null ? 'member.revoked' : 'member.granted';
      await auditEventRepository.add(eventOf(type, user, organizationId, role ?? before));
    }
  }

  async function setOperator(user: UserRecord, isOperator: boolean): Promise<void> {
    await memberClaims.edit(user.uid, async ({ platformOperator: _operator, ...others }) => ({
      ...others,
      ...(isOperator && operatorClaimsSchema.parse({ platformOperator: true })),
    }));
  }

  /** Gives a role in an organization, beside what the user has elsewhere. */
  async function join(user: UserRecord, request: GrantRequest): Promise<void> {
    const before = accessOf(user);
    const organizationId = await organizationFor(request, before);
    const held = roleIn(before.memberships, organizationId);
    const role = request.role ?? held;
    if (role === null) {
      throw new Refusal(`Name the role in ${organizationId}: --role ROLE.`);
    }
    await memberClaims.requireRoom(user.uid, organizationId).catch((error: unknown) => {
      throw isAppError(error, 'too_many_organizations')
        ? new Refusal(`${request.email} belongs to as many organizations as an account holds.`)
        : error;
    });
    await store(user, organizationId, role);
    if (held !== null && held !== role) {
      await auth.revokeRefreshTokens(user.uid);
    }
  }

  return {
    /** What a user has. @throws {Refusal} */
    async show(email: string): Promise<UserAccess> {
      return accessOf(await find(email));
    },

    /**
     * Gives a role, the platform operator's right, or both. Whose role is changed must sign in again.
     * @throws {Refusal}
     */
    async grant(request: GrantRequest): Promise<UserAccess> {
      const user = await find(request.email);
      if (!user.emailVerified && !request.acceptUnverified) {
        throw new Refusal(
          `${request.email} has not been verified: whoever signed up with it may not be who you mean. ` +
            'Add --accept-unverified if you know that they are.',
        );
      }
      if (user.disabled) {
        say(`The user ${request.email} is disabled and cannot sign in.`);
      }
      if ((request.organizationId ?? request.role) !== undefined) {
        await join(user, request);
      }
      if (request.platformOperator) {
        await setOperator(user, true);
      }
      return accessOf(await find(request.email));
    },

    /** Takes a role away, or only the platform operator's right, and ends all sessions. @throws {Refusal} */
    async revoke({ email, organizationId: named, platformOperator }: GrantRequest): Promise<UserAccess> {
      const user = await find(email);
      const { memberships } = accessOf(user);
      if (platformOperator) {
        await setOperator(user, false);
      } else if (named !== undefined || memberships.length > 0) {
        const organizationId = named ?? onlyOne(memberships);
        if (organizationId === null) {
          const all = memberships.map((each) => each.organizationId).join(', ');
          throw new Refusal(`${email} belongs to ${all}. Name the organization: --organization ID.`);
        }
        const isMember =
          roleIn(memberships, organizationId) !== null ||
          (await memberRepository.findRole(organizationId, user.uid)) !== null;
        if (!isMember) {
          throw new Refusal(`${email} does not belong to ${organizationId}.`);
        }
        await store(user, organizationId, null);
      }
      await auth.revokeRefreshTokens(user.uid);
      say('The sessions are ended. ID tokens that exist already are refused within a minute.');
      return accessOf(await find(email));
    },
  };
}

function accessOf({ uid, email = '', customClaims = {} }: UserRecord): UserAccess {
  return {
    userId: uid,
    email,
    memberships: membershipsIn(customClaims),
    platformOperator: operatorClaimsSchema.safeParse(customClaims).success,
  };
}

function onlyOne(memberships: readonly Membership[]): string | null {
  const [only, ...others] = memberships;
  return only && others.length === 0 ? only.organizationId : null;
}

function eventOf(
  type: AuditEvent['type'],
  { uid, email }: UserRecord,
  organizationId: string,
  role: Role | null,
): AuditRecord {
  return {
    organizationId,
    type,
    actor: systemActor('grant'),
    subject: { type: 'user', id: uid },
    result: 'success',
    reason: null,
    details: { ...(role && { role }), ...(email !== undefined && { userEmail: email }) },
  };
}
