import { describe, expect, it } from 'vitest';
import { newTestKeyring, sampleIntegration } from '../../test/repositories/sample-integration.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../test/test-repositories.ts';
import type { IntegrationDocument } from './integrations/integration-document.ts';

const always = () => true;
const organizationId = 'northwind';

describe('somebody who can write to the database and has no key', () => {
  const { firestore } = useTestFirestore();
  const keyring = () => Promise.resolve(newKeyring);
  const newKeyring = newTestKeyring();
  let nowMs = Date.now();
  const clock = () => nowMs;
  const repository = testRepositories({ firestore, keyring, clock }).integrationRepository;
  const rotation = testRepositories({ firestore, keyring, clock }).credentialRotationRepository;
  const reference = (id: string) => firestore().collection('integrations').doc(id);

  async function connect(accountId: string) {
    nowMs += 1_000;
    return repository.create(organizationId, sampleIntegration(nowMs, { accountId }), always);
  }
  async function readDocument(id: string): Promise<IntegrationDocument> {
    return (await reference(id).get()).data() as IntegrationDocument;
  }
  async function read(id: string) {
    const stored = await repository.findById(organizationId, id);
    if (!stored) {
      throw new Error('not found');
    }
    return repository.getDecryptedCredentials(organizationId, stored);
  }
  const replace = async (id: string) => {
    const { expiresAt } = sampleIntegration(nowMs);
    await repository.updateCredentials(
      organizationId,
      id,
      { accessToken: 'a2', refreshToken: 'r2' },
      expiresAt,
    );
  };

  it('cannot put an older ciphertext of the same record back', async () => {
    const { id } = await connect('older');
    const { credentials } = await readDocument(id);
    await replace(id);
    await reference(id).update({ credentials });
    await expect(read(id)).rejects.toMatchObject({ code: 'credentials_moved' });
  });

  it.each<[string, Partial<IntegrationDocument>]>([
    ['provider', { provider: 'microsoft_calendar' }],
    ['account', { accountId: 'another' }],
    ['version', { credentialVersion: 2 }],
  ])('cannot give a token to another %s', async (what, change) => {
    const { id } = await connect(`changed-${what}`);
    await reference(id).update({ ...change });
    await expect(read(id)).rejects.toMatchObject({ code: 'credentials_moved' });
  });

  it('cannot revive a disconnected record', async () => {
    const { id } = await connect('disconnected');
    const { credentials } = await readDocument(id);
    await repository.markAsDisconnected(organizationId, id);
    await reference(id).update({ status: 'connected', credentials });
    await expect(read(id)).rejects.toMatchObject({ code: 'credentials_moved' });
  });

  it('cannot use what an account had before it was deleted and connected again', async () => {
    const { id } = await connect('again');
    const { credentials } = await readDocument(id);
    await repository.delete(organizationId, id);
    await connect('again');
    await reference(id).update({ credentials });
    await expect(read(id)).rejects.toMatchObject({ code: 'credentials_moved' });
  });

  it('cannot use a ciphertext of an earlier format', async () => {
    const { id } = await connect('form');
    await reference(id).update({ 'credentials.envelopeVersion': 1 });
    await expect(read(id)).rejects.toMatchObject({ code: 'credentials_tampered' });
  });

  it('can put a whole document back as it was, and that is not noticed', async () => {
    const { id } = await connect('rollback');
    const before = await readDocument(id);
    await replace(id);
    await reference(id).set(before);
    await expect(read(id)).resolves.toMatchObject({ accessToken: 'access-token-in-clear' });
  });

  it('a move to another key keeps the binding: what was put back then is still refused', async () => {
    const { id } = await connect('rotated');
    const stored = await repository.findById(organizationId, id);
    if (!stored) {
      throw new Error('not found');
    }
    await expect(rotation.reencrypt(stored)).resolves.toBe('rotated');
    await expect(read(id)).resolves.toMatchObject({ refreshToken: 'refresh-token-in-clear' });
    const { credentials } = await readDocument(id);
    await replace(id);
    await reference(id).update({ credentials });
    await expect(read(id)).rejects.toMatchObject({ code: 'credentials_moved' });
  });
});
