import { hash } from 'node:crypto';
import type { DocumentReference } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { oauthStatesCollection } from '../../repositories/oauth-state.repository.ts';
import { useTestFirestore } from '../../repositories/testing/test-firestore.ts';
import { useTestServices } from '../../testing/test-services.ts';

describe('an authorization under way, to who can write to the database and has no key', () => {
  const { firestore } = useTestFirestore();
  const { authorize, integrationService, usersWithoutRole, advance } = useTestServices(firestore);

  /** Starts an authorization and has its consent given; it waits for its callback then. */
  async function started(organizationId: string, userId = 'user') {
    const callback = await authorize({ provider: 'google', organizationId, userId });
    const states = firestore().collection(oauthStatesCollection);
    const { docs } = await states.where('organizationId', '==', organizationId).get();
    const [document] = docs;
    if (!document) throw new Error('no authorization is under way');
    return { callback, document: document.ref };
  }
  async function fieldOf(document: DocumentReference, name: string): Promise<unknown> {
    return (await document.get()).get(name);
  }

  it('cannot be moved to another organization', async () => {
    const { callback, document } = await started('moved');
    await document.update({ organizationId: 'thief' });
    await expect(integrationService.completeAuthorization(callback)).rejects.toMatchObject({
      code: 'credentials_moved',
    });
    await expect(integrationService.getIntegrations('thief')).resolves.toEqual([]);
  });

  it('cannot be given the verifier of another, nor one of their own making', async () => {
    const { document: other } = await started('lender');
    const borrowed = await started('borrower');
    await borrowed.document.update({ codeVerifier: await fieldOf(other, 'codeVerifier') });
    await expect(integrationService.completeAuthorization(borrowed.callback)).rejects.toMatchObject({
      code: 'credentials_moved',
    });
    const forged = await started('forger');
    await forged.document.update({ 'codeVerifier.ciphertext': Buffer.alloc(64, 1).toString('base64') });
    await expect(integrationService.completeAuthorization(forged.callback)).rejects.toMatchObject({
      code: expect.stringMatching(/^credentials_/),
    });
  });

  it('cannot be copied under a state of their choice', async () => {
    const { callback, document } = await started('copied');
    const state = 'b'.repeat(43);
    const copy = firestore().collection(oauthStatesCollection).doc(hash('sha256', state, 'base64url'));
    await copy.set((await document.get()).data() ?? {});
    await expect(integrationService.completeAuthorization({ ...callback, state })).rejects.toMatchObject({
      code: 'credentials_moved',
    });
  });

  it('is worth no more than the role of the user who is written into it', async () => {
    const { callback, document } = await started('renamed');
    usersWithoutRole.add('nobody');
    await document.update({ userId: 'nobody' });
    await expect(integrationService.completeAuthorization(callback)).resolves.toMatchObject({
      result: { status: 'failed', error: { code: 'insufficient_role' } },
    });
  });

  it('can be prolonged, and that is not noticed', async () => {
    const { callback, document } = await started('prolonged');
    const expiresAt = new Date(Date.now() + 3_600_000);
    await document.update({ expiresAt });
    advance(900_000);
    await expect(integrationService.completeAuthorization(callback)).resolves.toMatchObject({
      result: { status: 'connected' },
    });
  });
});
