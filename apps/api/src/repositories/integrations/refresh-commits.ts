import type { RefreshOutcome } from '@klayim/shared/types';
import { type DocumentReference, type DocumentSnapshot, Timestamp } from 'firebase-admin/firestore';
import { retryConflicts } from '../../lib/compare-and-set.ts';
import { isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { UpdateVersion } from '../../lib/gathered-updates.ts';
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
import { type FencingToken, holdsLease, type Lease, matchesFence } from './refresh-lease.ts';

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

/** What comparing with the fencing token says: write, or why not. */
type Verdict<Result> = 'write' | Result;

export interface RefreshCommitsDependencies extends ConnectionWriterDependencies {
  updateGathered: UpdateVersion;
  /** When Firestore made a reading, in milliseconds. */
  readAtMs: (snapshot: DocumentSnapshot) => number;
}

/** Makes what writes under a fencing token. */
export function createVersionWriter(dependencies: RefreshCommitsDependencies) {
  const { firestore, updateGathered } = dependencies;
  const recordEvent = createEventWriter(dependencies);
  const outbox = createWebhookOutbox(dependencies);

  /**
   * The fencing token in one precondition: the version of the document that took the lease. One write, no read; a change
   * that tells of something, such as a recovery, also looks for who is subscribed to that.
   */
  return async function writeToVersion(
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
  };
}

export type WriteToVersion = ReturnType<typeof createVersionWriter>;

/** The commits of a refresh: each is one atomic compare-and-set. */
export function createRefreshCommits(
  { firestore, clock, readAtMs }: RefreshCommitsDependencies,
  writeToVersion: WriteToVersion,
) {
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
    const reference = integrations(firestore()).doc(fence.integrationId);
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
      const reference = integrations(firestore()).doc(lease.integrationId);
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

  return {
    /** Writes the result of a refresh that brought no token, and releases the lease: both or neither. */
    async commit(lease: Lease, commit: RefreshCommit, options: WriteOptions = {}): Promise<CommitResult> {
      if (await writeToLease(lease, commit, options)) {
        return 'stored';
      }
      return writeIf(lease, commit, (stored) => (holdsLease(stored, lease) ? 'write' : 'superseded'));
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
