import { accessClaimsSchema, operatorClaimsSchema } from '@klayim/shared/schemas';
import type { AuditEvent, Role } from '@klayim/shared/types';
import type { Auth, UserRecord } from 'firebase-admin/auth';
import { type AuditRecord, systemActor } from '../repositories/audit/audit-event.document.ts';
import type { AuditEventRepository } from '../repositories/audit/audit-event.repository.ts';
import type { OrganizationsRepository } from '../repositories/cross-tenant/organizations.repository.ts';
import type { MemberRepository } from '../repositories/organizations/member.repository.ts';
import type { GrantRequest } from './grant-arguments.ts';
import { Refusal } from './refusal.ts';

/** What a user may do, as the next ID token will say. */
export interface Membership {
  userId: string;
  email: string;
  organizationId: string | null;
  role: Role | null;
  platformOperator: boolean;
}

export interface MembershipsDependencies {
  auth: Pick<Auth, 'getUserByEmail' | 'setCustomUserClaims' | 'revokeRefreshTokens'>;
  organizationsRepository: OrganizationsRepository;
  auditEventRepository: AuditEventRepository;
  memberRepository: Pick<MemberRepository, 'noteGrant'>;
  /** Tells the person at the terminal what was done besides. */
  say: (sentence: string) => void;
}

/** Roles in organizations, as custom claims of Firebase Auth. Whoever calls this holds the project's own credentials. */
export function createMemberships({
  auth,
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
  async function organizationFor(request: GrantRequest, present: Membership): Promise<string> {
    const organizationId =
      request.organizationId ?? present.organizationId ?? (await organizationsRepository.findOnly());
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

  async function changed(request: GrantRequest, present: Membership): Promise<Membership> {
    const platformOperator = request.platformOperator || present.platformOperator;
    if ((request.organizationId ?? request.role) === undefined) {
      return { ...present, platformOperator };
    }
    const organizationId = await organizationFor(request, present);
    const role = request.role ?? (organizationId === present.organizationId ? present.role : null);
    if (role === null) {
      throw new Refusal(`Name the role in ${organizationId}: --role ROLE.`);
    }
    return { ...present, organizationId, role, platformOperator };
  }

  async function store(user: UserRecord, before: Membership, after: Membership): Promise<void> {
    await auth.setCustomUserClaims(user.uid, claimsOf(user, after));
    const person = { userId: user.uid, email: after.email, name: user.displayName ?? null };
    if (before.organizationId !== null && before.organizationId !== after.organizationId) {
      await memberRepository.noteGrant(before.organizationId, person, null);
    }
    if (after.organizationId !== null && isChanged(before, after)) {
      await memberRepository.noteGrant(after.organizationId, person, after.role);
    }
    for (const event of eventsOf(before, after)) {
      await auditEventRepository.add(event);
    }
  }

  return {
    /** What a user has. @throws {Refusal} */
    async show(email: string): Promise<Membership> {
      return membershipOf(await find(email), email);
    },

    /**
     * Gives a role, the platform operator's right, or both. Who loses something by it must sign in again.
     * @throws {Refusal}
     */
    async grant(request: GrantRequest): Promise<Membership> {
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
      const before = membershipOf(user, request.email);
      const after = await changed(request, before);
      await store(user, before, after);
      const isMoved = before.role !== null && isChanged(before, after);
      if (isMoved) {
        await auth.revokeRefreshTokens(user.uid);
      }
      return after;
    },

    /** Takes the role away, or only the platform operator's right, and ends all sessions. @throws {Refusal} */
    async revoke({ email, platformOperator }: GrantRequest): Promise<Membership> {
      const user = await find(email);
      const before = membershipOf(user, email);
      const after: Membership = platformOperator
        ? { ...before, platformOperator: false }
        : { ...before, organizationId: null, role: null };
      await store(user, before, after);
      await auth.revokeRefreshTokens(user.uid);
      say('The sessions are ended. ID tokens that exist already are refused within a minute.');
      return after;
    },
  };
}

function membershipOf({ uid, customClaims = {} }: UserRecord, email: string): Membership {
  const claims = accessClaimsSchema.safeParse(customClaims);
  return {
    userId: uid,
    email,
    organizationId: claims.data?.organizationId ?? null,
    role: claims.data?.role ?? null,
    platformOperator: operatorClaimsSchema.safeParse(customClaims).success,
  };
}

/** All claims of the user: what is none of ours stays as it is. */
function claimsOf(
  { customClaims }: UserRecord,
  { organizationId, role, platformOperator }: Membership,
): object {
  const {
    organizationId: _organization,
    role: _role,
    platformOperator: _operator,
    ...others
  } = customClaims ?? {};
  return {
    ...others,
    ...(organizationId !== null && role !== null && accessClaimsSchema.parse({ organizationId, role })),
    ...(platformOperator && operatorClaimsSchema.parse({ platformOperator })),
  };
}

function isChanged(before: Membership, after: Membership): boolean {
  return before.organizationId !== after.organizationId || before.role !== after.role;
}

/** Each organization hears of who came and who went; the platform's own operators belong to none. */
function eventsOf(before: Membership, after: Membership): AuditRecord[] {
  const events: AuditRecord[] = [];
  const add = (type: AuditEvent['type'], { organizationId, role, userId, email }: Membership) => {
    if (organizationId === null || role === null) {
      return;
    }
    events.push({
      organizationId,
      type,
      actor: systemActor('grant'),
      subject: { type: 'user', id: userId },
      result: 'success',
      reason: null,
      details: { role, userEmail: email },
    });
  };
  if (!isChanged(before, after)) {
    return events;
  }
  if (before.organizationId !== after.organizationId) {
    add('member.revoked', before);
  }
  add('member.granted', after);
  return events;
}
