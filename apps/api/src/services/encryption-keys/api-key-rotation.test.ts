import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { createTestKeys } from '../../../test/test-keys.ts';
import { wireServices } from '../../../test/wired-services.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { ApiKeyDocument } from '../../repositories/api-keys/api-key.document.ts';
import { collections } from '../../repositories/collections.ts';
import { createKeyRotationService, type KeyRotationDependencies } from './key-rotation.service.ts';

const actor = { type: 'system', name: 'test' } as const;

describe('a key rotation and API keys', () => {
  const { firestore } = useTestFirestore();
  const { keyringOf } = createTestKeys(3);
  const { logger, lines } = recordingLogger();
  const nowMs = Date.parse('2026-01-01T12:00:00Z');
  const clock = () => nowMs;
  const collection = () => firestore().collection(collections.apiKeys.name);
  const stored = async (id: string) => (await collection().doc(id).get()).data() as ApiKeyDocument;

  afterEach(async () => {
    lines.length = 0;
    await firestore().recursiveDelete(collection());
    await firestore().recursiveDelete(firestore().collection(collections.keyRotations.name));
  });

  /** An instance that is configured with these keys. */
  function at(keys: Keyring, change: Partial<KeyRotationDependencies> = {}) {
    const parts = wireServices({
      firestore,
      clock,
      logger,
      keyring: () => Promise.resolve(keys),
      sleep: () => Promise.resolve(),
    });
    const { apiKeysService: keysService } = parts;
    return {
      keysService,
      encryptionKeys: parts.encryptionKeysService,
      lookup: parts.apiKeyLookupRepository,
      apiKeyRotation: parts.apiKeyRotationRepository,
      rotation: createKeyRotationService({
        ...parts,
        enqueueOperatorJob: null,
        timing: { pageSize: 3 },
        ...change,
      }),
      create: async (organizationId: string = randomUUID()) =>
        (
          await keysService.createKey(
            organizationId,
            { name: 'Payroll', scopes: ['tokens:read'] },
            { userId: 'ada', actor },
          )
        ).apiKey.id,
    };
  }

  it('a retired key opens them until they are moved, and is not removable before', async () => {
    const id = await at(keyringOf(1)).create();
    const both = at(keyringOf(2, 1));
    await expect(both.lookup.find(id)).resolves.toMatchObject({ name: 'Payroll' });
    const readState = async (version: number) =>
      (await both.encryptionKeys.getEncryptionKeys()).keys.find((key) => key.version === version);
    await expect(readState(1)).resolves.toMatchObject({ state: 'retired', apiKeys: 1, removable: false });
    await expect(at(keyringOf(2)).encryptionKeys.assertNoKeyMissing()).rejects.toMatchObject({
      detail:
        'Stored credentials, API keys or webhook secrets need encryption key versions that are not in the keyring: 1.',
    });

    await expect(both.rotation.keepUp()).resolves.toBe('finished');
    await expect(readState(2)).resolves.toMatchObject({ apiKeys: 1 });
    await expect(at(keyringOf(2)).encryptionKeys.assertNoKeyMissing()).resolves.toBeUndefined();
    await expect(at(keyringOf(2)).lookup.find(id)).resolves.toMatchObject({ name: 'Payroll' });
  });

  it('moves those of all organizations, of every older generation, and nothing else of them', async () => {
    const ids = [
      ...(await Promise.all(Array.from({ length: 5 }, () => at(keyringOf(1)).create()))),
      await at(keyringOf(2, 1)).create(),
      await at(keyringOf(3, 2, 1)).create(),
    ];
    await at(keyringOf(1)).lookup.noteUse(ids[0] ?? '', nowMs);
    const before = await Promise.all(ids.map(stored));
    const { rotation } = at(keyringOf(3, 2, 1));
    await expect(rotation.startKeyRotation('olga')).resolves.toMatchObject({ total: 6, remaining: 6 });
    await expect(rotation.work()).resolves.toBe('finished');
    await expect(rotation.getKeyRotation(null)).resolves.toMatchObject({
      rotated: 6,
      failed: 0,
      remaining: 0,
    });
    const after = await Promise.all(ids.map(stored));
    const unmoved = ({ seal: _seal, ...rest }: ApiKeyDocument) => rest;
    expect(after.map(unmoved)).toEqual(before.map(unmoved));
    expect(after.map(({ seal }) => seal.keyVersion)).toEqual(ids.map(() => 3));
    for (const id of ids) {
      await expect(at(keyringOf(3)).lookup.find(id)).resolves.not.toBeNull();
    }
  });

  it('continues with them where another invocation stopped', async () => {
    await Promise.all(Array.from({ length: 8 }, () => at(keyringOf(1)).create()));
    let elapsedMs = 0;
    const { rotation } = at(keyringOf(2, 1), {
      clock: () => {
        elapsedMs += 200;
        return nowMs + elapsedMs;
      },
      timing: { pageSize: 3, budgetMs: 300 },
    });
    await rotation.startKeyRotation('olga');
    await expect(rotation.work()).resolves.toBe('unfinished');
    const halfway = await rotation.getKeyRotation(null);
    expect(halfway.remaining).toBeGreaterThan(0);
    expect(halfway.rotated).toBe(8 - halfway.remaining);
    while ((await rotation.work()) === 'unfinished') {}
    await expect(rotation.getKeyRotation(null)).resolves.toMatchObject({
      rotated: 8,
      passes: 1,
      remaining: 0,
    });
  });

  it.each<
    [string, (instance: ReturnType<typeof at>, organizationId: string, id: string) => Promise<unknown>]
  >([
    ['a use', ({ lookup }, _organizationId, id) => lookup.noteUse(id, nowMs)],
    [
      'its replacement',
      ({ keysService }, organizationId, id) =>
        keysService.rotateKey(organizationId, id, { overlapSeconds: 60, actor }),
    ],
    [
      'its revocation',
      ({ keysService }, organizationId, id) => keysService.revokeKey(organizationId, id, actor),
    ],
    ['another rotation', ({ rotation }) => rotation.keepUp()],
  ])('gives way to %s that came between its reading and its writing', async (_name, overtake) => {
    const organizationId = randomUUID();
    const id = await at(keyringOf(1)).create(organizationId);
    const instance = at(keyringOf(2, 1));
    const [stale] = await instance.apiKeyRotation.findOlderThan(2, null, 10);
    if (!stale) {
      throw new Error('nothing to move');
    }
    await overtake(instance, organizationId, id);
    const before = (await collection().doc(id).get()).data();
    await expect(instance.apiKeyRotation.reseal(stale)).resolves.toBe('overtaken');
    expect((await collection().doc(id).get()).data()).toEqual(before);
  });

  it('makes no record authentic that somebody else wrote: it names it and leaves it as it is', async () => {
    const [fine, changed] = [await at(keyringOf(1)).create(), await at(keyringOf(1)).create()];
    await collection()
      .doc(changed)
      .update({ scopes: ['audit:read'] });
    const planted = { seal: { mac: 'none', keyVersion: -3 } };
    await collection().doc('planted').set(planted);
    const { rotation } = at(keyringOf(2, 1));
    await expect(rotation.keepUp()).resolves.toBe('finished');
    await expect(rotation.getKeyRotation(null)).resolves.toMatchObject({
      rotated: 1,
      failed: 2,
      remaining: 2,
    });
    const named = lines.filter(({ event }) => event === 'key_rotation.record_failed');
    expect(new Map(named.map(({ documentId, code }) => [documentId, code]))).toEqual(
      new Map([
        [changed, 'credentials_tampered'],
        ['planted', 'credentials_tampered'],
      ]),
    );
    expect((await stored(fine)).seal.keyVersion).toBe(2);
    expect((await stored(changed)).seal.keyVersion).toBe(1);
    expect((await collection().doc('planted').get()).data()).toEqual(planted);
  });
});
