import { randomBytes } from 'node:crypto';
import type { EncryptedValue } from '@klayim/shared/types';
import { describe, expect, it } from 'vitest';
import { isAppError } from '../errors/app-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { decrypt, encrypt } from './encryption.ts';
import { type Keyring, readKeyring } from './keyring.ts';

const context = {
  organizationId: 'northwind',
  recordId: 'i-1',
  field: 'credentials',
  bound: ['google_calendar', 2],
};
const newKey = () => randomBytes(32).toString('base64');

function codeOf(run: () => unknown): ErrorCode | null {
  try {
    run();
    return null;
  } catch (error) {
    if (isAppError(error)) {
      return error.code;
    }
    throw error;
  }
}

function flip(base64: string, byte: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes.writeUInt8(bytes.readUInt8(byte) ^ 1, byte);
  return bytes.toString('base64');
}

describe('encryption', () => {
  const keyring = readKeyring({ ENCRYPTION_KEY: newKey() });

  it.each(['', 'a', 'ключ 🔑', 'x'.repeat(100_000)])('gives back what it was given (%#)', (plaintext) => {
    expect(decrypt(encrypt(plaintext, keyring, context), keyring, context)).toBe(plaintext);
  });

  it('stores a fresh 32-byte salt, a fresh 12-byte IV and a 16-byte tag each time, and nothing in clear', () => {
    const all = Array.from({ length: 200 }, () => encrypt('the-refresh-token', keyring, context));
    expect(new Set(all.map(({ salt }) => salt)).size).toBe(200);
    expect(new Set(all.map(({ iv }) => iv)).size).toBe(200);
    for (const { salt, iv, authTag, ciphertext } of all) {
      expect([salt, iv, authTag].map((field) => Buffer.from(field, 'base64').length)).toEqual([32, 12, 16]);
      expect(Buffer.from(ciphertext, 'base64').includes('the-refresh-token')).toBe(false);
    }
  });

  it('refuses a keyring without the version', () => {
    const other = readKeyring({ ENCRYPTION_KEY: newKey(), ENCRYPTION_KEY_VERSION: '2' });
    expect(codeOf(() => decrypt(encrypt('secret', other, context), keyring, context))).toBe(
      'encryption_key_unknown',
    );
  });

  it('names a wrong key of the same version', () => {
    const other = readKeyring({ ENCRYPTION_KEY: newKey() });
    expect(codeOf(() => decrypt(encrypt('secret', other, context), keyring, context))).toBe(
      'credentials_wrong_key',
    );
  });

  it.each([
    { ...context, organizationId: 'fabrikam' },
    { ...context, recordId: 'i-2' },
    { ...context, field: 'codeVerifier' },
    { organizationId: 'northwind","i', recordId: '1', field: 'credentials' },
    { ...context, bound: ['google_calendar', 3] },
    { ...context, bound: ['microsoft_calendar', 2] },
    { ...context, bound: ['google_calendar', '2'] },
    { ...context, bound: ['google_calendar', 2, ''] },
    { ...context, bound: [] },
  ])('does not decrypt in another record (%#)', (elsewhere) => {
    expect(codeOf(() => decrypt(encrypt('secret', keyring, context), keyring, elsewhere))).toBe(
      'credentials_moved',
    );
  });

  it.each([undefined, 1, 3, '2'])('refuses a ciphertext whose envelope says it has the form %j', (form) => {
    const { envelopeVersion: _form, ...rest } = encrypt('secret', keyring, context);
    const stored = { ...rest, envelopeVersion: form } as unknown as EncryptedValue;
    expect(codeOf(() => decrypt(stored, keyring, context))).toBe('credentials_tampered');
  });

  it.each([null, 7, { seconds: 1 }, ['AAAA'], true, Buffer.from('secret'), undefined])(
    'takes a field that is no text for tampering: %j',
    (value) => {
      const encrypted = encrypt('secret', keyring, context);
      for (const field of ['ciphertext', 'iv', 'authTag', 'salt']) {
        const stored = { ...encrypted, [field]: value } as unknown as EncryptedValue;
        expect(
          codeOf(() => decrypt(stored, keyring, context)),
          field,
        ).toBe('credentials_tampered');
      }
    },
  );

  it.each([undefined, null, 'secret', 7, [], {}])(
    'takes %j in the place of a ciphertext for tampering',
    (stored) => {
      const planted = stored as unknown as EncryptedValue;
      expect(codeOf(() => decrypt(planted, keyring, context))).toBe('credentials_tampered');
    },
  );

  it.each(['1', 1.5, null, 'text of a stranger', Number.NaN])(
    'takes the key version %j for tampering',
    (version) => {
      const stored = { ...encrypt('secret', keyring, context), keyVersion: version };
      expect(codeOf(() => decrypt(stored as EncryptedValue, keyring, context))).toBe('credentials_tampered');
    },
  );

  it('notices one flipped bit in any byte of any field', () => {
    const encrypted = encrypt('secret', keyring, context);
    for (const field of ['ciphertext', 'iv', 'authTag', 'salt'] as const) {
      for (let byte = 0; byte < Buffer.from(encrypted[field], 'base64').length; byte += 1) {
        const tampered = { ...encrypted, [field]: flip(encrypted[field], byte) };
        expect(
          codeOf(() => decrypt(tampered, keyring, context)),
          `${field}[${byte}]`,
        ).toBe('credentials_tampered');
      }
    }
  });

  it.each<Partial<EncryptedValue>>([
    { ciphertext: '' },
    { iv: '' },
    { authTag: 'AAAA' },
    { salt: '' },
    { ciphertext: 'c2VjcmV0' },
  ])('refuses truncated fields instead of falling back to plaintext (%#)', (damage) => {
    const damaged = { ...encrypt('secret', keyring, context), ...damage };
    expect(codeOf(() => decrypt(damaged, keyring, context))).toBe('credentials_tampered');
  });

  it('refuses a ciphertext whose version was changed to another known key', () => {
    const [first, second] = [newKey(), newKey()];
    const both: Keyring = readKeyring({
      ENCRYPTION_KEY: second,
      ENCRYPTION_KEY_VERSION: '2',
      ENCRYPTION_PREVIOUS_KEYS: `1:${first}`,
    });
    const encrypted = encrypt('secret', readKeyring({ ENCRYPTION_KEY: first }), context);
    expect(decrypt(encrypted, both, context)).toBe('secret');
    expect(codeOf(() => decrypt({ ...encrypted, keyVersion: 2 }, both, context))).toBe(
      'credentials_wrong_key',
    );
  });
});

