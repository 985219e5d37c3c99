import type { AuditActor, AuditEvent, Invitation, PersonRole } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import { isSameHash } from '../../lib/api-key.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { type AuditRecord, addAuditEvent } from '../audit/audit-event.document.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';
import type { KnownPerson, MemberRepository } from './member.repository.ts';
import { requireLivingOrganization } from './organization-tombstone.repository.ts';

/** How long a link works. */
const lifetimeMs = 7 * dayMs;
/** Open invitations of one organization. */
const maxOpen = 50;

/** `invitations/{id}` as stored. Of the link only a digest is kept. */
export interface InvitationDocument {
  organizationId: string;
  role: PersonRole;
  email: string | null;
  tokenHash: string;
  invitedBy: string;
  /** Who has accepted: null while the link works. It stays until it expires, so that a repetition is answered again. */
  acceptedBy: string | null;
  createdAt: Timestamp;
  expiresAt: Timestamp;
}

const invitations = typedCollection<InvitationDocument>(collections.invitations);

/** A link as it was sent: the id in it, and the digest of all of it. */
export interface PresentedInvitation {
  id: string;
  tokenHash: string;
}

export type InvitationRepository = ReturnType<typeof createInvitationRepository>;

/** Invitation links: who accepts one becomes a member. Changes are audited in the same transaction. */
export function createInvitationRepository({
  firestore,
  clock,
  memberRepository,
}: {
  firestore: () => Firestore;
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
      {
        id,
        ...wanted
      }: Pick<InvitationDocument, 'role' | 'email' | 'tokenHash' | 'invitedBy'> & { id: string },
      actor: AuditActor,
    ): Promise<Invitation> {
      const nowMs = clock();
      const document: InvitationDocument = {
        ...wanted,
        organizationId,
        acceptedBy: null,
        createdAt: Timestamp.fromMillis(nowMs),
        expiresAt: Timestamp.fromMillis(nowMs + lifetimeMs),
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
    async findOpen({ id, tokenHash }: PresentedInvitation): Promise<InvitationDocument | null> {
      const stored = (await collection().doc(id).get()).data();
      const isOpen = stored && isSameHash(stored.tokenHash, tokenHash) && !isOver(stored);
      return isOpen && stored.acceptedBy === null ? stored : null;
    },

    /**
     * Uses a link up: the person becomes a member, and leaves the organization that they belong to now. Whoever has
     * accepted it before is answered again, with the role that they have by now, while they are a member: a used link
     * brings nobody back.
     * @returns the membership that the person has.
     * @throws {AppError} invitation_not_found, invitation_of_another_address, already_member, member_elsewhere, last_owner,
     * organization_deleted
     */
    async accept(
      { id, tokenHash }: PresentedInvitation,
      person: KnownPerson & { isEmailVerified: boolean },
      from: { organizationId: string | null; leaves: string | undefined },
      actorOf: (role: PersonRole) => AuditActor,
    ): Promise<{ organizationId: string; role: PersonRole }> {
      return runTransaction(firestore(), async (transaction) => {
        const reference = collection().doc(id);
        const stored = (await transaction.get(reference)).data();
        if (!stored || !isSameHash(stored.tokenHash, tokenHash) || isOver(stored)) {
          throw new AppError('invitation_not_found');
        }
        const { organizationId, role } = stored;
        await requireLivingOrganization(firestore(), organizationId, transaction);
        if (stored.acceptedBy !== null) {
          const isTheirs = stored.acceptedBy === person.userId;
          const present = isTheirs
            ? await memberRepository.findRole(transaction, organizationId, person.userId)
            : null;
          if (present === null || present === 'service') {
            throw new AppError('invitation_not_found');
          }
          return { organizationId, role: present };
        }
        requireAcceptable(stored, person, from);
        const actor = actorOf(role);
        const { userId, email, name } = person;
        const joins = { organizationId, person: { userId, email, name }, role, actor, invitationId: id };
        const left = from.organizationId;
        const write = await memberRepository.prepare(transaction, [
          joins,
          ...(left === null ? [] : [{ organizationId: left, person: joins.person, role: null, actor }]),
        ]);
        transaction.update(reference, { acceptedBy: userId });
        write();
        return { organizationId, role };
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

function requireAcceptable(
  { organizationId, email }: InvitationDocument,
  person: KnownPerson & { isEmailVerified: boolean },
  from: { organizationId: string | null; leaves: string | undefined },
): void {
  if (email !== null && !(person.isEmailVerified && person.email?.toLowerCase() === email)) {
    throw new AppError('invitation_of_another_address', {
      detail: 'Sign in with the address that was invited, and prove that it is yours.',
    });
  }
  if (from.organizationId === organizationId) {
    throw new AppError('already_member');
  }
  if (from.organizationId !== null && from.leaves !== from.organizationId) {
    throw new AppError('member_elsewhere', {
      detail: 'You belong to one organization. Name it in leaveOrganization to leave it.',
    });
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
