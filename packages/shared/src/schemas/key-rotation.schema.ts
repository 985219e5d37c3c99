import { z } from 'zod';
import { instantSchema } from './common.schema.ts';

const countSchema = z.number().int().min(0);
const keyVersionSchema = z.number().int().min(1);

/**
 * `current`: everything new is encrypted under it. `retired`: older, and still in the keyring. `announced`: newer, in the
 * keyring so that every instance can read it before the first one writes with it. `missing`: stored credentials need
 * it, and it is not in the keyring. `removed`: once in use, and no longer needed.
 */
export const encryptionKeyStateSchema = z.enum(['current', 'retired', 'announced', 'missing', 'removed']);

/** One version of the encryption key. It never holds the key, nor anything that was derived from it. */
export const encryptionKeySchema = z.strictObject({
  version: keyVersionSchema,
  state: encryptionKeyStateSchema,
  /** When it was in a keyring for the first time; null when nothing is known of it. */
  firstUsedAt: instantSchema.nullable(),
  /** Whole days since then. */
  ageDays: countSchema.nullable(),
  /** Older than 90 days, and still needed. */
  overdue: z.boolean(),
  /** Connections whose credentials are encrypted under it. */
  credentials: countSchema,
  /** Authorizations under way that need it, for ten minutes at most. */
  authorizations: countSchema,
  /** Whether it may be taken out of the keyring: nothing stored needs it, and nothing new is encrypted under it. */
  removable: z.boolean(),
});

/** `GET /operator/encryption-keys`. */
export const encryptionKeysSchema = z.strictObject({
  currentVersion: keyVersionSchema,
  /** Whole days since the oldest key that is still needed was first used; null when nothing is known of it. */
  oldestAgeDays: countSchema.nullable(),
  /** Newest first. */
  keys: z.array(encryptionKeySchema),
});
