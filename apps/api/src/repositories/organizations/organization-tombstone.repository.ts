import { randomUUID } from 'node:crypto';
import { type Firestore, Timestamp, type Transaction } from 'firebase-admin/firestore';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ReadDocuments } from '../../lib/document-reader.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** What is left of an organization: that it was deleted, and how much of it there was. */
export interface OrganizationTombstone {
  organizationId: string;
  /** Who has ordered it: a person's name or a ticket, as the operator gave it. */
  orderedBy: string;
  startedAt: Timestamp;
  /** Null while something may be left. */
  finishedAt: Timestamp | null;
  /** How many documents were deleted, by collection, in all runs. */
  deleted: Record<string, number>;
  /** The last note that was added; null before the first. */
  lastNoteId: string | null;
}

const deletedOrganizations = typedCollection<OrganizationTombstone>(collections.deletedOrganizations);

export type OrganizationTombstoneRepository = ReturnType<typeof createOrganizationTombstoneRepository>;

function tombstoneOf(firestore: Firestore, organizationId: string) {
  return deletedOrganizations(firestore).doc(organizationId);
}

/**
 * Refuses to make anything new for an organization that has been deleted. Within a transaction no deletion can come
 * between this and the write.
 * @throws {AppError} organization_deleted
 */
export async function requireLivingOrganization(
  firestore: Firestore,
  organizationId: string,
  transaction?: Transaction,
): Promise<void> {
  const reference = tombstoneOf(firestore, organizationId);
  const { exists } = await (transaction ? transaction.get(reference) : reference.get());
  if (exists) {
    throw new AppError('organization_deleted');
  }
}

/**
 * As {@link requireLivingOrganization} outside of a transaction, at the price of a reading by hand.
 * @throws {AppError} organization_deleted
 */
export async function requireLiving(readDocuments: ReadDocuments, organizationId: string): Promise<void> {
  const [tombstone] = await readDocuments(deletedOrganizations, [organizationId]);
  if (tombstone?.updateTime) {
    throw new AppError('organization_deleted');
  }
}

/** Where the deletion of an organization is noted, first of all and last of all. */
export function createOrganizationTombstoneRepository({
  firestore,
  clock,
}: {
  firestore: () => Firestore;
  clock: Clock;
}) {
  const now = () => Timestamp.fromMillis(clock());

  return {
    async find(organizationId: string): Promise<OrganizationTombstone | null> {
      const snapshot = await tombstoneOf(firestore(), organizationId).get();
      return snapshot.data() ?? null;
    },

    /** From here on nothing new is made for the organization. A run that goes on keeps the first one's date and name. */
    async start(organizationId: string, orderedBy: string): Promise<OrganizationTombstone> {
      return runTransaction(firestore(), async (transaction) => {
        const reference = tombstoneOf(firestore(), organizationId);
        const existing = (await transaction.get(reference)).data();
        const tombstone: OrganizationTombstone = {
          ...(existing ?? { organizationId, orderedBy, startedAt: now(), deleted: {}, lastNoteId: null }),
          finishedAt: null,
        };
        transaction.set(reference, tombstone);
        return tombstone;
      });
    },

    /** Adds what a run has deleted, and whether nothing is left. */
    async note(
      organizationId: string,
      deleted: Readonly<Record<string, number>>,
      finished: boolean,
    ): Promise<OrganizationTombstone> {
      const noteId = randomUUID();
      return runTransaction(firestore(), async (transaction) => {
        const reference = tombstoneOf(firestore(), organizationId);
        const before = (await transaction.get(reference)).data();
        if (!before) {
          throw new AppError('internal_error');
        }
        // The answer to our own commit was lost: nothing is counted twice.
        if (before.lastNoteId === noteId) {
          return before;
        }
        const total = { ...before.deleted };
        for (const [collection, count] of Object.entries(deleted)) {
          if (count > 0) {
            total[collection] = (total[collection] ?? 0) + count;
          }
        }
        const after = { ...before, deleted: total, finishedAt: finished ? now() : null, lastNoteId: noteId };
        transaction.set(reference, after);
        return after;
      });
    },
  };
}
