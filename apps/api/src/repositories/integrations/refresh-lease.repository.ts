import type { DocumentReference, DocumentSnapshot } from 'firebase-admin/firestore';
import { Timestamp } from 'firebase-admin/firestore';
import { compareAndSet, maxAttempts } from '../../lib/compare-and-set.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import { type AuditRecord, systemActor } from '../audit/audit-event.document.ts';
import { createEventWriter, type EventWriterDependencies } from '../audit/event-writer.ts';
import {
  type IntegrationDocument,
  integrationsCollection,
  readStoredIntegration,
  type StoredIntegration,
} from './integration-document.ts';

/** The credentials that a refresh is of: whoever changes, replaces or erases them makes it worthless. */
export interface RefreshBasis {
  organizationId: string;
  integrationId: string;
  /** Owner of the lease that the refresh was made under. */
  ownerId: string;
  credentialVersion: number;
  /** Tells a deleted and newly connected account, whose versions start again, from this one. */
  createdAt: Timestamp;
}

/** A lease that was obtained, and the version of the document that holds it. */
export interface HeldLease extends RefreshBasis {
  version: Timestamp;
}

/** What a holder may write with its lease. */
export type LeaseOutcome = Partial<
  Omit<IntegrationDocument, 'organizationId' | 'refreshLease' | 'lastOutcomeId' | 'updatedAt'>
>;

/** What happened, to be recorded with the change itself: a failure of the refresh, when nothing else is said. */
export type LeaseEvent = Pick<AuditRecord, 'type' | 'reason'> &
  Partial<Pick<AuditRecord, 'actor' | 'result' | 'details'>>;

/** An outcome to be written, and the id by which a repetition knows that it was. */
export interface IdentifiedOutcome {
  /** Random, the same for all attempts to write this outcome. */
  outcomeId: string;
  change: LeaseOutcome;
  happened?: LeaseEvent | undefined;
}

/** `superseded`: what it rests on is no longer there, and nothing was written. */
export type Committed = 'stored' | 'superseded';

/**
 * Of a renewal, beside the two: `leased_by_another` has taken over and is at work, try again when it is done;
 * `marked_dead`: another took over, met a refusal, and marked the connection.
 */
export type RenewalCommitted = Committed | 'leased_by_another' | 'marked_dead';

export interface RefreshLeaseRepositoryDependencies extends EventWriterDependencies {
  /** When Firestore made a reading, in milliseconds: what leases are judged by. Default: as Firestore says. */
  readAtMs?: (snapshot: DocumentSnapshot) => number;
}

export type RefreshLeaseRepository = ReturnType<typeof createRefreshLeaseRepository>;

/** What a fence says: write, or why not. */
type Verdict<Result> = 'write' | Result;

/**
 * The right to refresh one integration, kept in its own document. Whatever is written under a lease is one atomic
 * compare-and-set: who was overtaken by a disconnect, a reconnect or another refresh writes nothing.
 */
