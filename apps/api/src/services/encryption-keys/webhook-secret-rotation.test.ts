import { expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { createTestKeys } from '../../../test/test-keys.ts';
import { wireServices } from '../../../test/wired-services.ts';
import type { Keyring } from '../../lib/keyring.ts';
import { makeWebhookSecret } from '../../lib/webhook-signature.ts';
import { createKeyRotationService } from './key-rotation.service.ts';

const actor = { type: 'system', name: 'test' } as const;
const organizationId = 'northwind';
const { firestore } = useTestFirestore();
const { keyringOf } = createTestKeys(2);

/** An instance that is configured with these keys. */
function at(keys: Keyring) {
  const parts = wireServices({
    firestore,
    keyring: () => Promise.resolve(keys),
    sleep: () => Promise.resolve(),
  });
  return {
    ...parts,
    rotation: createKeyRotationService({ ...parts, enqueueOperatorJob: null, timing: { pageSize: 3 } }),
  };
}

it('a key rotation moves the secrets of webhook endpoints, and the old key is not removable before', async () => {
  const secrets = new Map<string, string>();
  for (const name of ['one', 'two', 'three', 'four', 'five']) {
    const secret = makeWebhookSecret();
    const wanted = { url: `https://${name}.example/hook`, events: ['import.finished' as const] };
    const stored = await at(keyringOf(1)).webhookEndpointRepository.create(organizationId, wanted, {
      secret,
      createdBy: 'olga',
      actor,
    });
    secrets.set(stored.id, secret);
  }
  const both = at(keyringOf(2, 1));
  const [, retired] = (await both.encryptionKeysService.getEncryptionKeys()).keys;
  expect(retired).toMatchObject({ version: 1, webhookEndpoints: 5, removable: false });
  await expect(both.rotation.keepUp()).resolves.toBe('finished');

  const { webhookEndpointRepository, encryptionKeysService } = at(keyringOf(2));
  await expect(encryptionKeysService.assertNoKeyMissing()).resolves.toBeUndefined();
  for (const [id, secret] of secrets) {
    const stored = await webhookEndpointRepository.find(organizationId, id);
    expect(stored && (await webhookEndpointRepository.secretsOf(stored))).toEqual([secret]);
  }
});
