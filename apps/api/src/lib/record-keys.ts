import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const keyBytes = 32;
const info = Buffer.from('klayim record key');

/** The keys of records under one master key. */
export interface RecordKeys {
  /** The key to read a record with. It is cached: the same tokens are read repeatedly. */
  keyToRead: (salt: Buffer) => KeyObject;
  /** The key to write a record with. It is not cached: each write has a new salt. */
  keyToWrite: (salt: Buffer) => KeyObject;
}

/**
 * Derives the keys of records (HKDF-SHA256, RFC 5869). A derivation costs more than the decryption that follows it.
 * @param options.maxKeys how many keys are cached; the least recently used one goes first. Default: 1 000.
 */
export function createRecordKeys(
  master: KeyObject,
  { maxKeys = 1_000 }: { maxKeys?: number } = {},
): RecordKeys {
  const cache = new LRUCache<string, KeyObject>({ max: maxKeys });
  const derive = (salt: Buffer) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, salt, info, keyBytes)));
  return {
    keyToRead(salt) {
      const name = salt.toString('latin1');
      const cached = cache.get(name);
      if (cached) {
        return cached;
      }
      const key = derive(salt);
      cache.set(name, key);
      return key;
    },
    keyToWrite: derive,
  };
}
