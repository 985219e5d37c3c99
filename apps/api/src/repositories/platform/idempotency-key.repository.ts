import { encryptedValueSchema } from '@klayim/shared/schemas';
import type { EncryptedValue } from '@klayim/shared/types';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';
import * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { decrypt, type EncryptionContext, encrypt } from '../../lib/encryption.ts';
import { isAlreadyExists, isPreconditionFailed } from '../../lib/firestore-errors.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { collections } from '../collections.ts';
import { typedCollection } from '../typed-collection.ts';

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
  /** Null when this service did not write it like that: its answer does not decrypt, or it is malformed. */
  record: IdempotencyRecord | null;
  version: Timestamp;
}

const storedRecordSchema = z.object({
  organizationId: z.string().nullable(),
  fingerprint: z.string(),
  leaseEndsAt: z.instanceof(Timestamp),
  expiresAt: z.instanceof(Timestamp),
  answer: encryptedValueSchema.nullable(),
});

/** `idempotencyKeys/{id}` as stored. */
export type StoredRecord = z.infer<typeof storedRecordSchema>;

const idempotencyKeys = typedCollection<StoredRecord>(collections.idempotencyKeys);

export interface IdempotencyKeyRepositoryDependencies {
  firestore: () => Firestore;
  /** The keyring, proven to fit the stored data. */
  keyring: () => Promise<Keyring>;
}

export type IdempotencyKeyRepository = ReturnType<typeof createIdempotencyKeyRepository>;

/**
 * Requests by their idempotency keys. Every write names the version that it replaces: of two, one wins. Answers are
 * stored encrypted, for their key, content and expiry: who writes to the database without the master key cannot make one.
 */
export function createIdempotencyKeyRepository({ firestore, keyring }: IdempotencyKeyRepositoryDependencies) {
  const referenceTo = (id: string) => idempotencyKeys(firestore()).doc(id);

  return {
    /** Stores a first attempt, or gives null when there is a record already. */
    async create(id: string, record: IdempotencyRecord): Promise<Timestamp | null> {
      const document = toDocument(id, record, await keyring());
      try {
        return (await referenceTo(id).create(document)).writeTime;
      } catch (error) {
        if (isAlreadyExists(error)) {
          return null;
        }
        throw error;
      }
    },

    async find(id: string): Promise<VersionedRecord | null> {
      const snapshot = await referenceTo(id).get();
      if (!snapshot.updateTime) {
        return null;
      }
      return { record: fromDocument(id, snapshot.data(), await keyring()), version: snapshot.updateTime };
    },

    /** Replaces a record; null when it is not the one that was read any more. */
    async replace(id: string, version: Timestamp, record: IdempotencyRecord): Promise<Timestamp | null> {
      const document = toDocument(id, record, await keyring());
      try {
        const written = await referenceTo(id).update({ ...document }, { lastUpdateTime: version });
        return written.writeTime;
      } catch (error) {
        if (isPreconditionFailed(error)) {
          return null;
        }
        throw error;
      }
    },

    /** Forgets a record, unless it is not the one that was read any more. */
    async remove(id: string, version: Timestamp): Promise<void> {
      try {
        await referenceTo(id).delete({ lastUpdateTime: version });
      } catch (error) {
        if (!isPreconditionFailed(error)) {
          throw error;
        }
      }
    },
  };
}

type RecordFacts = Pick<IdempotencyRecord, 'organizationId' | 'fingerprint' | 'expiresAtMs'>;

/** The id stands for the key, its caller, its organization and its operation. */
function contextOf(id: string, { organizationId, fingerprint, expiresAtMs }: RecordFacts): EncryptionContext {
  return {
    organizationId: organizationId ?? '',
    recordId: id,
    field: 'answer',
    bound: [fingerprint, expiresAtMs],
  };
}

function toDocument(id: string, record: IdempotencyRecord, keys: Keyring): StoredRecord {
  const { leaseEndsAtMs, expiresAtMs, answer, ...rest } = record;
  return {
    ...rest,
    answer: answer && encrypt(JSON.stringify(answer), keys, contextOf(id, record)),
    leaseEndsAt: Timestamp.fromMillis(leaseEndsAtMs),
    expiresAt: Timestamp.fromMillis(expiresAtMs),
  };
}

function fromDocument(id: string, data: unknown, keys: Keyring): IdempotencyRecord | null {
  const stored = storedRecordSchema.safeParse(data);
  if (!stored.success) {
    return null;
  }
  const { leaseEndsAt, expiresAt, answer, ...rest } = stored.data;
  const facts = { ...rest, leaseEndsAtMs: leaseEndsAt.toMillis(), expiresAtMs: expiresAt.toMillis() };
  if (answer === null) {
    return { ...facts, answer };
  }
  const plaintext = decryptOrNull(answer, keys, contextOf(id, facts));
  return plaintext === null ? null : { ...facts, answer: JSON.parse(plaintext) as StoredAnswer };
}

/** Null also when the key that it was encrypted with is retired. */
function decryptOrNull(answer: EncryptedValue, keys: Keyring, context: EncryptionContext): string | null {
  try {
    return decrypt(answer, keys, context);
  } catch (error) {
    if (error instanceof AppError) {
      return null;
    }
    throw error;
  }
}
