import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const keyBytes = 32;
const info = Buffer.from('klayim record key');

/** Gives the key of the record that has a salt. */
export type RecordKeys = (salt: Buffer) => KeyObject;

/**
 * Derives the keys of records under one master key (HKDF-SHA256, RFC 5869). A derivation costs as much as the encryption or decryption
 * that follows it, and the same tokens are read repeatedly, by who wrote them too: so keys are cached.
 * @param options.maxKeys how many keys are cached; the least recently used one goes first. Default: 1 000.
 */
export function createRecordKeys(
  master: KeyObject,
  { maxKeys = 1_000 }: { maxKeys?: number } = {},
): RecordKeys {
  const cache = new LRUCache<string, KeyObject>({ max: maxKeys });
  return (salt) => {
    const name = salt.toString('latin1');
    const cached = cache.get(name);
    if (cached) {
      return cached;
    }
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, salt, info, keyBytes)));
    cache.set(name, key);
    return key;
  };
}
