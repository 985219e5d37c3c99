import * as z from 'zod';
import { timestampSchema } from './common.schema.ts';

const countSchema = z.number().int().min(0);
const keyVersionSchema = z.number().int().min(1);

/**
 * `current`: everything new is encrypted under it. `retired`: older, and still in the keyring. `announced`: newer, in the
 * keyring so that every instance can read it before the first one writes with it. `missing`: stored credentials or API keys
 * need it, and it is not in the keyring. `removed`: once in use, and no longer needed.
 */
export const encryptionKeyStateSchema = z.enum(['current', 'retired', 'announced', 'missing', 'removed']);
export type EncryptionKeyState = z.infer<typeof encryptionKeyStateSchema>;

/** One version of the encryption key. It never holds the key, nor anything that was derived from it. */
export const encryptionKeySchema = z
  .strictObject({
    version: keyVersionSchema,
    state: encryptionKeyStateSchema,
    firstUsedAt: timestampSchema
      .nullable()
      .describe('When it was in a keyring for the first time; null when nothing is known of it.'),
    ageDays: countSchema.nullable().describe('Whole days since then.'),
    overdue: z.boolean().describe('Older than 90 days, and still needed.'),
    credentials: countSchema.describe('Connections whose credentials are encrypted under it.'),
    apiKeys: countSchema.describe('API keys whose records are authenticated with it.'),
    webhookEndpoints: countSchema.describe('Webhook endpoints whose secrets are encrypted under it.'),
    authorizations: countSchema.describe('Authorizations under way that need it, for ten minutes at most.'),
    removable: z
      .boolean()
      .describe(
        'Whether it may be taken out of the keyring: nothing stored needs it, and nothing new is encrypted under it.',
      ),
  })
  .meta({ id: 'EncryptionKey' });
export type EncryptionKey = z.infer<typeof encryptionKeySchema>;

/** `GET /operator/encryption-keys`. */
export const encryptionKeysSchema = z
  .strictObject({
    currentVersion: keyVersionSchema,
    oldestAgeDays: countSchema
      .nullable()
      .describe(
        'Whole days since the oldest key that is still needed was first used; null when nothing is known of it.',
      ),
    keys: z.array(encryptionKeySchema).describe('Newest first.'),
  })
  .meta({ id: 'EncryptionKeys' });
export type EncryptionKeys = z.infer<typeof encryptionKeysSchema>;

/** How far the move to one key version has come. */
export const keyRotationSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^v[1-9]\d{0,8}$/)
      .describe('`v` and the key version.'),
    targetVersion: keyVersionSchema,
    status: z
      .enum(['running', 'finished', 'superseded'])
      .describe('`superseded`: a newer key version became current before it was finished.'),
    startedBy: z.string().describe('User id of the operator; `schedule` when the service began by itself.'),
    startedAt: timestampSchema,
    heartbeatAt: timestampSchema.describe('When it was last known to make progress.'),
    finishedAt: timestampSchema.nullable(),
    passes: countSchema.describe(
      'How often it has gone through what is left; it goes again while refreshes hold some of it.',
    ),
    total: countSchema.describe(
      'What there was to move at the start: credentials, API keys and webhook secrets.',
    ),
    rotated: countSchema.describe(
      'What it has moved. A refresh or a reconnect encrypts under the current key too, and is not counted here.',
    ),
    deferred: countSchema.describe(
      'Left for the next pass in this one: under a refresh, or written to in that moment.',
    ),
    failed: countSchema.describe(
      'Could not be decrypted, or are not authentic, and stay as they are: the log names each.',
    ),
    remaining: countSchema.describe('What is still under an older key, counted now.'),
  })
  .meta({ id: 'KeyRotation' });
export type KeyRotation = z.infer<typeof keyRotationSchema>;
