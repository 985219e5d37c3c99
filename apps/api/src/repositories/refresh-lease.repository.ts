import { type DocumentReference, type Firestore, Timestamp } from 'firebase-admin/firestore';
import { type Clock, systemClock } from '../lib/clock.ts';
import { isPreconditionFailed } from '../lib/firestore-errors.ts';
import { getDb } from '../lib/firestore.ts';
import { type AuditRecord, addAuditEvent, systemActor } from './audit-event.document.ts';
import {
  type IntegrationDocument,
  integrationsCollection,
  readStoredIntegration,
  type StoredIntegration,
} from './integration.document.ts';

/** A lease that was obtained, and the version of the document that holds it. */
export interface HeldLease {
  organizationId: string;
  integrationId: string;
  ownerId: string;
  /** The credentials that the holder may replace. */
  credentialVersion: number;
  version: Timestamp;
}

/** What a holder may write with its lease. */
export type LeaseOutcome = Partial<
  Omit<IntegrationDocument, 'organizationId' | 'refreshLease' | 'updatedAt'>
>;

/** What happened, to be recorded with the change itself: a failure of the refresh, when nothing else is said. */
export type LeaseEvent = Pick<AuditRecord, 'type' | 'reason'> &
  Partial<Pick<AuditRecord, 'actor' | 'result' | 'details'>>;

export interface RefreshLeaseRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type RefreshLeaseRepository = ReturnType<typeof createRefreshLeaseRepository>;

/**
 * The right to refresh one integration, kept in its own document. Whatever is written under a lease is one atomic
 * compare-and-set on (lease owner, credentialVersion, status): who lost the lease, or was overtaken by a disconnect or
 * a reconnect, writes nothing.
 */
export function createRefreshLeaseRepository({ firestore, clock }: RefreshLeaseRepositoryDependencies) {
  const referenceTo = (id: string) => firestore().collection(integrationsCollection).doc(id);

  /** The whole fence in one condition: the very version of the document that took the lease. One write, no read. */
  async function writeToVersion(
    reference: DocumentReference,
    change: Partial<IntegrationDocument>,
    version: Timestamp,
    event: AuditRecord | null,
  ): Promise<void> {
    const batch = firestore().batch();
    batch.update(reference, change, { lastUpdateTime: version });
    if (event) addAuditEvent(batch, firestore(), event, clock());
    await batch.commit();
  }

  /** The document moved on since the lease was taken, harmlessly perhaps (a noted use): compare what matters. */
  async function writeIfStillHeld(
    reference: DocumentReference,
    lease: HeldLease,
    change: Partial<IntegrationDocument>,
    event: AuditRecord | null,
  ): Promise<boolean> {
    return firestore().runTransaction(async (transaction) => {
      const stored = readStoredIntegration(await transaction.get(reference), lease.organizationId, clock());
      if (!stored || !holdsFence(stored, lease)) return false;
      transaction.update(reference, change);
      if (event) addAuditEvent(transaction, firestore(), event, clock());
      return true;
    });
  }

  return {
    /**
     * Takes the lease of the version that was read; null when the document has moved on since.
     * It lasts `ttlMs` from that reading, by Firestore's clock.
     */
    async acquire(
      organizationId: string,
      stored: StoredIntegration,
      { ownerId, ttlMs }: { ownerId: string; ttlMs: number },
    ): Promise<HeldLease | null> {
      const expiresAt = Timestamp.fromMillis(stored.readAtMs + ttlMs);
      try {
        const { writeTime } = await referenceTo(stored.id).update(
          { refreshLease: { ownerId, expiresAt } },
          { lastUpdateTime: stored.version },
        );
        return { ...leaseOn(organizationId, stored, ownerId), version: writeTime };
      } catch (error) {
        if (isPreconditionFailed(error)) return null;
        throw error;
      }
    },

    /** The lease that a reading shows to be ours: its taking was answered by an error, and yet had happened. */
    resume: leaseOn,

    /**
     * Writes a refresh's outcome and gives the lease back, both or neither.
     * @returns false when the lease, the credentials or the status are no longer as they were: nothing was written.
     */
    async commit(lease: HeldLease, change: LeaseOutcome, happened?: LeaseEvent): Promise<boolean> {
      const at = Timestamp.fromMillis(clock());
      const whole =
        Object.keys(change).length > 0
          ? { ...change, refreshLease: null, updatedAt: at }
          : { refreshLease: null };
      const event: AuditRecord | null = happened
        ? {
            actor: systemActor('refresh'),
            result: 'failure',
            ...happened,
            organizationId: lease.organizationId,
            subject: { type: 'integration', id: lease.integrationId },
          }
        : null;
      const reference = referenceTo(lease.integrationId);
      try {
        await writeToVersion(reference, whole, lease.version, event);
        return true;
      } catch (error) {
        if (!isPreconditionFailed(error)) throw error;
        return writeIfStillHeld(reference, lease, whole, event);
      }
    },
  };
}

function leaseOn(organizationId: string, stored: StoredIntegration, ownerId: string): HeldLease {
  const { id: integrationId, credentialVersion, version } = stored;
  return { organizationId, integrationId, ownerId, credentialVersion, version };
}

function holdsFence(stored: StoredIntegration, lease: HeldLease): boolean {
  return (
    stored.refreshLease?.ownerId === lease.ownerId &&
    stored.credentialVersion === lease.credentialVersion &&
    stored.status !== 'disconnected'
  );
}

/** The process's leases. */
export const refreshLeaseRepository = createRefreshLeaseRepository({ firestore: getDb, clock: systemClock });