export function createRefreshLeaseRepository({
  firestore,
  clock,
  noticesWanted,
  readAtMs = (snapshot) => snapshot.readTime.toMillis(),
}: RefreshLeaseRepositoryDependencies) {
  const recordEvent = createEventWriter({ firestore, clock, noticesWanted });
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
    if (event) {
      recordEvent(batch, event);
    }
    await batch.commit();
  }

  /**
   * The document moved on since (a noted use, say, or this very outcome): compares what matters, and writes to the version
   * that was compared. No transaction: the answer to its reading may be lost, and a database with locks then holds the
   * document for longer than anybody waits.
   */
  async function writeIf<Result extends string>(
    basis: RefreshBasis,
    outcome: IdentifiedOutcome,
    judge: (stored: StoredIntegration) => Verdict<Result>,
  ): Promise<Result | Committed> {
    const reference = referenceTo(basis.integrationId);
    for (let attempt = 1; ; attempt += 1) {
      const snapshot = await reference.get();
      const read = readStoredIntegration(snapshot, basis.organizationId, clock());
      if (!read?.createdAt.isEqual(basis.createdAt)) {
        return 'superseded';
      }
      // The answer to an earlier attempt was lost.
      if (read.lastOutcomeId === outcome.outcomeId) {
        return 'stored';
      }
      const verdict = judge({ ...read, readAtMs: readAtMs(snapshot) });
      if (verdict !== 'write') {
        return verdict;
      }
      try {
        await writeToVersion(reference, documentOf(outcome), read.version, eventOf(basis, outcome));
        return 'stored';
      } catch (error) {
        if (attempt === maxAttempts || !isPreconditionFailed(error)) {
          throw error;
        }
      }
    }
  }

  async function writeToLease(lease: HeldLease, outcome: IdentifiedOutcome): Promise<boolean> {
    try {
      const reference = referenceTo(lease.integrationId);
      await writeToVersion(reference, documentOf(outcome), lease.version, eventOf(lease, outcome));
      return true;
    } catch (error) {
      if (isPreconditionFailed(error)) {
        return false;
      }
      throw error;
    }
  }

  function documentOf({ change, outcomeId }: IdentifiedOutcome): Partial<IntegrationDocument> {
    const updatedAt = Timestamp.fromMillis(clock());
    return { ...change, refreshLease: null, lastOutcomeId: outcomeId, updatedAt };
  }

  const holdsLease = (lease: RefreshBasis) => (stored: StoredIntegration) =>
    stored.refreshLease?.ownerId === lease.ownerId && isOfBasis(stored, lease) ? 'write' : 'superseded';

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
        if (isPreconditionFailed(error)) {
          return null;
        }
        throw error;
      }
    },

    /** The lease that a reading shows to be ours: its taking was answered by an error, and yet had happened. */
    resume: leaseOn,

    /** Gives the lease back unused; one that is no longer ours is left alone. */
    async release(lease: HeldLease): Promise<void> {
      const reference = referenceTo(lease.integrationId);
      try {
        await writeToVersion(reference, { refreshLease: null }, lease.version, null);
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
        await compareAndSet<IntegrationDocument, void>(reference, (snapshot) => {
          const stored = readStoredIntegration(snapshot, lease.organizationId, clock());
          const isHeld = stored && holdsLease(lease)(stored) === 'write';
          return { change: isHeld ? { refreshLease: null } : null, result: undefined };
        });
      }
    },

    /** Writes what came of a refresh that gave no new token, and gives the lease back, both or neither. */
    async commit(lease: HeldLease, outcome: IdentifiedOutcome): Promise<Committed> {
      if (await writeToLease(lease, outcome)) {
        return 'stored';
      }
      return writeIf(lease, outcome, holdsLease(lease));
    },

    /**
     * Writes a new token and gives the lease back. The token is worth storing also when the lease has ended meanwhile,
     * as long as nobody else is at work or has been successful: it is the newest that there is.
     * @param proven whether the new token was seen to work after the connection was marked as dead.
     */
    async commitRenewal(
      basis: RefreshBasis & { version?: Timestamp },
      outcome: IdentifiedOutcome,
      { proven = false }: { proven?: boolean } = {},
    ): Promise<RenewalCommitted> {
      const { version } = basis;
      if (version && (await writeToLease({ ...basis, version }, outcome))) {
        return 'stored';
      }
      return writeIf<RenewalCommitted>(basis, outcome, (stored) => {
        if (!isOfBasis(stored, basis)) {
          return 'superseded';
        }
        const lease = stored.refreshLease;
        if (lease && lease.ownerId !== basis.ownerId && lease.expiresAt.toMillis() > stored.readAtMs) {
          return 'leased_by_another';
        }
        if (stored.lastError?.code === 'reauthorization_required' && !proven) {
          return 'marked_dead';
        }
        return 'write';
      });
    },
  };
}

function eventOf(basis: RefreshBasis, { happened }: IdentifiedOutcome): AuditRecord | null {
  if (!happened) {
    return null;
  }
  return {
    actor: systemActor('refresh'),
    result: 'failure',
    ...happened,
    organizationId: basis.organizationId,
    subject: { type: 'integration', id: basis.integrationId },
  };
}

function leaseOn(organizationId: string, stored: StoredIntegration, ownerId: string): HeldLease {
  const { id: integrationId, credentialVersion, createdAt, version } = stored;
  return { organizationId, integrationId, ownerId, credentialVersion, createdAt, version };
}

function isOfBasis(stored: StoredIntegration, basis: RefreshBasis): boolean {
  return stored.credentialVersion === basis.credentialVersion && stored.status !== 'disconnected';
}
