import { randomUUID } from 'node:crypto';
import type { AuditActor, AuditEvent } from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';

/** Collection of what happened; server only, removed by its TTL field `expiresAt`. */
export const auditEventsCollection = 'auditEvents';

const retentionMs = 400 * 24 * 60 * 60 * 1000;

/** What happened, before it has an id and a time. */
export type AuditRecord = Omit<AuditEvent, 'id' | 'at'>;

/** `auditEvents/{id}` as stored. */
export type AuditEventDocument = AuditRecord & { at: Timestamp; expiresAt: Timestamp };

/** A part of this service that acts by itself. */
export function systemActor(name: string): AuditActor {
  return { type: 'system', name };
}

/** Adds an event to the very transaction or batch that makes the change: both are stored, or neither. */
export function addAuditEvent(
  writes: Transaction | WriteBatch,
  firestore: Firestore,
  record: AuditRecord,
  nowMs: number,
): void {
  const document: AuditEventDocument = {
    ...record,
    at: Timestamp.fromMillis(nowMs),
    expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
  };
  // The two writers have the same method, but no common type.
  (writes as WriteBatch).create(firestore.collection(auditEventsCollection).doc(randomUUID()), document);
}
