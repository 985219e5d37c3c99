import { issuedInvitationSchema, meSchema } from '@klayim/shared/schemas';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { signUp } from '../../../test/http/test-identity.ts';
import { makeInvitation } from '../../lib/api-key.ts';
import { dayMs } from '../../lib/duration.ts';
import { collections } from '../collections.ts';
import type { InvitationDocument } from './invitation.document.ts';
import { memberIdOf } from './member.document.ts';

const later = Timestamp.fromMillis(Date.now() + 300 * dayMs);

describe('an invitation, for somebody who can write to the database and has no key', () => {
  let api: RunningApi;
  let started = 0;
  let organizationId = '';
  let owner = '';
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    started += 1;
    organizationId = `invitations-${started}`;
    owner = signUp(`${organizationId}-owner`, { organizationId, role: 'owner' });
    expect((await api.call('/me', { idToken: owner })).status).toBe(200);
  });

  const reference = (id: string) => api.services.firestore().collection(collections.invitations.name).doc(id);
  const readStored = async (id: string) => (await reference(id).get()).data() as InvitationDocument;
  const mallory = () => signUp(`${organizationId}-mallory`, {});
  const accept = (idToken: string, token: string) =>
    api.call('/invitations/accept', { idToken, json: { token } });
  async function invite(json: object = { role: 'member' }) {
    const response = await api.call('/organization/invitations', { idToken: owner, json });
    const { invitation, token } = issuedInvitationSchema.parse(await response.json());
    return { id: invitation.id, token };
  }
  const readCode = async (response: Promise<Response>) => (await readProblem(await response)).code;

  it('cannot be added, whatever they copy', async () => {
    const template = await readStored((await invite({ role: 'owner' })).id);
    const planted = makeInvitation();
    await reference(planted.id).set(template);
    expect(await readCode(accept(mallory(), planted.secret))).toBe('invitation_not_found');
  });

  it.each<[string, object]>([
    ['no proof of its link', { tokenMac: 7 }],
    ['an end that is no time', { expiresAt: 'never' }],
    ['a higher role', { role: 'owner' }],
    ['another organization', { organizationId: 'victim' }],
    ['another address', { email: 'mallory@example.com' }],
    ['a later end', { expiresAt: later }],
    ['another version of the key', { keyVersion: 2 }],
  ])('cannot be given %s', async (_what, change) => {
    const { id, token } = await invite();
    await reference(id).update(change);
    expect(await readCode(accept(mallory(), token))).toBe('invitation_not_found');
  });

  it('cannot be opened to everybody', async () => {
    const { id, token } = await invite({ role: 'member', email: 'grace@example.com' });
    expect(await readCode(accept(mallory(), token))).toBe('invitation_of_another_address');
    await reference(id).update({ email: null });
    expect(await readCode(accept(mallory(), token))).toBe('invitation_not_found');
  });

  it('gives nobody more who has used its link and raised their record', async () => {
    const { token } = await invite();
    expect((await accept(mallory(), token)).status).toBe(200);
    const record = api.services
      .firestore()
      .collection(collections.members.name)
      .doc(memberIdOf(organizationId, `${organizationId}-mallory`));
    await record.update({ role: 'owner' });
    expect((await accept(mallory(), token)).status).toBe(200);
    const idToken = signUp(
      `${organizationId}-mallory`,
      { organizationId, role: 'member' },
      { issuedLaterBy: 1 },
    );
    const me = meSchema.parse(await (await api.call('/me', { idToken })).json());
    expect(me.organizations).toMatchObject([{ id: organizationId, role: 'member' }]);
  });

  it('gives nobody more by what is done about their membership: a role, a removal, leaving', async () => {
    const { token } = await invite();
    const userId = `${organizationId}-mallory`;
    expect((await accept(mallory(), token)).status).toBe(200);
    const record = api.services
      .firestore()
      .collection(collections.members.name)
      .doc(memberIdOf(organizationId, userId));
    const ofMember = (issuedLaterBy: number) =>
      signUp(userId, { organizationId, role: 'member' }, { issuedLaterBy });
    const { accountClaims, claimsLockRepository } = api.services;
    /** Makes the change wait for its turn, and raises the record meanwhile. */
    async function whileRaised(change: () => Promise<Response>): Promise<number> {
      expect(await claimsLockRepository.acquire(userId, 'mallory')).toBe(true);
      const answer = change();
      await expect.poll(async () => (await record.get()).get('isActive') === false || isChanged()).toBe(true);
      await record.update({ isActive: true, role: 'owner' });
      await claimsLockRepository.release(userId, 'mallory');
      return (await answer).status;
    }
    let isChanged = () => false;
    const path = `/organization/members/${userId}`;
    const leave = () =>
      api.call(`/me/organizations/${organizationId}`, { method: 'DELETE', idToken: ofMember(1) });
    expect(await whileRaised(leave)).toBe(204);
    expect(await accountClaims.read(userId)).toEqual({ organizationId, role: 'member' });
    expect(await whileRaised(() => api.call(path, { method: 'DELETE', idToken: owner }))).toBe(204);
    expect(await accountClaims.read(userId)).toEqual({ organizationId, role: 'member' });
    isChanged = () => true;
    const json = { role: 'member' };
    expect(await whileRaised(() => api.call(path, { method: 'PATCH', idToken: owner, json }))).toBe(200);
    expect(await accountClaims.read(userId)).toEqual({ organizationId, role: 'member' });
  });

  it('can be used once more when it is put back as it was, for what it gave and until its end', async () => {
    const { id, token } = await invite();
    const before = await readStored(id);
    expect((await accept(mallory(), token)).status).toBe(200);
    await reference(id).set(before);
    const second = signUp(`${organizationId}-second`, {});
    expect(await (await accept(second, token)).json()).toEqual({ organizationId, role: 'member' });
  });
});
