import type {
  AuditActor,
  Invitation,
  InvitationOffer,
  Member,
  MemberPage,
  PersonRole,
  Role,
} from '@klayim/shared/types';
import { AppError } from '../../errors/app-error.ts';
import { makeInvitation, readInvitationId } from '../../lib/api-key.ts';
import type { RequestOrigin } from '../../repositories/audit/audit-event.document.ts';
import type {
  InvitationRepository,
  PresentedInvitation,
} from '../../repositories/organizations/invitation.repository.ts';
import { toMember } from '../../repositories/organizations/member.document.ts';
import type { MemberRepository } from '../../repositories/organizations/member.repository.ts';
import type { OrganizationSettingsRepository } from '../../repositories/organizations/organization-settings.repository.ts';
import type { Person } from '../identity/identity.ts';
import type { MemberClaims } from '../identity/member-claims.ts';
import { roleIn } from '../identity/membership-claims.ts';

export interface MembersDependencies {
  memberRepository: MemberRepository;
  invitationRepository: InvitationRepository;
  organizationSettingsRepository: Pick<OrganizationSettingsRepository, 'find'>;
  memberClaims: MemberClaims;
}

interface ChangeBy {
  actor: AuditActor;
  /** The id of the owner who makes the change. */
  changedBy: string;
}

export type MembersService = ReturnType<typeof createMembersService>;

/**
 * The people of an organization. The record decides, and the custom claims follow: a change whose claims could not be
 * written is answered with identity_unavailable, and doing it again completes it.
 */
export function createMembersService({
  memberRepository,
  invitationRepository,
  organizationSettingsRepository,
  memberClaims,
}: MembersDependencies) {
  /** @throws {AppError} identity_unavailable */
  async function followRecord(userId: string, organizationId: string, given: Role | null): Promise<void> {
    const findRole = () => memberRepository.findRole(organizationId, userId);
    await memberClaims.follow(userId, { organizationId, given }, findRole);
    if (given === null) {
      await memberRepository.letRemovedEnd(organizationId, userId);
    }
  }

  return {
    /** One page, by address. @throws {AppError} invalid_cursor */
    listMembers: (
      organizationId: string,
      page: { limit: number; cursor?: string | undefined },
    ): Promise<MemberPage> => memberRepository.findPage(organizationId, page),

    /** Records a member whose claims were set elsewhere, such as by the command `grant`. */
    async noteSeen({ userId, email, name, membership }: Person): Promise<void> {
      if (membership) {
        await memberRepository.noteSeen(membership.organizationId, { userId, email, name }, membership.role);
      }
    },

    /** @throws {AppError} member_not_found, last_owner, insufficient_role, organization_deleted, identity_unavailable */
    async changeRole(organizationId: string, userId: string, role: Role, by: ChangeBy): Promise<Member> {
      const changed = await memberRepository.change(organizationId, userId, { ...by, role });
      if (!changed) {
        throw new AppError('member_not_found');
      }
      await followRecord(userId, organizationId, role);
      return toMember(changed);
    },

    /**
     * Takes effect within a minute. Of somebody who was removed before, it takes the claims again.
     * @throws {AppError} member_not_found, last_owner, insufficient_role, organization_deleted, identity_unavailable
     */
    async removeMember(organizationId: string, userId: string, by: ChangeBy): Promise<void> {
      await memberRepository.change(organizationId, userId, { ...by, role: null });
      await followRecord(userId, organizationId, null);
    },

    /**
     * Has a person leave an organization. Of somebody who has left before, it takes the claims again.
     * @throws {AppError} membership_not_found, last_owner, organization_deleted, identity_unavailable
     */
    async leave(organizationId: string, person: Person, from: RequestOrigin): Promise<void> {
      const { userId, email, name, memberships } = person;
      const role = roleIn(memberships, organizationId);
      if (role === null) {
        throw new AppError('membership_not_found');
      }
      const actor = { type: 'user' as const, userId, email, name, role, ...from };
      // Of an owner whose claims were given elsewhere there may be no record yet, and the last one must not leave.
      await memberRepository.noteSeen(organizationId, { userId, email, name }, role);
      await memberRepository.leave(organizationId, { userId, email, name }, actor);
      await followRecord(userId, organizationId, null);
    },

    listInvitations: (organizationId: string): Promise<Invitation[]> =>
      invitationRepository.list(organizationId),

    /** The only time that the link's token is seen. @throws {AppError} too_many_invitations, organization_deleted */
    async invite(
      organizationId: string,
      { role, email }: { role: PersonRole; email?: string | undefined },
      { actor, changedBy }: ChangeBy,
    ): Promise<{ invitation: Invitation; token: string }> {
      const { id, secret } = makeInvitation();
      const wanted = { id, token: secret, role, email: email ?? null, invitedBy: changedBy };
      return { invitation: await invitationRepository.create(organizationId, wanted, actor), token: secret };
    },

    /** @throws {AppError} invitation_not_found */
    revokeInvitation: (organizationId: string, id: string, actor: AuditActor): Promise<void> =>
      invitationRepository.revoke(organizationId, id, actor),

    /** @throws {AppError} invitation_not_found */
    async lookUp(token: string): Promise<InvitationOffer> {
      const found = await invitationRepository.findOpen(readToken(token));
      if (!found) {
        throw new AppError('invitation_not_found');
      }
      const { organizationId, role, email, expiresAt } = found;
      const { name } = await organizationSettingsRepository.find(organizationId);
      return {
        organizationId,
        organizationName: name,
        role,
        email,
        expiresAt: expiresAt.toDate().toISOString(),
      };
    },

    /**
     * Has a person join, beside the organizations that they belong to.
     * @throws {AppError} invitation_not_found, invitation_of_another_address, already_member, too_many_organizations,
     * organization_deleted, identity_unavailable
     */
    async accept(
      token: string,
      person: Person,
      from: RequestOrigin,
    ): Promise<{ organizationId: string; role: PersonRole }> {
      const { userId, email, name, memberships } = person;
      const presented = readToken(token);
      const open = await invitationRepository.findOpen(presented);
      if (open) {
        // Before anything is stored: claims that are full could not follow.
        await memberClaims.requireRoom(userId, open.organizationId);
      }
      const { organizationId, role, offered } = await invitationRepository.accept(
        presented,
        { ...person, organizationIds: memberships.map((each) => each.organizationId) },
        (given) => ({ type: 'user', userId, email, name, role: given, ...from }),
      );
      const findRole = () => memberRepository.findRole(organizationId, userId);
      await memberClaims.join(userId, { organizationId, role: offered }, findRole);
      return { organizationId, role };
    },
  };
}

/** @throws {AppError} invitation_not_found */
function readToken(token: string): PresentedInvitation {
  const id = readInvitationId(token);
  if (id === null) {
    throw new AppError('invitation_not_found');
  }
  return { id, token };
}
