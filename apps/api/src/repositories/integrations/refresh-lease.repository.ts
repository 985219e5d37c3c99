import type { RefreshOutcome } from '@klayim/shared/types';
import type { DocumentReference, DocumentSnapshot } from 'firebase-admin/firestore';
import { Timestamp } from 'firebase-admin/firestore';
import { compareAndSet, retryConflicts } from '../../lib/compare-and-set.ts';
import { getAccessToken } from '../../lib/firestore.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import { createGatheredUpdates, updateVersion } from '../../lib/gathered-updates.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { type AuditRecord, systemActor } from '../audit/audit-event.document.ts';
import { createEventWriter } from '../audit/event-writer.ts';
import { createWebhookOutbox } from '../webhooks/webhook-outbox.ts';
import { connectionWebhooks, newExpiryWarning } from './connection-webhooks.ts';
import type { ConnectionWriterDependencies } from './connection-writer.ts';
import { integrationEvent } from './integration-audit-event.ts';
import {
  type IntegrationDocument,
  integrations,
  readStoredIntegration,
  requiredActionOf,
  type StoredIntegration,
} from './integration-document.ts';
import { addToCounts } from './refresh-counts.ts';
import { addToHistory } from './refresh-history.ts';

/** Identifies the credentials that a refresh started from: a write is refused once anything else has changed them. */
export interface FencingToken {
  organizationId: string;
  integrationId: string;
  /** Owner of the lease that the refresh ran under. */
  ownerId: string;
  credentialVersion: number;
  /** Distinguishes this record from an earlier one of the same account, deleted since: its versions started at 1, too. */
  createdAt: Timestamp;
}

/** A lease that was acquired or renewed. */
export interface Lease extends FencingToken {
  /** The version of the document that holds it. */
  version: Timestamp;
  /** The connection as it was read when the lease was acquired or renewed: a change is compared with it. */
  stored: StoredIntegration;
  /** When it ends, by Firestore's clock, in milliseconds. */
  expiresAtMs: number;
  /** A moment by Firestore's clock, and the instance's time just before it. */
  readAtMs: number;
  askedAtMs: number;
}

/** How much of a lease is left at least, in milliseconds, by the instance's clock; it may be negative. */
export function leaseLeftMs(lease: Lease, nowMs: number): number {
  return lease.expiresAtMs - latestFirestoreTimeMs(lease, nowMs);
}

/** Firestore's clock shows no more than that: its reading was made after it was asked for. */
function latestFirestoreTimeMs(
  { readAtMs, askedAtMs }: Pick<Lease, 'readAtMs' | 'askedAtMs'>,
  nowMs: number,
): number {
  return readAtMs + nowMs - askedAtMs;
}

/** What a commit may change. */
export type RefreshChange = Partial<
  Omit<
    IntegrationDocument,
    'organizationId' | 'refreshLease' | 'lastCommitId' | 'recentRefreshes' | 'refreshCounts' | 'updatedAt'
  >
>;

/** The audit event that is stored with the change. Default result: failure; default actor: the refresh. */
export type RefreshAuditEvent = Pick<AuditRecord, 'type' | 'reason'> &
  Partial<Pick<AuditRecord, 'actor' | 'result' | 'details'>>;

/** A commit with its idempotency id. */
export interface RefreshCommit {
  /** Random, and the same for every attempt to write this commit. */
  commitId: string;
  change: RefreshChange;
  /** Added to the connection's history. */
  outcome: RefreshOutcome;
  auditEvent?: RefreshAuditEvent | undefined;
}

/** `superseded`: something else has changed the integration, and nothing was written. */
export type CommitResult = 'stored' | 'superseded';

/**
 * For renewed credentials also `leased_by_another`: another instance is refreshing, try again when it is done; and
 * `already_marked_revoked`: another instance took over, its refresh was refused, and it marked the connection.
 */
export type RenewalCommitResult = CommitResult | 'leased_by_another' | 'already_marked_revoked';

/** How a write is sent. */
export interface WriteOptions {
  /**
   * Whether it may wait a few milliseconds to be sent in one call with writes of other connections. Only what changes no
   * document but the connection is: what has an audit event or webhooks is one atomic commit. Default: false.
   */
  gathered?: boolean;
}

export interface RefreshLeaseRepositoryDependencies extends ConnectionWriterDependencies {
  /** When Firestore made a reading, in milliseconds: leases are judged by this clock. Default: as Firestore says. */
  readAtMs?: (snapshot: DocumentSnapshot) => number;
}

