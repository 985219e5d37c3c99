import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { readKeyring } from '../../lib/keyring.ts';
import { verifyCanaries } from './encryption-canary.repository.ts';

const newKey = () => randomBytes(32).toString('base64');
const clock = () => Date.now();

describe('the encryption canary', () => {
  const { firestore, secondClient } = useTestFirestore();
  const [first, second, wrong] = [newKey(), newKey(), newKey()];

  it('is stored by the first of many instances and read by all', async () => {
    const keyring = readKeyring({ ENCRYPTION_KEY: first });
    const starts = Array.from({ length: 8 }, (_, index) =>
      verifyCanaries(index % 2 ? firestore() : secondClient(), keyring, clock),
    );
    await expect(Promise.all(starts)).resolves.toHaveLength(8);
    await expect(verifyCanaries(firestore(), keyring, clock)).resolves.toBeUndefined();
  });

  it('reports a changed key before it can do harm', async () => {
    const start = verifyCanaries(firestore(), readKeyring({ ENCRYPTION_KEY: wrong }), clock);
    await expect(start).rejects.toMatchObject({
      code: 'encryption_key_mismatch',
      detail: expect.stringContaining('version 1'),
    });
  });

  it('accepts a new version beside the old key, and checks the retired key too', async () => {
    const rotated = { ENCRYPTION_KEY: second, ENCRYPTION_KEY_VERSION: '2' };
    const withOld = readKeyring({ ...rotated, ENCRYPTION_PREVIOUS_KEYS: `1:${first}` });
    await expect(verifyCanaries(firestore(), withOld, clock)).resolves.toBeUndefined();
    const withWrongOld = readKeyring({ ...rotated, ENCRYPTION_PREVIOUS_KEYS: `1:${wrong}` });
    await expect(verifyCanaries(firestore(), withWrongOld, clock)).rejects.toMatchObject({
      code: 'encryption_key_mismatch',
    });
  });
});
