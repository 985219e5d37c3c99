import { createCipheriv, createDecipheriv, hash, type KeyObject } from 'node:crypto';
import type { EncryptedValue } from '@klayim/shared/types';
import { AppError } from '../errors/app-error.ts';
import type { Keyring } from './keyring.ts';
import { createRandomPool } from './random-pool.ts';

const algorithm = 'aes-256-gcm';
const saltBytes = 32;
const ivBytes = 12;
const authTagBytes = 16;
const digestBytes = 8;
/** Which form of ciphertext and additional data this is. There is one: another one does not decrypt. */
const envelopeVersion = 2;
const headerBytes = 2 * digestBytes;
const drawRandom = createRandomPool();

/** Where a ciphertext belongs. It decrypts nowhere else. */
export interface EncryptionContext {
  organizationId: string;
  recordId: string;
  /** Name of the field that holds the ciphertext. */
  field: string;
  /** Other values of the record that the ciphertext belongs to, in an order of the field's own. Default: none. */
  bound?: readonly (string | number)[];
}

/**
 * Encrypts with AES-256-GCM under a key of this record's own (HKDF-SHA256 over the current master key with a fresh
 * salt, RFC 5869). The additional data binds the ciphertext to the envelope's version, its context and the key version. The ciphertext starts with
 * 16 bytes that let a failed decryption name its cause: the master key's fingerprint and a digest of the context.
 */
export function encrypt(plaintext: string, keyring: Keyring, context: EncryptionContext): EncryptedValue {
  const master = keyring.current;
  const salt = drawRandom(saltBytes);
  const iv = drawRandom(ivBytes);
  const additionalData = bindingOf(context, master.version);
  const key = master.recordKeys(salt);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: authTagBytes });
  cipher.setAAD(additionalData);
  const sealed = Buffer.concat([
    master.fingerprint,
    digestOf(additionalData),
    cipher.update(plaintext, 'utf8'),
  ]);
  // GCM gives out every byte at once: the end makes the tag and nothing else.
  cipher.final();
  return {
    envelopeVersion,
    ciphertext: sealed.toString('base64'),
    iv: iv.toString('base64'),
    authTag: cipher.getAuthTag().toString('base64'),
    salt: salt.toString('base64'),
    keyVersion: master.version,
  };
}

/**
 * Decrypts what {@link encrypt} made for the same context. There is no fallback of any kind.
 * @throws {AppError} encryption_key_unknown when the keyring lacks the key version;
 * credentials_wrong_key when that version's key is not the one it was encrypted with;
 * credentials_moved when the ciphertext was made for another record, or for other values of this one; credentials_tampered otherwise.
 */
export function decrypt(encrypted: EncryptedValue, keyring: Keyring, context: EncryptionContext): string {
  if (!isEnvelope(encrypted)) {
    throw new AppError('credentials_tampered');
  }
  const master = keyring.byVersion.get(encrypted.keyVersion);
  if (!master) {
    throw new AppError('encryption_key_unknown', {
      detail: `There is no key of version ${encrypted.keyVersion}.`,
    });
  }
  const sealed = Buffer.from(encrypted.ciphertext, 'base64');
  const iv = Buffer.from(encrypted.iv, 'base64');
  const salt = Buffer.from(encrypted.salt, 'base64');
  const authTag = Buffer.from(encrypted.authTag, 'base64');
  if (
    sealed.length < headerBytes ||
    iv.length !== ivBytes ||
    salt.length !== saltBytes ||
    authTag.length !== authTagBytes
  ) {
    throw new AppError('credentials_tampered');
  }

  const additionalData = bindingOf(context, master.version);
  const keyFits = sealed.subarray(0, digestBytes).equals(master.fingerprint);
  const contextFits = sealed.subarray(digestBytes, headerBytes).equals(digestOf(additionalData));
  const key = master.recordKeys(salt);
  const plaintext = open(key, iv, authTag, additionalData, sealed.subarray(headerBytes));
  if (plaintext !== null && keyFits && contextFits) {
    return plaintext;
  }
  // A header that does not match a ciphertext which opens was itself altered.
  if (plaintext === null && !keyFits) {
    throw new AppError('credentials_wrong_key');
  }
  if (plaintext === null && !contextFits) {
    throw new AppError('credentials_moved');
  }
  throw new AppError('credentials_tampered');
}

/** Whether this is what {@link encrypt} makes: a writer with access to the database can store anything in its place. */
function isEnvelope(stored: unknown): stored is EncryptedValue {
  if (typeof stored !== 'object' || stored === null) {
    return false;
  }
  const fields: Partial<Record<keyof EncryptedValue, unknown>> = stored;
  return (
    fields.envelopeVersion === envelopeVersion &&
    Number.isSafeInteger(fields.keyVersion) &&
    typeof fields.ciphertext === 'string' &&
    typeof fields.iv === 'string' &&
    typeof fields.authTag === 'string' &&
    typeof fields.salt === 'string'
  );
}

function open(
  key: KeyObject,
  iv: Buffer,
  authTag: Buffer,
  additionalData: Buffer,
  ciphertext: Buffer,
): string | null {
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: authTagBytes });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(authTag);
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plaintext.toString('utf8');
}

/** JSON keeps the parts apart: no two contexts give the same bytes. */
function bindingOf(
  { organizationId, recordId, field, bound = [] }: EncryptionContext,
  keyVersion: number,
): Buffer {
  const parts = [envelopeVersion, organizationId, recordId, field, keyVersion, ...bound];
  return Buffer.from(JSON.stringify(parts));
}

function digestOf(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer').subarray(0, digestBytes);
}