export type RefreshLeaseRepository = ReturnType<typeof createRefreshLeaseRepository>;

/** What comparing with the fencing token says: write, or why not. */
type Verdict<Result> = 'write' | Result;

/**
 * The lease on refreshing one integration, kept in its own document. Every commit is one atomic compare-and-set: after a
 * disconnect, a reconnect or another refresh, nothing is written.
 */
export function createRefreshLeaseRepository(dependencies: RefreshLeaseRepositoryDependencies) {
  const { firestore, clock, readAtMs = (snapshot) => snapshot.readTime.toMillis() } = dependencies;
  const recordEvent = createEventWriter(dependencies);
  const outbox = createWebhookOutbox(dependencies);
  const updateGathered = createGatheredUpdates({ firestore, clock, accessToken: getAccessToken });
  const referenceTo = (id: string) => integrations(firestore()).doc(id);

  /**
   * The fencing token in one precondition: the version of the document that took the lease. One write, no read; a change
   * that tells of something, such as a recovery, also looks for who is subscribed to that.
   */
  async function writeToVersion(
    reference: DocumentReference,
    change: Partial<IntegrationDocument>,
    version: Timestamp,
    event: AuditRecord | null,
    before: StoredIntegration,
    { gathered = false }: WriteOptions = {},
  ): Promise<void> {
    const after = { ...before, ...change };
    const told = connectionWebhooks(before, after);
    const document = { ...change, ...told.change, requiredAction: requiredActionOf(after) };
    const records = [event, expiringEvent(before, change)].filter((record) => record !== null);
    if (gathered && records.length === 0 && told.events.length === 0) {
      await updateGathered(reference, document, version);
      return;
    }
    const webhooks = await outbox.prepare(told.events);
    const batch = firestore().batch();
    batch.update(reference, document, { lastUpdateTime: version });
    for (const record of records) {
      recordEvent(batch, record);
    }
    webhooks.addTo(batch);
    await batch.commit();
    await outbox.announce(webhooks);
  }

  /**
   * For a document that has changed since the lease was taken (its last use was noted, or this commit was stored and the
   * answer lost): compares what matters, and writes to the version that was compared. No transaction: when the answer to
   * its read is lost, a database with locks holds the document for longer than any caller waits.
   */
  async function writeIf<Result extends string>(
    fence: FencingToken,
    commit: RefreshCommit,
    compare: (stored: StoredIntegration) => Verdict<Result>,
  ): Promise<Result | CommitResult> {
    const reference = referenceTo(fence.integrationId);
    return retryConflicts(async () => {
      const snapshot = await reference.get();
      const read = readStoredIntegration(snapshot, fence.organizationId, clock());
      if (!read?.createdAt.isEqual(fence.createdAt)) {
        return 'superseded';
      }
      // An earlier attempt was stored, and its answer lost.
      if (read.lastCommitId === commit.commitId) {
        return 'stored';
      }
      const verdict = compare({ ...read, readAtMs: readAtMs(snapshot) });
      if (verdict !== 'write') {
        return verdict;
      }
      await writeToVersion(
        reference,
        toDocument(commit, read, clock()),
        read.version,
        toAuditRecord(fence, commit),
        read,
      );
      return 'stored';
    });
  }

  async function writeToLease(
    lease: FencingToken & Pick<Lease, 'version' | 'stored'>,
    commit: RefreshCommit,
    options: WriteOptions,
  ): Promise<boolean> {
    try {
      const reference = referenceTo(lease.integrationId);
      const { version, stored } = lease;
      const document = toDocument(commit, stored, clock());
      await writeToVersion(reference, document, version, toAuditRecord(lease, commit), stored, options);
      return true;
    } catch (error) {
      if (isPreconditionFailed(error)) {
        return false;
      }
      throw error;
    }
  }

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

  const holdsLease = (lease: FencingToken) => (stored: StoredIntegration) =>
    stored.refreshLease?.ownerId === lease.ownerId && matchesFence(stored, lease) ? 'write' : 'superseded';

  return {
    /**
     * Acquires the lease on the version that was read, for `ttlMs` from that reading by Firestore's clock.
     * @returns null when the document has changed since.
     */
    async acquire(
      organizationId: string,
      stored: StoredIntegration,
      { ownerId, ttlMs, ...options }: { ownerId: string; ttlMs: number } & WriteOptions,
    ): Promise<Lease | null> {
      const expiresAtMs = stored.readAtMs + ttlMs;
      try {
        const reference = referenceTo(stored.id);
        const version = await writeLease(reference, ownerId, expiresAtMs, stored.version, options);
        return { ...toLease(organizationId, stored, ownerId), version, expiresAtMs };
      } catch (error) {
        if (isPreconditionFailed(error)) {
          return null;
        }
        throw error;
      }
    },

    /** The lease that a reading shows to be ours: acquiring it was answered by an error, but had succeeded. */
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
        if (!read?.createdAt.isEqual(lease.createdAt) || holdsLease(lease)(read) !== 'write') {
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
          const isHeld = stored && holdsLease(lease)(stored) === 'write';
          return { change: isHeld ? { refreshLease: null } : null, result: undefined };
        });
      }
    },

    /** Writes the result of a refresh that brought no token, and releases the lease: both or neither. */
    async commit(lease: Lease, commit: RefreshCommit, options: WriteOptions = {}): Promise<CommitResult> {
      if (await writeToLease(lease, commit, options)) {
        return 'stored';
      }
      return writeIf(lease, commit, holdsLease(lease));
    },

    /**
     * Writes renewed credentials and releases the lease. They are worth storing even after the lease has expired, as
     * long as no other instance is refreshing or has refreshed: they are the newest that exist.
     * @param fence with the version of a lease that is still held; without one the document is read and compared.
     * @param options.confirmedAlive the grant was used successfully after the connection had been marked as revoked.
     */
    async commitRenewal(
      fence: FencingToken & Partial<Lease>,
      commit: RefreshCommit,
      { confirmedAlive = false, ...options }: { confirmedAlive?: boolean } & WriteOptions = {},
    ): Promise<RenewalCommitResult> {
      const { version, stored } = fence;
      if (version && stored && (await writeToLease({ ...fence, version, stored }, commit, options))) {
        return 'stored';
      }
      return writeIf<RenewalCommitResult>(fence, commit, (stored) => {
        if (!matchesFence(stored, fence)) {
          return 'superseded';
        }
        const lease = stored.refreshLease;
        if (lease && lease.ownerId !== fence.ownerId && lease.expiresAt.toMillis() > stored.readAtMs) {
          return 'leased_by_another';
        }
        if (stored.lastError?.code === 'reauthorization_required' && !confirmedAlive) {
          return 'already_marked_revoked';
        }
        return 'write';
      });
    },
  };
}

