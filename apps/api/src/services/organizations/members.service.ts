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
import { hashApiKey, makeInvitation, readInvitationId } from '../../lib/api-key.ts';
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
      const before = await memberRepository.find(organizationId, userId);
      const changed = await memberRepository.change(organizationId, userId, { ...by, role });
      if (!changed) {
        throw new AppError('member_not_found');
      }
      const endsSessions = before !== null && ranks[role] < ranks[before.role];
      await memberClaims.give(userId, { organizationId, role }, { endsSessions });
      return toMember(changed);
    },

    /**
     * Takes effect within a minute. Of somebody who was removed before, it takes the claims again.
     * @throws {AppError} member_not_found, last_owner, insufficient_role, organization_deleted, identity_unavailable
     */
    async removeMember(organizationId: string, userId: string, by: ChangeBy): Promise<void> {
      await memberRepository.change(organizationId, userId, { ...by, role: null });
      await memberClaims.take(userId, organizationId);
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
      const record = { id, role, email: email ?? null, tokenHash: hashApiKey(secret), invitedBy: changedBy };
      return { invitation: await invitationRepository.create(organizationId, record, actor), token: secret };
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
     * @param leaves the organization that the person agrees to leave.
     * @throws {AppError} invitation_not_found, invitation_of_another_address, already_member, member_elsewhere, last_owner,
     * organization_deleted, identity_unavailable
     */
    async accept(
      token: string,
      person: Person,
      { leaves, from }: { leaves: string | undefined; from: RequestOrigin },
    ): Promise<{ organizationId: string; role: PersonRole }> {
      const { userId, email, name, membership } = person;
      const { organizationId, role } = await invitationRepository.accept(
        readToken(token),
        person,
        { organizationId: membership?.organizationId ?? null, leaves },
        (given) => ({ type: 'user', userId, email, name, role: given, ...from }),
      );
      await memberClaims.give(userId, { organizationId, role }, { endsSessions: false });
      return { organizationId, role };
    },
  };
}

const ranks: Readonly<Record<Role, number>> = { service: 0, member: 1, administrator: 2, owner: 3 };

/** @throws {AppError} invitation_not_found */
function readToken(token: string): PresentedInvitation {
  const id = readInvitationId(token);
  if (id === null) {
    throw new AppError('invitation_not_found');
  }
  return { id, tokenHash: hashApiKey(token) };
}
