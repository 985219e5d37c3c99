import { randomUUID } from 'node:crypto';
import type { AuditActor, AuditDetails, AuditEvent } from '@klayim/shared/types';
import { type Firestore, Timestamp, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import type { DocumentWrites } from '../../lib/document-writes.ts';
import { dayMs } from '../../lib/duration.ts';
import { toIsoTimestamp } from '../../lib/iso-timestamp.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

export const auditEvents = typedCollection<AuditEventDocument>(collections.auditEvents);

/** How long an event is kept: 400 days, so that a year can be compared with the one before. */
const retentionMs = 400 * dayMs;

/** What happened, before it has an id and a time. */
export type AuditRecord = Omit<AuditEvent, 'id' | 'at' | 'details'> & { details?: AuditDetails | undefined };

/** `auditEvents/{id}` as stored. */
export type AuditEventDocument = Omit<AuditEvent, 'id' | 'at'> & {
  /** The actor's id, whatever its kind: one index finds them all. */
  actorId: string | null;
  at: Timestamp;
  expiresAt: Timestamp;
};

/** What the API shows of an event. */
export function toAuditEvent(
  id: string,
  { expiresAt: _expiresAt, actorId: _actorId, at, ...event }: AuditEventDocument,
): AuditEvent {
  return { ...event, id, at: toIsoTimestamp(at) };
}

/** The request that an actor acts by. */
export type RequestOrigin = Omit<Extract<AuditActor, { type: 'anonymous' }>, 'type'>;

/** A part of this service that acts by itself. */
export function systemActor(name: string): AuditActor {
  return { type: 'system', name };
}

/** The actor when a caller in the same codebase names none. */
export const backendActor: AuditActor = systemActor('backend');

/** What an actor is found by; null for one that nothing identifies. */
export function actorIdOf(actor: AuditActor): string | null {
  switch (actor.type) {
    case 'user':
    case 'operator':
      return actor.userId;
    case 'apiKey':
    case 'serviceAccount':
      return actor.id;
    case 'system':
      return actor.name;
    case 'anonymous':
      return null;
  }
}

/**
 * Adds an event to the very transaction or batch that makes the change: both are stored, or neither. An event with an
 * `id` of its own is stored once: the second one fails the whole write.
 */
export function addAuditEvent(
  writes: Transaction | WriteBatch | DocumentWrites,
  firestore: Firestore,
  record: AuditRecord,
  nowMs: number,
  id: string = randomUUID(),
): void {
  const document: AuditEventDocument = {
    ...record,
    details: record.details ?? {},
    actorId: actorIdOf(record.actor),
    at: Timestamp.fromMillis(nowMs),
    expiresAt: Timestamp.fromMillis(nowMs + retentionMs),
  };
  // The writers have the same method, but no common type.
  (writes as DocumentWrites).create(auditEvents(firestore).doc(id), document);
}
