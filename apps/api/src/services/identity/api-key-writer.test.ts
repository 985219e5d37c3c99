import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { createTestKeys } from '../../../test/test-keys.ts';
import { wireServices } from '../../../test/wired-services.ts';
import { hashApiKey, makeApiKey } from '../../lib/api-key.ts';
import { dayMs } from '../../lib/duration.ts';
import type { Keyring } from '../../lib/keyring.ts';
import type { ApiKeyDocument } from '../../repositories/api-keys/api-key.document.ts';
import { collections } from '../../repositories/collections.ts';
import { createApiKeyIdentity } from './api-key-identity.ts';

const actor = { type: 'system', name: 'test' } as const;
const address = '203.0.113.7';
const nowMs = Date.parse('2026-03-01T12:00:00Z');
const later = Timestamp.fromMillis(nowMs + 300 * dayMs);

type Change = (stored: ApiKeyDocument) => Record<string, unknown>;

describe('somebody who can write to the database and has no key', () => {
  const { firestore } = useTestFirestore();
  const { keyringOf } = createTestKeys(2);
  const clock = () => nowMs;
  const reference = (id: string) => firestore().collection(collections.apiKeys.name).doc(id);
  const stored = async (id: string) => (await reference(id).get()).data() as ApiKeyDocument;

  /** An organization, and instances that manage and accept its keys; each begins without any key in memory. */
  function newFixture(keys: Keyring = keyringOf(1)) {
    const organizationId = `keys-${randomUUID()}`;
    const { logger, lines } = recordingLogger();
    const parts = wireServices({ firestore, clock, logger, keyring: () => Promise.resolve(keys) });
    const { apiKeysService: service } = parts;
    const authenticate = (secret: string) => createApiKeyIdentity(parts)(secret, address);
    const create = () =>
      service.createKey(
        organizationId,
        { name: 'Payroll', scopes: ['integrations:read'], expiresInDays: 30 },
        { userId: 'ada', actor },
      );
    return { organizationId, lines, service, authenticate, create };
  }

  it('cannot add a key of their own, whatever they copy', async () => {
    const { authenticate, create, lines } = newFixture();
    const template = await stored((await create()).apiKey.id);
    const planted = makeApiKey();
    await reference(planted.id).set({ ...template, secretHash: hashApiKey(planted.secret) });
    await expect(authenticate(planted.secret)).rejects.toMatchObject({ code: 'api_key_invalid' });
    expect(lines).toContainEqual({
      level: 'error',
      message: 'A stored API key is not authentic and is refused',
      event: 'api_key.not_authentic',
      collection: 'apiKeys',
      documentId: planted.id,
      cause: 'credentials_tampered',
    });
  });

  it.each<[string, Change]>([
    ['another organization', () => ({ organizationId: 'victim' })],
    ['wider scopes', () => ({ scopes: ['integrations:read', 'tokens:read'] })],
    ['one scope made of two', () => ({ scopes: ['integrations:read,tokens:read'] })],
    ['another name', () => ({ name: 'Backup' })],
    ['a later end', () => ({ expiresAt: later })],
    [
      'an end that is later by less than a millisecond',
      ({ expiresAt }) => ({
        expiresAt: new Timestamp(expiresAt?.seconds ?? 0, (expiresAt?.nanoseconds ?? 0) + 1_000),
      }),
    ],
    ['no end', () => ({ expiresAt: null })],
    ['a longer overlap', ({ previous }) => ({ previous: { ...previous, expiresAt: later } })],
    [
      'another replaced digest',
      ({ previous }) => ({ previous: { ...previous, secretHash: hashApiKey('x') } }),
    ],
    ['the replaced digest as the current one', ({ previous }) => ({ secretHash: previous?.secretHash })],
    ['another maker', () => ({ createdBy: 'eve' })],
    ['another time of its making', () => ({ createdAt: later })],
    ['another time of its rotation', () => ({ rotatedAt: null })],
    ['another key version', ({ seal }) => ({ seal: { ...seal, keyVersion: 2 } })],
    ['a key version that there is not', ({ seal }) => ({ seal: { ...seal, keyVersion: 9 } })],
    ['an empty seal', ({ seal }) => ({ seal: { ...seal, mac: '' } })],
    ['no seal', () => ({ seal: null })],
    ['a seal of one byte more', ({ seal }) => ({ seal: { ...seal, mac: `${seal.mac}A` } })],
    ['a number for its scopes', () => ({ scopes: 7 })],
    ['a map for its end', () => ({ expiresAt: { seconds: 1, nanoseconds: 0 } })],
  ])('cannot give a key %s: it is refused, logged, and left out of the list', async (_what, change) => {
    const { organizationId, service, authenticate, create, lines } = newFixture(keyringOf(1, 2));
    const { secret, apiKey } = await create();
    const rotated = await service.rotateKey(organizationId, apiKey.id, { overlapSeconds: 3_600, actor });
    await expect(authenticate(secret)).resolves.toMatchObject({ membership: { organizationId } });
    await reference(apiKey.id).update(change(await stored(apiKey.id)));

    for (const each of [secret, rotated.secret]) {
      await expect(authenticate(each)).rejects.toMatchObject({ code: 'api_key_invalid' });
    }
    expect(lines.filter(({ event }) => event === 'api_key.not_authentic')).toHaveLength(2);
    await expect(service.listKeys(organizationId)).resolves.toEqual([]);
    await expect(service.listKeys('victim')).resolves.toEqual([]);
  });

  it('cannot have a changed record made authentic by a rotation, and it can still be revoked', async () => {
    const { organizationId, service, create } = newFixture();
    const { apiKey } = await create();
    await reference(apiKey.id).update({ scopes: ['tokens:read'] });
    const rotating = service.rotateKey(organizationId, apiKey.id, { overlapSeconds: 0, actor });
    await expect(rotating).rejects.toMatchObject({ code: 'api_key_not_found' });
    await service.revokeKey(organizationId, apiKey.id, actor);
    expect((await reference(apiKey.id).get()).exists).toBe(false);
  });

  it('cannot move a seal to another key', async () => {
    const { authenticate, create } = newFixture();
    const [one, other] = [await create(), await create()];
    const { seal, ...facts } = await stored(one.apiKey.id);
    await reference(other.apiKey.id).set({ ...facts, seal });
    await expect(authenticate(other.secret)).rejects.toMatchObject({ code: 'api_key_invalid' });
    await expect(authenticate(one.secret)).resolves.toMatchObject({ userId: one.apiKey.id });
  });

  it('can change the time of the last use, which decides nothing', async () => {
    const { organizationId, service, authenticate, create } = newFixture();
    const { secret, apiKey } = await create();
    await reference(apiKey.id).update({ lastUsedAt: 'yesterday' });
    await expect(authenticate(secret)).resolves.toMatchObject({ userId: apiKey.id });
    await reference(apiKey.id).update({ lastUsedAt: later });
    await expect(service.listKeys(organizationId)).resolves.toMatchObject([
      { id: apiKey.id, lastUsedAt: later.toDate().toISOString() },
    ]);
  });

  it('can put a whole record back as it was: a revoked or replaced key works again, until its end', async () => {
    const { organizationId, service, authenticate, create } = newFixture();
    const { secret, apiKey } = await create();
    const before = await stored(apiKey.id);
    await service.rotateKey(organizationId, apiKey.id, { overlapSeconds: 0, actor });
    await expect(authenticate(secret)).rejects.toMatchObject({ code: 'api_key_invalid' });
    await service.revokeKey(organizationId, apiKey.id, actor);
    await reference(apiKey.id).set(before);
    await expect(authenticate(secret)).resolves.toMatchObject({ userId: apiKey.id });
  });

  it('cannot put a record back whose master key has been retired since', async () => {
    const { organizationId, service, create } = newFixture(keyringOf(1));
    const { secret, apiKey } = await create();
    const before = await stored(apiKey.id);
    await service.revokeKey(organizationId, apiKey.id, actor);
    await reference(apiKey.id).set(before);
    const { authenticate, lines } = newFixture(keyringOf(2));
    await expect(authenticate(secret)).rejects.toMatchObject({ code: 'api_key_invalid' });
    expect(lines).toContainEqual(expect.objectContaining({ cause: 'encryption_key_unknown' }));
  });
});
