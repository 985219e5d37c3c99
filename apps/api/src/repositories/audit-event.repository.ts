import type { Firestore } from 'firebase-admin/firestore';
import { type Clock, systemClock } from '../lib/clock.ts';
import { isAlreadyExists } from '../lib/firestore-errors.ts';
import { getDb } from '../lib/firestore.ts';
import { type AuditRecord, addAuditEvent } from './audit-event.document.ts';

export interface AuditEventRepositoryDependencies {
  firestore: () => Firestore;
  clock: Clock;
}

export type AuditEventRepository = ReturnType<typeof createAuditEventRepository>;

/** An organization's audit trail. Events are added and read; nothing changes or removes one but its TTL. */
export function createAuditEventRepository({ firestore, clock }: AuditEventRepositoryDependencies) {
  return {
    /** Stores an event that no change of a record carries. An event with an `id` of its own is stored once. */
    async add(record: AuditRecord, id?: string): Promise<void> {
      const batch = firestore().batch();
      addAuditEvent(batch, firestore(), record, clock(), id);
      try {
        await batch.commit();
      } catch (error) {
        if (id === undefined || !isAlreadyExists(error)) throw error;
      }
    },
  };
}

/** The process's audit trail. */
export const auditEventRepository = createAuditEventRepository({ firestore: getDb, clock: systemClock });
