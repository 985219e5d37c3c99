import { randomBytes } from 'node:crypto';
import { type Keyring, readKeyring } from '../src/lib/keyring.ts';

/** Generations of one deployment's encryption keys, version 1 first. */
export function createTestKeys(generations: number) {
  const keys = Array.from({ length: generations }, () => randomBytes(32).toString('base64'));
  const keyOf = (version: number): string => {
    const key = keys[version - 1];
    if (key === undefined) {
      throw new Error(`there is no key ${version}`);
    }
    return key;
  };

  /** The variables of an instance that writes with one version and reads the others too. */
  function environmentOf(current: number, ...readable: number[]) {
    return {
      ENCRYPTION_KEY: keyOf(current),
      ENCRYPTION_KEY_VERSION: String(current),
      ENCRYPTION_PREVIOUS_KEYS: readable.map((version) => `${version}:${keyOf(version)}`).join(',') || 'none',
    };
  }

  return {
    environmentOf,
    keyringOf: (current: number, ...readable: number[]): Keyring =>
      readKeyring(environmentOf(current, ...readable)),
  };
}
