import { type DocumentReference, type DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { compareAndSet, retryConflicts } from '../../lib/compare-and-set.ts';
import { getAccessToken } from '../../lib/firestore.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import { createGatheredUpdates, updateVersion } from '../../lib/gathered-updates.ts';
import type { ConnectionWriterDependencies } from './connection-writer.ts';
import {
  type IntegrationDocument,
  integrations,
  readStoredIntegration,
  type StoredIntegration,
} from './integration-document.ts';
import { createRefreshCommits, createVersionWriter, type WriteOptions } from './refresh-commits.ts';
import { holdsLease, type Lease, latestFirestoreTimeMs, toLease } from './refresh-lease.ts';

export interface RefreshLeaseRepositoryDependencies extends ConnectionWriterDependencies {
  /** When Firestore made a reading, in milliseconds: leases are judged by this clock. Default: as Firestore says. */
  readAtMs?: (snapshot: DocumentSnapshot) => number;
}

/** What came of acquiring a lease. */
export type AcquiredLease = { kind: 'acquired'; lease: Lease } | { kind: 'superseded' };

export type RefreshLeaseRepository = ReturnType<typeof createRefreshLeaseRepository>;

/**
 * The lease on refreshing one integration, kept in its own document. Every commit is one atomic compare-and-set: after a
 * disconnect, a reconnect or another refresh, nothing is written.
 */
export function createRefreshLeaseRepository(dependencies: RefreshLeaseRepositoryDependencies) {
  const { firestore, clock, readAtMs = (snapshot) => snapshot.readTime.toMillis() } = dependencies;
  const updateGathered = createGatheredUpdates({ firestore, clock, accessToken: getAccessToken });
  const commitsOf = { ...dependencies, updateGathered, readAtMs };
  const writeToVersion = createVersionWriter(commitsOf);
  const referenceTo = (id: string) => integrations(firestore()).doc(id);

  async function writeLease(
    reference: DocumentReference,
    ownerId: string,
    expiresAtMs: number,
    version: Timestamp,
    { gathered = false }: WriteOptions = {},
  ): Promise<Timestamp> {
    const refreshLease = { ownerId, expiresAt: Timestamp.fromMillis(expiresAtMs) };
    const update = gathered ? updateGathered : updateVersion;
    return update(reference, { refreshLease }, version);
  }

  return {
    ...createRefreshCommits(commitsOf, writeToVersion),

    /**
     * Acquires the lease on the version that was read, for `ttlMs` from that reading by Firestore's clock.
     * `superseded`: the document has changed since, and nothing was written.
     */
    async acquire(
      organizationId: string,
      stored: StoredIntegration,
      { ownerId, ttlMs, ...options }: { ownerId: string; ttlMs: number } & WriteOptions,
    ): Promise<AcquiredLease> {
      const expiresAtMs = stored.readAtMs + ttlMs;
      try {
        const reference = referenceTo(stored.id);
        const version = await writeLease(reference, ownerId, expiresAtMs, stored.version, options);
        const lease = { ...toLease(organizationId, stored, ownerId), version, expiresAtMs };
        return { kind: 'acquired', lease };
      } catch (error) {
        if (isPreconditionFailed(error)) {
          return { kind: 'superseded' };
        }
        throw error;
      }
    },

    resume: toLease,

    /**
     * Renews the lease for `ttlMs` from now. One write, and no read unless the document has changed since: only the owner
     * of this very lease can renew it, also when it has expired and nobody has taken over.
     * @returns null when it is no longer ours, or what it protects has changed.
     */
    async renew(lease: Lease, ttlMs: number): Promise<Lease | null> {
      const reference = referenceTo(lease.integrationId);
      async function write(held: Lease): Promise<Lease> {
        const expiresAtMs = latestFirestoreTimeMs(held, clock()) + ttlMs;
        const version = await writeLease(reference, lease.ownerId, expiresAtMs, held.version);
        return { ...held, version, expiresAtMs };
      }
      try {
        return await write(lease);
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
      }
      return retryConflicts(async () => {
        const askedAtMs = clock();
        const snapshot = await reference.get();
        const read = readStoredIntegration(snapshot, lease.organizationId, askedAtMs);
        if (!read?.createdAt.isEqual(lease.createdAt) || !holdsLease(read, lease)) {
          return null;
        }
        return write(toLease(lease.organizationId, { ...read, readAtMs: readAtMs(snapshot) }, lease.ownerId));
      });
    },

    /** Releases the lease unused; one that is no longer ours is left alone. */
    async release(lease: Lease): Promise<void> {
      const reference = referenceTo(lease.integrationId);
      try {
        await writeToVersion(reference, { refreshLease: null }, lease.version, null, lease.stored);
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
        await compareAndSet<IntegrationDocument, void>(reference, (snapshot) => {
          const stored = readStoredIntegration(snapshot, lease.organizationId, clock());
          const isHeld = stored && holdsLease(stored, lease);
          return { change: isHeld ? { refreshLease: null } : null, result: undefined };
        });
      }
    },
  };
}
