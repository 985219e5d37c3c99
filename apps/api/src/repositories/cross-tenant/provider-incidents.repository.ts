import { randomUUID } from 'node:crypto';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import type { Clock } from '../../lib/clock.ts';
import { dayMs, hourMs, minuteMs } from '../../lib/duration.ts';
import { runTransaction } from '../../lib/firestore-transaction.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

/** A failure of an organization counts for so long, unless anybody succeeds. */
const evidenceMs = 10 * minuteMs;

/** An incident ends when too few organizations have failed for this long. It is longer than the time between sweeps. */
const quietAfterMs = 6 * minuteMs;

/** While an incident lasts, alert the operator again after this time. */
const reminderAfterMs = hourMs;

const retentionMs = 30 * dayMs;

/** Organizations that one document names at most. */
const maxOrganizations = 20;

/** `misconfigured`: the provider refuses our application. `unavailable`: an outage that many organizations meet. */
export type IncidentFailure = 'misconfigured' | 'unavailable';

/** An organization that a provider failed for, and when, in milliseconds. */
export interface FailingOrganization {
  id: string;
  atMs: number;
}

/** What one instance has met. */
export interface IncidentEvidence {
  /** The authorization server that fails: for all providers that share it. */
  server: string;
  failure: IncidentFailure;
  /** An OAuth error code or a short word of ours. */
  reason: string;
  /** Organizations that failed there since the last success. */
  organizations: readonly FailingOrganization[];
  /** When a refresh last succeeded there, in milliseconds; 0 for never. */
  lastSuccessAtMs: number;
  /** This many failing organizations make an incident. */
  threshold: number;
}

/** What all instances have met together. */
export interface IncidentVerdict {
  isIncident: boolean;
  organizations: string[];
  /** Whether the operator is to be told: an incident is new, or has gone on for an hour since the last time. */
  tell: boolean;
}

export interface IncidentDocument {
  /** The authorization server that fails: for all providers that share it. */
  server: string;
  failure: IncidentFailure;
  reason: string;
  /** Organizations that failed since anybody's last success, and when. */
  organizations: { id: string; at: Timestamp }[];
  lastSuccessAt: Timestamp;
  /** The incident ends then, unless it is seen again (later end) or a call succeeds (ends at once); null: no incident. */
  lastsUntil: Timestamp | null;
  /** When the operator was last told; null for never. */
  toldAt: Timestamp | null;
  /** The report that was added last. */
  lastReportId?: string;
  /** TTL field. */
  expiresAt: Timestamp;
}

export const providerIncidents = typedCollection<IncidentDocument>(collections.providerIncidents);

/** What is suspected of a provider, or known. */
export interface KnownTrouble {
  /** The authorization server that fails: for all providers that share it. */
  server: string;
  failure: IncidentFailure;
  isIncident: boolean;
  organizations: string[];
}

export interface ProviderIncidentsRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type ProviderIncidentsRepository = ReturnType<typeof createProviderIncidentsRepository>;

/**
 * What all instances know together of a provider's trouble. Each may meet only one organization that fails; together
 * they see that it is everybody, and the operator hears of it once.
 */
export function createProviderIncidentsRepository({
  firestore,
  clock,
}: ProviderIncidentsRepositoryDependencies) {
  const collection = () => providerIncidents(firestore());
  const referenceTo = (server: string, failure: IncidentFailure) => collection().doc(`${server}-${failure}`);

  return {
    /** Adds what an instance has met. One read, one write. */
    async report(evidence: IncidentEvidence): Promise<IncidentVerdict> {
      const reference = referenceTo(evidence.server, evidence.failure);
      const reportId = randomUUID();
      let reached: IncidentVerdict | undefined;
      return runTransaction(firestore(), async (transaction) => {
        const known = (await transaction.get(reference)).data();
        // The answer to our own commit was lost: its verdict stands, so that the alarm is not.
        if (reached && known?.lastReportId === reportId) {
          return reached;
        }
        const { document, verdict } = addEvidence(known, evidence, clock());
        transaction.set(reference, { ...document, lastReportId: reportId });
        reached = verdict;
        return verdict;
      });
    },

    /** A call succeeded: earlier failures belong to their organizations, not to the provider. One write. */
    async noteSuccess(server: string, failure: IncidentFailure): Promise<void> {
      await referenceTo(server, failure).update({ ...afterSuccess(clock()) });
    },

    /** Everything that is suspected or known now. One query of a few documents. */
    async findTrouble(): Promise<KnownTrouble[]> {
      const { docs } = await collection().get();
      return docs
        .map((document) => troubleOf(document.data(), clock()))
        .filter(({ isIncident, organizations }) => isIncident || organizations.length > 0);
    },
  };
}

function freshOrganizations(
  organizations: readonly FailingOrganization[],
  lastSuccessAtMs: number,
  nowMs: number,
): FailingOrganization[] {
  return organizations.filter(({ atMs }) => atMs > Math.max(lastSuccessAtMs, nowMs - evidenceMs));
}

function storedOrganizations(incident: IncidentDocument | undefined): FailingOrganization[] {
  return (incident?.organizations ?? []).map(({ id, at }) => ({ id, atMs: at.toMillis() }));
}

/** Pure: what a success changes. */
export function afterSuccess(
  nowMs: number,
): Pick<IncidentDocument, 'organizations' | 'lastSuccessAt' | 'lastsUntil'> {
  return { organizations: [], lastSuccessAt: Timestamp.fromMillis(nowMs), lastsUntil: null };
}

/** Pure: what a document says now. */
export function troubleOf(incident: IncidentDocument, nowMs: number): KnownTrouble {
  const { server, failure, lastsUntil, lastSuccessAt } = incident;
  const fresh = freshOrganizations(storedOrganizations(incident), lastSuccessAt.toMillis(), nowMs);
  const isIncident = (lastsUntil?.toMillis() ?? 0) > nowMs;
  return { server, failure, isIncident, organizations: fresh.map(({ id }) => id) };
}

/** Pure: what is known, with what was met now. An incident is kept up only by as many organizations as declared it. */
export function addEvidence(
  known: IncidentDocument | undefined,
  { server, failure, reason, organizations, lastSuccessAtMs, threshold }: IncidentEvidence,
  nowMs: number,
): { document: IncidentDocument; verdict: IncidentVerdict } {
  const now = Timestamp.fromMillis(nowMs);
  const successAtMs = Math.max(known?.lastSuccessAt.toMillis() ?? 0, lastSuccessAtMs);
  const met = new Map([...storedOrganizations(known), ...organizations].map((met) => [met.id, met]));
  const fresh = freshOrganizations([...met.values()], successAtMs, nowMs)
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, maxOrganizations);
  const goesOn = (known?.lastsUntil?.toMillis() ?? 0) > nowMs;
  const isWidespread = fresh.length >= threshold;
  const isReminderDue = (known?.toldAt?.toMillis() ?? 0) <= nowMs - reminderAfterMs;
  const tell = isWidespread && (!goesOn || isReminderDue);
  const lastsUntil = isWidespread ? Timestamp.fromMillis(nowMs + quietAfterMs) : (known?.lastsUntil ?? null);
  return {
    document: {
      server,
      failure,
      reason,
      organizations: fresh.map(({ id, atMs }) => ({ id, at: Timestamp.fromMillis(atMs) })),
      lastSuccessAt: Timestamp.fromMillis(successAtMs),
      lastsUntil,
      toldAt: tell ? now : (known?.toldAt ?? null),
      expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
    },
    verdict: { isIncident: isWidespread || goesOn, organizations: fresh.map(({ id }) => id), tell },
  };
}