describe('the keyring', () => {
  it.each(['none', '', ' none ', ','])('reads the previous keys %j as no keys', (previous) => {
    const keyring = readKeyring({ ENCRYPTION_KEY: newKey(), ENCRYPTION_PREVIOUS_KEYS: previous });
    expect(keyring.byVersion.size).toBe(1);
  });

  it('reads three generations at once and writes with the current one', () => {
    const keys = [newKey(), newKey(), newKey()];
    const keyring = readKeyring({
      ENCRYPTION_KEY: keys[2],
      ENCRYPTION_KEY_VERSION: '3',
      ENCRYPTION_PREVIOUS_KEYS: `1:${keys[0]}, 2:${keys[1]}`,
    });
    expect([...keyring.byVersion.keys()].sort()).toEqual([1, 2, 3]);
    expect(encrypt('x', keyring, context).keyVersion).toBe(3);
  });

  it.each([
    [{}, /ENCRYPTION_KEY must be 32/],
    [{ ENCRYPTION_KEY: 'password' }, /ENCRYPTION_KEY must be 32/],
    [{ ENCRYPTION_KEY: randomBytes(16).toString('base64') }, /ENCRYPTION_KEY must be 32/],
    [{ ENCRYPTION_KEY: randomBytes(32).toString('hex') }, /ENCRYPTION_KEY must be 32/],
    [{ ENCRYPTION_KEY: newKey(), ENCRYPTION_KEY_VERSION: '0' }, /ENCRYPTION_KEY_VERSION/],
    [{ ENCRYPTION_KEY: newKey(), ENCRYPTION_PREVIOUS_KEYS: 'abc' }, /entry 1 of ENCRYPTION_PREVIOUS_KEYS/],
    [{ ENCRYPTION_KEY: newKey(), ENCRYPTION_PREVIOUS_KEYS: `1:${newKey()}` }, /repeats version 1/],
  ])('refuses anything else with a clear message (%#)', (environment, message) => {
    expect(() => readKeyring(environment)).toThrow(message);
  });

  const weak: [string, Buffer][] = [
    ['32 equal bytes', Buffer.alloc(32, 7)],
    ['zeros', Buffer.alloc(32)],
    ['a repeated pattern', Buffer.alloc(32, randomBytes(16))],
    ['a password', Buffer.from('correct horse battery staple 42!')],
    ['hexadecimal digits taken for bytes', Buffer.from(randomBytes(16).toString('hex'))],
    ['numbers in a row', Buffer.from(Array.from({ length: 32 }, (_, index) => index))],
    ['numbers in a row, downwards by threes', Buffer.from(Array.from({ length: 32 }, (_, i) => 250 - 3 * i))],
  ];
  it.each(weak)('refuses %s, current or retired', (_what, bytes) => {
    const key = bytes.toString('base64');
    expect(() => readKeyring({ ENCRYPTION_KEY: key })).toThrow(/ENCRYPTION_KEY is not random/);
    const retired = {
      ENCRYPTION_KEY: newKey(),
      ENCRYPTION_KEY_VERSION: '2',
      ENCRYPTION_PREVIOUS_KEYS: `1:${key}`,
    };
    expect(() => readKeyring(retired)).toThrow(/entry 1 of ENCRYPTION_PREVIOUS_KEYS is not random/);
  });

  it('refuses one key under two versions', () => {
    const key = newKey();
    const environment = {
      ENCRYPTION_KEY: key,
      ENCRYPTION_KEY_VERSION: '2',
      ENCRYPTION_PREVIOUS_KEYS: `1:${key}`,
    };
    expect(() => readKeyring(environment)).toThrow(/version 1 has the same key as version 2/);
  });

  it('accepts every random key', () => {
    for (let count = 0; count < 20_000; count += 1) {
      readKeyring({ ENCRYPTION_KEY: newKey() });
    }
  });

  it('reports every fault at once and shows no key', () => {
    const secret = randomBytes(16).toString('base64');
    const read = () =>
      readKeyring({
        ENCRYPTION_KEY: secret,
        ENCRYPTION_KEY_VERSION: 'x',
        ENCRYPTION_PREVIOUS_KEYS: `2:${secret}`,
      });
    expect(read).toThrow(/VERSION.*ENCRYPTION_KEY.*PREVIOUS/);
    expect(codeOf(read)).toBe('configuration_invalid');
    expect(read).not.toThrow(secret);
  });
});
