import * as z from 'zod';

const base64Schema = z.base64();

/**
 * A value as it is stored encrypted: AES-256-GCM under a key that HKDF-SHA256 derives
 * for this record alone from the master key `keyVersion` and `salt`. All byte strings are base64.
 */
export const encryptedValueSchema = z.strictObject({
  envelopeVersion: z
    .literal(2)
    .describe('The form of ciphertext and additional data: docs/adr/0001-envelope.md.'),
  ciphertext: base64Schema,
  iv: base64Schema,
  authTag: base64Schema,
  salt: base64Schema,
  keyVersion: z.number().int().min(1),
});
export type EncryptedValue = z.infer<typeof encryptedValueSchema>;
/** The credentials of an integration, encrypted. */
export type EncryptedCredentials = EncryptedValue;
