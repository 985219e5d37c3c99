import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import { isAlreadyExists, isPreconditionFailed } from '../lib/firestore-errors.ts';
import { getDb } from '../lib/firestore.ts';

/** Collection of requests that were sent with an idempotency key; server only, removed by its TTL field `expiresAt`. */
export const idempotencyKeysCollection = 'idempotencyKeys';

/** An answer as it is given again. */
export interface StoredAnswer {
  status: number;
  /** JSON text: Firestore has no word for some of what JSON can say, such as a list in a list. */
  body: string | null;
  headers: Record<string, string>;
  version: string | null;
}

/** One attempt to serve a request, under way or answered. */
export interface IdempotencyRecord {
  organizationId: string | null;
  /** Digest of the request's content. */
  fingerprint: string;
  /** Until when the attempt counts as alive, in milliseconds since the epoch. */
  leaseEndsAtMs: number;
  expiresAtMs: number;
  /** Null until it is answered. */
  answer: StoredAnswer | null;
}

/** A record and its version, the precondition of the next write. */
export interface VersionedRecord {
  record: IdempotencyRecord;
  version: Timestamp;
}

interface StoredRecord {
  organizationId: string | null;
  fingerprint: string;
  leaseEndsAt: Timestamp;
  expiresAt: Timestamp;
  answer: StoredAnswer | null;
}

export type IdempotencyKeyRepository = ReturnType<typeof createIdempotencyKeyRepository>;

/** Requests by their idempotency keys. Every write names the version that it replaces: of two, one wins. */
export function createIdempotencyKeyRepository({ firestore }: { firestore: () => Firestore }) {
  const referenceTo = (id: string) => firestore().collection(idempotencyKeysCollection).doc(id);

  return {
    /** Stores a first attempt, or gives null when there is a record already. */
    async create(id: string, record: IdempotencyRecord): Promise<Timestamp | null> {
      try {
        return (await referenceTo(id).create(toDocument(record))).writeTime;
      } catch (error) {
        if (isAlreadyExists(error)) return null;
        throw error;
      }
    },

    async find(id: string): Promise<VersionedRecord | null> {
      const snapshot = await referenceTo(id).get();
      const stored = snapshot.data() as StoredRecord | undefined;
      return stored && snapshot.updateTime
        ? { record: fromDocument(stored), version: snapshot.updateTime }
        : null;
    },

    /** Replaces a record; null when it is not the one that was read any more. */
    async replace(id: string, version: Timestamp, record: IdempotencyRecord): Promise<Timestamp | null> {
      try {
        const written = await referenceTo(id).update({ ...toDocument(record) }, { lastUpdateTime: version });
        return written.writeTime;
      } catch (error) {
        if (isPreconditionFailed(error)) return null;
        throw error;
      }
    },

    /** Forgets a record, unless it is not the one that was read any more. */
    async remove(id: string, version: Timestamp): Promise<void> {
      try {
        await referenceTo(id).delete({ lastUpdateTime: version });
      } catch (error) {
        if (!isPreconditionFailed(error)) throw error;
      }
    },
  };
}

function toDocument({ leaseEndsAtMs, expiresAtMs, ...record }: IdempotencyRecord): StoredRecord {
  return {
    ...record,
    leaseEndsAt: Timestamp.fromMillis(leaseEndsAtMs),
    expiresAt: Timestamp.fromMillis(expiresAtMs),
  };
}

function fromDocument({ leaseEndsAt, expiresAt, ...record }: StoredRecord): IdempotencyRecord {
  return { ...record, leaseEndsAtMs: leaseEndsAt.toMillis(), expiresAtMs: expiresAt.toMillis() };
}

/** The process's requests with idempotency keys. */
export const idempotencyKeyRepository = createIdempotencyKeyRepository({ firestore: getDb });
