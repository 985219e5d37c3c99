import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { AppError } from '../errors/app-error.ts';
import { createRecordKeys, type RecordKeys } from './record-keys.ts';
import { weaknessOf } from './weak-key.ts';

const masterKeyBytes = 32;

/** A master key and what is derived from it once. */
export interface MasterKey {
  version: number;
  recordKeys: RecordKeys;
  /** 8 bytes that tell this key from any other without giving it away. */
  fingerprint: Buffer;
  /** Signs the cookies of browsers that authorize; derived from the master key. */
  sessionKey: KeyObject;
  /** Authenticates the API keys in the database (HMAC-SHA256); derived from the master key. */
  apiKeySealKey: KeyObject;
  /** Authenticates invitations and their links (HMAC-SHA256); derived from the master key. */
  invitationKey: KeyObject;
}

/** The master keys that can be read with, and the one that is written with. */
export interface Keyring {
  current: MasterKey;
  byVersion: ReadonlyMap<number, MasterKey>;
}

/** The variables that hold the keys, as they stand in the environment. */
export interface KeyringEnvironment {
  /** 32 random bytes, base64. */
  ENCRYPTION_KEY?: string | undefined;
  /** Version of `ENCRYPTION_KEY`, an integer from 1. Default: 1. */
  ENCRYPTION_KEY_VERSION?: string | undefined;
  /** Retired keys as `version:base64`, separated by commas. Default, and for secret stores without empty values: `none`. */
  ENCRYPTION_PREVIOUS_KEYS?: string | undefined;
}

/**
 * Reads the keyring from the environment and reports every fault at once.
 * @throws {AppError} configuration_invalid when a key is not 32 bytes of base64 or not random, or a version or a key is
 * not unique.
 */
export function readKeyring(environment: KeyringEnvironment): Keyring {
  const faults: string[] = [];
  const version = readVersion(environment.ENCRYPTION_KEY_VERSION || '1');
  if (version === null) {
    faults.push('ENCRYPTION_KEY_VERSION must be an integer from 1');
  }
  const bytes = readKeyBytes(environment.ENCRYPTION_KEY ?? '');
  if (bytes === null) {
    faults.push('ENCRYPTION_KEY must be 32 random bytes in base64 (make one with: openssl rand -base64 32)');
  }

  const byVersion = new Map<number, MasterKey>();
  const add = (name: string, keyVersion: number, keyBytes: Buffer) => {
    const weakness = weaknessOf(keyBytes);
    if (weakness !== null) {
      faults.push(`${name} ${weakness} (make one with: openssl rand -base64 32)`);
    }
    const key = toMasterKey(keyVersion, keyBytes);
    const same = [...byVersion.values()].find(({ fingerprint }) => fingerprint.equals(key.fingerprint));
    if (same) {
      faults.push(`version ${keyVersion} has the same key as version ${same.version}`);
    }
    byVersion.set(keyVersion, key);
  };
  if (version !== null && bytes !== null) {
    add('ENCRYPTION_KEY', version, bytes);
  }
  const previous = (environment.ENCRYPTION_PREVIOUS_KEYS ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '' && entry !== 'none');
  for (const [index, entry] of previous.entries()) {
    const [versionText = '', keyText = ''] = entry.split(':', 2);
    const entryVersion = readVersion(versionText);
    const entryBytes = readKeyBytes(keyText);
    if (entryVersion === null || entryBytes === null) {
      faults.push(`entry ${index + 1} of ENCRYPTION_PREVIOUS_KEYS must be version:base64 of 32 bytes`);
    } else if (byVersion.has(entryVersion)) {
      faults.push(`ENCRYPTION_PREVIOUS_KEYS repeats version ${entryVersion}`);
    } else {
      add(`entry ${index + 1} of ENCRYPTION_PREVIOUS_KEYS`, entryVersion, entryBytes);
    }
  }

  const current = version === null ? undefined : byVersion.get(version);
  if (faults.length > 0 || !current) {
    throw new AppError('configuration_invalid', { detail: faults.join('; ') });
  }
  return { current, byVersion };
}

function readVersion(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function readKeyBytes(text: string): Buffer | null {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  // Buffer.from drops what is not base64: only a text that comes back unchanged was a whole key.
  return bytes.length === masterKeyBytes && bytes.toString('base64') === trimmed ? bytes : null;
}

function toMasterKey(version: number, bytes: Buffer): MasterKey {
  const key = createSecretKey(bytes);
  const fingerprint = Buffer.from(hkdfSync('sha256', key, '', 'klayim key fingerprint', 8));
  const derive = (label: string) => createSecretKey(Buffer.from(hkdfSync('sha256', key, '', label, 32)));
  return {
    version,
    recordKeys: createRecordKeys(key),
    fingerprint,
    sessionKey: derive('klayim browser session'),
    apiKeySealKey: derive('klayim api key seal'),
    invitationKey: derive('klayim invitation'),
  };
}
