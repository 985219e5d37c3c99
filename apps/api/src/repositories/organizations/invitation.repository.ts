import type { AuditActor, AuditEvent, Invitation, PersonRole } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { type AuditRecord, addAuditEvent } from '../audit/audit-event.document.ts';
import { type InvitationDocument, invitations } from './invitation.document.ts';
import { isLinkOf, macOfInvitation } from './invitation-mac.ts';
import type { KnownPerson, MemberRepository } from './member.repository.ts';
import { requireLivingOrganization } from './organization-tombstone.repository.ts';

/** How long a link works. */
const lifetimeMs = 7 * dayMs;
/** Open invitations of one organization. */
const maxOpen = 50;

/** A link as it was sent: the id in it, and all of it. */
export interface PresentedInvitation {
  id: string;
  token: string;
}

/** What an owner asks for, with the link that was made for it. */
export interface NewInvitation
  extends PresentedInvitation,
    Pick<InvitationDocument, 'role' | 'email' | 'invitedBy'> {}

/** Somebody who has a link. */
export interface InvitedPerson extends KnownPerson {
  isEmailVerified: boolean;
  /** Those that they belong to. */
  organizationIds: readonly string[];
}

export type InvitationRepository = ReturnType<typeof createInvitationRepository>;

/** Invitation links: who accepts one becomes a member. Changes are audited in the same transaction. */
export function createInvitationRepository({
  firestore,
  keyring,
  clock,
  memberRepository,
}: {
  firestore: () => Firestore;
  keyring: () => Promise<Keyring>;
  clock: Clock;
  memberRepository: Pick<MemberRepository, 'prepare' | 'findRole'>;
}) {
  const collection = () => invitations(firestore());
  const openOf = (organizationId: string) =>
    collection().where('organizationId', '==', organizationId).where('acceptedBy', '==', null);
  const isOver = ({ expiresAt }: InvitationDocument) => expiresAt.toMillis() <= clock();

  return {
    /** Those that can be accepted, newest first. */
    async list(organizationId: string): Promise<Invitation[]> {
      const { docs } = await openOf(organizationId).limit(maxOpen).get();
      return docs
        .filter((each) => !isOver(each.data()))
        .map((each) => toInvitation(each.id, each.data()))
        .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    },

    /** @throws {AppError} too_many_invitations, organization_deleted */
    async create(
      organizationId: string,
      { id, token, role, email, invitedBy }: NewInvitation,
      actor: AuditActor,
    ): Promise<Invitation> {
      const nowMs = clock();
      const facts = { organizationId, role, email, expiresAt: Timestamp.fromMillis(nowMs + lifetimeMs) };
      const document: InvitationDocument = {
        ...facts,
        ...macOfInvitation(token, facts, await keyring()),
        invitedBy,
        acceptedBy: null,
        createdAt: Timestamp.fromMillis(nowMs),
      };
      await runTransaction(firestore(), async (transaction) => {
        const { docs } = await transaction.get(openOf(organizationId).limit(maxOpen));
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (docs.filter((each) => !isOver(each.data())).length >= maxOpen) {
          throw new AppError('too_many_invitations');
        }
        transaction.set(collection().doc(id), document);
        addAuditEvent(
          transaction,
          firestore(),
          invitationEvent('invitation.created', id, document, actor),
          clock(),
        );
      });
      return toInvitation(id, document);
    },

    /** The link does not work any more. @throws {AppError} invitation_not_found */
    async revoke(organizationId: string, id: string, actor: AuditActor): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const stored = (await transaction.get(reference)).data();
        if (stored?.organizationId !== organizationId || stored.acceptedBy !== null || isOver(stored)) {
          throw new AppError('invitation_not_found');
        }
        transaction.delete(reference);
        addAuditEvent(
          transaction,
          firestore(),
          invitationEvent('invitation.revoked', id, stored, actor),
          clock(),
        );
      });
    },

    /** The open invitation behind a link; null for any other link. One read. */
    async findOpen({ id, token }: PresentedInvitation): Promise<InvitationDocument | null> {
      const keys = await keyring();
      const stored = (await collection().doc(id).get()).data();
      const isOpen = stored && isLinkOf(token, stored, keys) && !isOver(stored);
      return isOpen && stored.acceptedBy === null ? stored : null;
    },

    /**
     * Uses a link up: the person becomes a member. Whoever has accepted it before is answered again, with the role that
     * they have by now, while they are a member: a used link brings nobody back.
     * @returns the membership that the person has by its record, and the role that the invitation gives.
     * @throws {AppError} invitation_not_found, invitation_of_another_address, already_member, last_owner, organization_deleted
     */
    async accept(
      { id, token }: PresentedInvitation,
      person: InvitedPerson,
      actorOf: (role: PersonRole) => AuditActor,
    ): Promise<{ organizationId: string; role: PersonRole; offered: PersonRole }> {
      const keys = await keyring();
      return runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const stored = (await transaction.get(reference)).data();
        if (!stored || !isLinkOf(token, stored, keys) || isOver(stored)) {
          throw new AppError('invitation_not_found');
        }
        const { organizationId, role } = stored;
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (stored.acceptedBy !== null) {
          const isTheirs = stored.acceptedBy === person.userId;
          const present = isTheirs
            ? await memberRepository.findRole(organizationId, person.userId, transaction)
            : null;
          if (present === null || present === 'service') {
            throw new AppError('invitation_not_found');
          }
          return { organizationId, role: present, offered: role };
        }
        requireAcceptable(stored, person);
        const actor = actorOf(role);
        const { userId, email, name } = person;
        const write = await memberRepository.prepare(transaction, {
          organizationId,
          person: { userId, email, name },
          role,
          actor,
          invitationId: id,
        });
        transaction.update(reference, { acceptedBy: userId });
        write();
        return { organizationId, role, offered: role };
      });
    },
  };
}

function invitationEvent(
  type: AuditEvent['type'],
  id: string,
  { organizationId, role, email }: InvitationDocument,
  actor: AuditActor,
): AuditRecord {
  const subject = { type: 'invitation' as const, id };
  const details = { role, ...(email !== null && { userEmail: email }) };
  return { organizationId, type, actor, subject, result: 'success', reason: null, details };
}

function requireAcceptable({ organizationId, email }: InvitationDocument, person: InvitedPerson): void {
  if (email !== null && !(person.isEmailVerified && person.email?.toLowerCase() === email)) {
    throw new AppError('invitation_of_another_address', {
      detail: 'Sign in with the address that was invited, and prove that it is yours.',
    });
  }
  if (person.organizationIds.includes(organizationId)) {
    throw new AppError('already_member');
  }
}

function toInvitation(
  id: string,
  { role, email, invitedBy, createdAt, expiresAt }: InvitationDocument,
): Invitation {
  return {
    id,
    role,
    email,
    invitedBy,
    createdAt: toIsoTimestamp(createdAt),
    expiresAt: toIsoTimestamp(expiresAt),
  };
}
