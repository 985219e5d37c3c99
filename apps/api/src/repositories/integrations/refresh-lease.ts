import type { Timestamp } from 'firebase-admin/firestore';
import type { StoredIntegration } from './integration-document.ts';

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
export function latestFirestoreTimeMs(
  { readAtMs, askedAtMs }: Pick<Lease, 'readAtMs' | 'askedAtMs'>,
  nowMs: number,
): number {
  return readAtMs + nowMs - askedAtMs;
}

/** The lease that a reading shows to be ours: acquiring it was answered by an error, but had succeeded. */
export function toLease(organizationId: string, stored: StoredIntegration, ownerId: string): Lease {
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

/** Whether the credentials are still those that the refresh started from. */
export function matchesFence(stored: StoredIntegration, fence: FencingToken): boolean {
  return stored.credentialVersion === fence.credentialVersion && stored.status !== 'disconnected';
}

/** Whether a refresh still holds its lease on the credentials that it started from. */
export function holdsLease(stored: StoredIntegration, fence: FencingToken): boolean {
  return stored.refreshLease?.ownerId === fence.ownerId && matchesFence(stored, fence);
}
