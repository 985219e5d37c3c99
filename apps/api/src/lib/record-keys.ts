import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const keyBytes = 32;
const info = Buffer.from('klayim record key');

/** The keys of records under one master key. */
export interface RecordKeys {
  /** The key of a record that is read; it is kept, since who reads a token reads it again. */
  keyToRead: (salt: Buffer) => KeyObject;
  /** The key of a record that is written; a salt is used for one writing only. */
  keyToWrite: (salt: Buffer) => KeyObject;
}

/**
 * Derives the keys of records (HKDF-SHA256, RFC 5869). A derivation costs more than the decryption that follows it.
 * @param options.most how many keys are kept; the one that was used the longest ago goes first. Default: 1 000.
 */
export function createRecordKeys(master: KeyObject, { most = 1_000 }: { most?: number } = {}): RecordKeys {
  const kept = new Map<string, KeyObject>();
  const derive = (salt: Buffer) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, salt, info, keyBytes)));
  return {
    keyToRead(salt) {
      const name = salt.toString('latin1');
      const key = kept.get(name) ?? derive(salt);
      kept.delete(name);
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= most) {
        kept.delete(oldest);
      }
      kept.set(name, key);
      return key;
    },
    keyToWrite: derive,
  };
}
