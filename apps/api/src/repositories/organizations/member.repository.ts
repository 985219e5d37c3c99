import type { AuditActor, Member, Role } from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { dayMs } from '../../lib/duration.ts';
import { isAlreadyExists } from '../../lib/firestore-errors.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { type AuditRecord, addAuditEvent } from '../audit/audit-event.document.ts';
import { type Page, type PageOptions, readSortedPage } from '../pagination.ts';
import { type MemberDocument, memberIdOf, members, toMember } from './member.document.ts';
import { requireLivingOrganization } from './organization-tombstone.repository.ts';

/** How long the record of a removed member stays: longer than any role claim is trusted. */
const removedForMs = dayMs;

/** A person, as Firebase Auth knows them. */
export interface KnownPerson {
  userId: string;
  email: string | null;
  name: string | null;
}

/** What becomes of a person in an organization. Null: they leave it. */
export interface MembershipChange {
  organizationId: string;
  person: KnownPerson;
  role: Role | null;
  actor: AuditActor;
  invitationId?: string;
}

export type MemberRepository = ReturnType<typeof createMemberRepository>;

/** The people of an organization. Every change keeps an owner, and is audited in its own transaction. */
export function createMemberRepository({ firestore, clock }: { firestore: () => Firestore; clock: Clock }) {
  const referenceTo = (organizationId: string, userId: string) =>
    members(firestore()).doc(memberIdOf(organizationId, userId));
  const activeOf = (organizationId: string) =>
    members(firestore()).where('organizationId', '==', organizationId).where('isActive', '==', true);

  /** Reads what a change depends on. @throws {AppError} last_owner when no other owner would be left. */
  async function readForChange(
    transaction: Transaction,
    { organizationId, person, role }: Pick<MembershipChange, 'organizationId' | 'person' | 'role'>,
  ): Promise<MemberDocument | undefined> {
    const before = (await transaction.get(referenceTo(organizationId, person.userId))).data();
    if (before?.isActive && before.role === 'owner' && role !== 'owner') {
      const owners = await transaction.get(activeOf(organizationId).where('role', '==', 'owner').limit(2));
      if (owners.size < 2) {
        throw new AppError('last_owner');
      }
    }
    return before;
  }

  function write(
    transaction: Transaction,
    before: MemberDocument | undefined,
    change: MembershipChange,
  ): MemberDocument {
    const document = toDocument(before, change, clock());
    transaction.set(referenceTo(change.organizationId, change.person.userId), document);
    addAuditEvent(transaction, firestore(), membershipEvent(change, document.role), clock());
    return document;
  }

  return {
    /** One page, by address. @throws {AppError} invalid_cursor */
    async findPage(organizationId: string, options: PageOptions): Promise<Page<Member>> {
      const order = { field: 'sortKey', direction: 'asc' } as const;
      const { items, nextCursor } = await readSortedPage(activeOf(organizationId), order, options);
      return { items: items.map((each) => toMember(each.data())), nextCursor };
    },

    /** One count. */
    async count(organizationId: string): Promise<number> {
      return (await activeOf(organizationId).count().get()).data().count;
    },

    /** One read. Null for who is no member. */
    async find(organizationId: string, userId: string): Promise<MemberDocument | null> {
      return (await referenceTo(organizationId, userId).get()).data() ?? null;
    },

    /**
     * Notes somebody whose claims came by another way, when they are first seen. One read, and a write that first time;
     * not audited, since nothing changes. Whoever was removed is not noted again.
     */
    async noteSeen(organizationId: string, person: KnownPerson, role: Role): Promise<void> {
      const reference = referenceTo(organizationId, person.userId);
      if ((await reference.get()).exists) {
        return;
      }
      try {
        await reference.create(toDocument(undefined, { organizationId, person, role }, clock()));
      } catch (error) {
        if (!isAlreadyExists(error)) {
          throw error;
        }
      }
    },

    /** Notes what an operator has given or taken: without a check, and audited by whoever calls. Null: they have left. */
    async noteGrant(organizationId: string, person: KnownPerson, role: Role | null): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = referenceTo(organizationId, person.userId);
        const before = (await transaction.get(reference)).data();
        transaction.set(reference, toDocument(before, { organizationId, person, role }, clock()));
      });
    },

    /**
     * Changes the role of a member, or removes them, for an owner who is one still.
     * @returns the record as it is now; null when they were removed before.
     * @throws {AppError} member_not_found, last_owner, insufficient_role, organization_deleted
     */
    async change(
      organizationId: string,
      userId: string,
      { role, actor, changedBy }: Pick<MembershipChange, 'role' | 'actor'> & { changedBy: string },
    ): Promise<MemberDocument | null> {
      return runTransaction(firestore(), async (transaction) => {
        const by = (await transaction.get(referenceTo(organizationId, changedBy))).data();
        // Claims are believed for a minute: another owner may have changed them meanwhile.
        if (by && !(by.isActive && by.role === 'owner')) {
          throw new AppError('insufficient_role');
        }
        await requireLivingOrganization(firestore(), organizationId, transaction);
        const known = (await transaction.get(referenceTo(organizationId, userId))).data();
        if (!known || (!known.isActive && role !== null)) {
          throw new AppError('member_not_found');
        }
        if (!known.isActive || known.role === role) {
          return known.isActive ? known : null;
        }
        const before = await readForChange(transaction, { organizationId, person: known, role });
        return write(transaction, before, { organizationId, person: known, role, actor });
      });
    },

    /**
     * A member's role; null for who is none, or was removed. One read.
     * @param transaction of another repository, where there is one.
     */
    async findRole(organizationId: string, userId: string, transaction?: Transaction): Promise<Role | null> {
      const reference = referenceTo(organizationId, userId);
      const stored = (await (transaction ? transaction.get(reference) : reference.get())).data();
      return stored?.isActive ? stored.role : null;
    },

    /** Has somebody leave. @throws {AppError} last_owner, organization_deleted */
    async leave(organizationId: string, person: KnownPerson, actor: AuditActor): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        await requireLivingOrganization(firestore(), organizationId, transaction);
        const change = { organizationId, person, role: null, actor };
        const before = await readForChange(transaction, change);
        // Who left before, and was not answered, is done.
        if (before?.isActive !== false) {
          write(transaction, before, change);
        }
      });
    },

    /**
     * Lets the record of somebody who was removed end after a day, once their claims are taken: before that it must stay, since
     * claims without a record make one. One transaction.
     */
    async letRemovedEnd(organizationId: string, userId: string): Promise<void> {
      await runTransaction(firestore(), async (transaction) => {
        const reference = referenceTo(organizationId, userId);
        const stored = (await transaction.get(reference)).data();
        if (stored && !stored.isActive && stored.expiresAt === null) {
          transaction.update(reference, { expiresAt: Timestamp.fromMillis(clock() + removedForMs) });
        }
      });
    },

    /** For a transaction of another repository: reads what the change needs, and gives what writes it. */
    async prepare(transaction: Transaction, change: MembershipChange): Promise<() => void> {
      const before = await readForChange(transaction, change);
      return () => void write(transaction, before, change);
    },
  };
}

function toDocument(
  before: MemberDocument | undefined,
  { organizationId, person, role }: Pick<MembershipChange, 'organizationId' | 'person' | 'role'>,
  nowMs: number,
): MemberDocument {
  const { userId, email, name } = person;
  return {
    organizationId,
    userId,
    email,
    name,
    sortKey: (email ?? userId).toLowerCase(),
    role: role ?? before?.role ?? 'member',
    isActive: role !== null,
    joinedAt: before?.isActive ? before.joinedAt : Timestamp.fromMillis(nowMs),
    expiresAt: null,
  };
}

function membershipEvent(
  { organizationId, person, role, actor, invitationId }: MembershipChange,
  stored: Role,
): AuditRecord {
  return {
    organizationId,
    type: role === null ? 'member.revoked' : 'member.granted',
    actor,
    subject: { type: 'user', id: person.userId },
    result: 'success',
    reason: null,
    details: {
      role: stored,
      ...(person.email !== null && { userEmail: person.email }),
      ...(invitationId !== undefined && { invitationId }),
    },
  };
}