/** A commit that marks a warning as told, tells it: once, however many refreshes find that it is due. */
function expiringEvent(before: StoredIntegration, change: Partial<IntegrationDocument>): AuditRecord | null {
  const daysBefore = newExpiryWarning(before, { ...before, ...change });
  const expiry = change.grantExpiry;
  if (daysBefore === null || !expiry) {
    return null;
  }
  const { because, expiresAt } = expiry;
  const details = { daysBefore, because, grantExpiresAt: toIsoTimestamp(expiresAt) };
  return integrationEvent(before, 'integration.expiring', systemActor('refresh'), { details });
}

/** Every field that a commit writes, beside the version of the last event. */
function toDocument(
  { change, commitId, outcome }: RefreshCommit,
  before: StoredIntegration,
  nowMs: number,
): Partial<IntegrationDocument> {
  return {
    ...change,
    refreshLease: null,
    lastCommitId: commitId,
    recentRefreshes: addToHistory(before.recentRefreshes, outcome),
    refreshCounts: addToCounts(before.refreshCounts, outcome),
    updatedAt: Timestamp.fromMillis(nowMs),
  };
}

function toAuditRecord(fence: FencingToken, { auditEvent }: RefreshCommit): AuditRecord | null {
  if (!auditEvent) {
    return null;
  }
  return {
    actor: systemActor('refresh'),
    result: 'failure',
    ...auditEvent,
    organizationId: fence.organizationId,
    subject: { type: 'integration', id: fence.integrationId },
  };
}

function toLease(organizationId: string, stored: StoredIntegration, ownerId: string): Lease {
  const { id: integrationId, credentialVersion, createdAt, version, readAtMs, askedAtMs } = stored;
  const expiresAtMs = stored.refreshLease?.expiresAt.toMillis() ?? readAtMs;
  return {
    organizationId,
    integrationId,
    ownerId,
    credentialVersion,
    createdAt,
    version,
    expiresAtMs,
    readAtMs,
    askedAtMs,
    stored,
  };
}

function matchesFence(stored: StoredIntegration, fence: FencingToken): boolean {
  return stored.credentialVersion === fence.credentialVersion && stored.status !== 'disconnected';
}
