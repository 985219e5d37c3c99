import { hash } from 'node:crypto';
import type { DocumentData, DocumentReference } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { collections } from '../../repositories/collections.ts';

describe('an authorization in progress, for somebody who can write to the database and has no key', () => {
  const { firestore } = useTestFirestore();
  const { authorize, integrationService } = useTestServices(firestore);
  const states = () => firestore().collection(collections.oauthStates.name);

  /** Starts an authorization and has its consent given; it waits for its callback then. */
  async function started(organizationId: string) {
    const callback = await authorize({ provider: 'google_calendar', organizationId });
    const { docs } = await states().where('organizationId', '==', organizationId).get();
    const [document] = docs;
    if (!document) {
      throw new Error('no authorization is under way');
    }
    return { callback, document: document.ref };
  }
  async function readData(document: DocumentReference): Promise<DocumentData> {
    return (await document.get()).data() ?? {};
  }
  /** The fields that hold ciphertext. */
  async function readEncryptedFields(document: DocumentReference): Promise<DocumentData> {
    const fields = Object.entries(await readData(document));
    const encrypted = fields.filter(([, value]) => Object.hasOwn(Object(value), 'ciphertext'));
    expect(encrypted).not.toEqual([]);
    return Object.fromEntries(encrypted);
  }
  async function expectRefused(callback: Awaited<ReturnType<typeof started>>['callback'], owner: string) {
    await expect(integrationService.completeAuthorization(callback)).rejects.toMatchObject({
      code: expect.stringMatching(/^(credentials_|oauth_state_)/),
    });
    await expect(integrationService.getIntegrations(owner)).resolves.toEqual([]);
  }

  it('cannot be moved to another organization', async () => {
    const { callback, document } = await started('moved');
    await document.update({ organizationId: 'thief' });
    await expectRefused(callback, 'thief');
  });

  it('cannot be given the verifier of another one', async () => {
    const { document: other } = await started('lender');
    const { callback, document } = await started('borrower');
    await document.update(await readEncryptedFields(other));
    await expectRefused(callback, 'borrower');
  });

  it('cannot be given a verifier that the attacker has made', async () => {
    const { callback, document } = await started('forger');
    for (const [name, { ciphertext }] of Object.entries(await readEncryptedFields(document))) {
      const altered = Buffer.from(ciphertext, 'base64').fill(0, 16).toString('base64');
      await document.update({ [`${name}.ciphertext`]: altered });
    }
    await expectRefused(callback, 'forger');
  });

  it('cannot be copied under a state that the attacker chose', async () => {
    const { callback, document } = await started('copied');
    const state = 'b'.repeat(43);
    await states()
      .doc(hash('sha256', state, 'base64url'))
      .set(await readData(document));
    await expectRefused({ ...callback, state }, 'copied');
  });
});
