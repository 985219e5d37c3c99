import {
  auditEventPageSchema,
  invitationListSchema,
  issuedInvitationSchema,
  memberPageSchema,
  meSchema,
} from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { signUp } from '../../../test/http/test-identity.ts';
import { dayMs } from '../../lib/duration.ts';
import { memberIdOf } from '../../repositories/organizations/member.document.ts';

/** Each test has an organization of its own, with an owner whom the API has seen. */
describe('the members of an organization', () => {
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
    organizationId = `members-${started}`;
    owner = await member('owner');
  });

  const idOf = (name: string) => `${organizationId}-${name}`;
  /** Somebody with a role, seen once. */
  async function member(name: string, role: Role = 'owner'): Promise<string> {
    const idToken = signUp(idOf(name), { organizationId, role });
    expect((await api.call('/me', { idToken })).status).toBe(200);
    return idToken;
  }
  const stranger = (name: string) => signUp(idOf(name), {});
  const send = (idToken: string, method: string, path: string, json?: unknown) =>
    api.call(path, { method, idToken, ...(json !== undefined && { json }) });
  const readCode = async (response: Promise<Response>) => (await readProblem(await response)).code;
  const listPeople = async (idToken: string) =>
    memberPageSchema.parse(await (await send(idToken, 'GET', '/organization/members')).json()).items;
  const listRoles = async (idToken: string) =>
    (await listPeople(idToken)).map(({ userId, role }) => [userId, role]);
  const getMe = async (idToken: string) => meSchema.parse(await (await send(idToken, 'GET', '/me')).json());
  async function invite(json: object = { role: 'member' }) {
    return issuedInvitationSchema.parse(
      await (await send(owner, 'POST', '/organization/invitations', json)).json(),
    );
  }
  const accept = (idToken: string, token: string) => send(idToken, 'POST', '/invitations/accept', { token });
  const listEvents = async (type: string) =>
    auditEventPageSchema.parse(await (await send(owner, 'GET', `/audit-events?type=${type}`)).json()).items;

  it('are the people that the API has seen, with names and roles, by address', async () => {
    await member('ben', 'administrator');
    const colleague = await member('ada', 'member');
    const people = [
      [idOf('ada'), 'member'],
      [idOf('ben'), 'administrator'],
      [idOf('owner'), 'owner'],
    ];
    expect(await listRoles(owner)).toEqual(people);
    // Members see who is in; whom owners have invited, they do not.
    expect(await listRoles(colleague)).toEqual(people);
    expect((await listPeople(owner))[0]).toMatchObject({ email: `${idOf('ada')}@example.com`, name: null });
    expect(await readCode(send(colleague, 'GET', '/organization/invitations'))).toBe('insufficient_role');
  });

  it('join by a link that works once', async () => {
    const { token, invitation } = await invite();
    const grace = stranger('grace');
    const offer = await send(grace, 'POST', '/invitations/look-up', { token });
    expect(await offer.json()).toMatchObject({ organizationId, role: 'member', email: null });
    expect(await (await accept(grace, token)).json()).toEqual({ organizationId, role: 'member' });
    expect(await listRoles(owner)).toContainEqual([idOf('grace'), 'member']);
    expect(await readCode(accept(stranger('second'), token))).toBe('invitation_not_found');
    expect(await readCode(send(grace, 'POST', '/invitations/look-up', { token }))).toBe(
      'invitation_not_found',
    );
    // The answer may have been lost: the same person is answered again.
    expect((await accept(grace, token)).status).toBe(200);
    expect(await listEvents('member.granted')).toMatchObject([
      { subject: { id: idOf('grace') }, details: { role: 'member', invitationId: invitation.id } },
    ]);
  });

  it('have an ID token that counts at once when it was made after they joined', async () => {
    const { token } = await invite({ role: 'administrator' });
    const before = stranger('grace');
    expect((await getMe(before)).organizations).toEqual([]);
    expect((await accept(before, token)).status).toBe(200);
    // As getIdToken(true) gives it: newer than what was looked up.
    const after = signUp(idOf('grace'), { organizationId, role: 'administrator' }, { issuedLaterBy: 1 });
    expect((await getMe(after)).organizations).toMatchObject([{ id: organizationId, role: 'administrator' }]);
  });

  it('do not include who has a link that expired, was withdrawn or never existed', async () => {
    const expired = await invite();
    const taken = await invite();
    expect((await send(owner, 'DELETE', `/organization/invitations/${taken.invitation.id}`)).status).toBe(
      204,
    );
    expect(await readCode(accept(stranger('late'), taken.token))).toBe('invitation_not_found');
    const neverExisted = expired.token.slice(0, -1) + (expired.token.endsWith('0') ? '1' : '0');
    expect(await readCode(accept(stranger('late'), neverExisted))).toBe('invitation_not_found');
    api.services.advance(7 * dayMs);
    expect(await readCode(accept(stranger('late'), expired.token))).toBe('invitation_not_found');
    const list = await (await send(owner, 'GET', '/organization/invitations')).json();
    expect(invitationListSchema.parse(list).items).toEqual([]);
    api.services.advance(-7 * dayMs);
  });

  it('include only the person that an invitation names, whoever has its link', async () => {
    const email = `${idOf('grace')}@example.com`;
    const { token } = await invite({ role: 'member', email: email.toUpperCase() });
    expect(await readCode(accept(stranger('mallory'), token))).toBe('invitation_of_another_address');
    expect((await accept(stranger('grace'), token)).status).toBe(200);
  });

  it('never leave an organization without an owner', async () => {
    expect(await readCode(send(owner, 'DELETE', `/organization/members/${idOf('owner')}`))).toBe(
      'last_owner',
    );
    const patch = send(owner, 'PATCH', `/organization/members/${idOf('owner')}`, { role: 'member' });
    expect(await readCode(patch)).toBe('last_owner');
  });

  it('keep one owner when two demote each other at once', async () => {
    const second = await member('second');
    const answers = await Promise.all([
      send(owner, 'PATCH', `/organization/members/${idOf('second')}`, { role: 'member' }),
      send(second, 'PATCH', `/organization/members/${idOf('owner')}`, { role: 'member' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    const { items } = await api.services.membersService.listMembers(organizationId, { limit: 10 });
    expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
  });

  it('have another role as soon as their claims have it, and the trail says who gave it', async () => {
    await member('ada', 'administrator');
    const path = `/organization/members/${idOf('ada')}`;
    expect(await (await send(owner, 'PATCH', path, { role: 'owner' })).json()).toMatchObject({
      role: 'owner',
    });
    expect(await listEvents('member.granted')).toMatchObject([
      { actor: { userId: idOf('owner') }, subject: { id: idOf('ada') }, details: { role: 'owner' } },
    ]);
    expect((await send(owner, 'PATCH', path, { role: 'service' })).status).toBe(400);
  });

  it('are refused within a minute of their removal, and a claim that is still valid does not bring them back', async () => {
    const ada = await member('ada', 'administrator');
    const path = `/organization/members/${idOf('ada')}`;
    expect((await send(owner, 'DELETE', path)).status).toBe(204);
    const record = api.services.firestore().doc(`members/${memberIdOf(organizationId, idOf('ada'))}`);
    expect((await record.get()).get('expiresAt').toMillis()).toBeGreaterThan(Date.now() + dayMs / 2);
    // Still believed for up to a minute.
    await api.call('/me', { idToken: ada });
    expect(await listRoles(owner)).not.toContainEqual([idOf('ada'), 'administrator']);
    // A newer token makes the API look the account up again, as it does after a minute.
    const newer = signUp(idOf('ada'), { organizationId, role: 'administrator' }, { issuedLaterBy: 1 });
    expect(await readCode(send(newer, 'GET', '/integrations'))).toBe('id_token_revoked');
    expect(await listEvents('member.revoked')).toMatchObject([{ subject: { id: idOf('ada') } }]);
    expect((await send(owner, 'DELETE', path)).status).toBe(204);
    expect(await readCode(send(owner, 'DELETE', '/organization/members/nobody'))).toBe('member_not_found');
  });

  it('get nothing back by a link that they have used, after a removal or with a lower role', async () => {
    const { token } = await invite({ role: 'administrator' });
    const grace = stranger('grace');
    const path = `/organization/members/${idOf('grace')}`;
    expect((await accept(grace, token)).status).toBe(200);
    expect((await send(owner, 'PATCH', path, { role: 'member' })).status).toBe(200);
    // Who has lost rights has to sign in again.
    const again = signUp(idOf('grace'), { organizationId, role: 'member' }, { signedInAgain: true });
    expect(await (await accept(again, token)).json()).toEqual({ organizationId, role: 'member' });
    expect((await send(owner, 'DELETE', path)).status).toBe(204);
    const removed = signUp(idOf('grace'), {}, { signedInAgain: true });
    expect(await readCode(accept(removed, token))).toBe('invitation_not_found');
    expect(await listRoles(owner)).toEqual([[idOf('owner'), 'owner']]);
  });

  it('of another organization are unknown', async () => {
    const neighbour = signUp(idOf('neighbour'), { organizationId: `${organizationId}-other`, role: 'owner' });
    await api.call('/me', { idToken: neighbour });
    const { invitation } = await invite();
    expect(await readCode(send(neighbour, 'DELETE', `/organization/members/${idOf('owner')}`))).toBe(
      'member_not_found',
    );
    expect(await readCode(send(neighbour, 'DELETE', `/organization/invitations/${invitation.id}`))).toBe(
      'invitation_not_found',
    );
    expect(await listRoles(neighbour)).toEqual([[idOf('neighbour'), 'owner']]);
  });

  it('can be invited by fifty open links at most, of which only digests are stored', async () => {
    const links = [];
    for (let count = 0; count < 50; count++) {
      links.push(await invite());
    }
    expect(await readCode(send(owner, 'POST', '/organization/invitations', { role: 'member' }))).toBe(
      'too_many_invitations',
    );
    const stored = await api.services.firestore().collection('invitations').get();
    const text = JSON.stringify(stored.docs.map((each) => each.data()));
    for (const { token } of links) {
      expect(text).not.toContain(token.split('_')[2]);
    }
  });
});
