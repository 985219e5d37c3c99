import { issuedInvitationSchema, memberPageSchema, meSchema } from '@klayim/shared/schemas';
import type { Role } from '@klayim/shared/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningApi, readProblem, startApi } from '../../../test/http/api-server.ts';
import { signUp } from '../../../test/http/test-identity.ts';
import { collections } from '../../repositories/collections.ts';

/** Each test has a person of a first organization, who is invited to a second one. */
describe('somebody of several organizations', () => {
  let api: RunningApi;
  let started = 0;
  let first = '';
  let second = '';
  let firstOwner = '';
  let secondOwner = '';
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    started += 1;
    first = `several-${started}-first`;
    second = `several-${started}-second`;
    firstOwner = await seen(`${first}-owner`, first, 'owner');
    secondOwner = await seen(`${second}-owner`, second, 'owner');
  });

  const adaId = () => `several-${started}-ada`;
  /** As the Auth emulator gives it after `tokensBefore` older ones: newer than what was looked up. */
  const ada = (tokensBefore = 0) =>
    signUp(adaId(), { organizationId: first, role: 'administrator' }, { issuedLaterBy: tokensBefore });
  async function seen(userId: string, organizationId: string, role: Role): Promise<string> {
    const idToken = signUp(userId, { organizationId, role });
    expect((await api.call('/me', { idToken })).status).toBe(200);
    return idToken;
  }
  const send = (idToken: string, method: string, path: string, more: { to?: string; json?: unknown } = {}) =>
    api.call(path, {
      method,
      idToken,
      ...(more.json !== undefined && { json: more.json }),
      ...(more.to !== undefined && { headers: { 'X-Organization-Id': more.to } }),
    });
  const readCode = async (response: Promise<Response>) => (await readProblem(await response)).code;
  const getMe = async (idToken: string, to?: string) =>
    meSchema.parse(await (await send(idToken, 'GET', '/me', to === undefined ? {} : { to })).json());
  const listRoles = async (idToken: string) =>
    memberPageSchema
      .parse(await (await send(idToken, 'GET', '/organization/members')).json())
      .items.map(({ userId, role }) => [userId, role]);
  async function invite(role = 'member'): Promise<string> {
    const response = await send(secondOwner, 'POST', '/organization/invitations', { json: { role } });
    return issuedInvitationSchema.parse(await response.json()).token;
  }
  const accept = (idToken: string, token: string) =>
    send(idToken, 'POST', '/invitations/accept', { json: { token } });
  /** The person belongs to both from then on. */
  async function joinBoth(): Promise<string> {
    await seen(adaId(), first, 'administrator');
    const answer = await accept(ada(), await invite());
    expect(await answer.json()).toEqual({ organizationId: second, role: 'member' });
    return ada(1);
  }

  it('stays in the first one, and names the one that a request is for', async () => {
    const idToken = await joinBoth();
    expect(await getMe(idToken)).toMatchObject({
      organizationId: first,
      organizations: [
        { id: first, role: 'administrator' },
        { id: second, role: 'member' },
      ],
    });
    expect(await listRoles(firstOwner)).toContainEqual([adaId(), 'administrator']);
    expect(await listRoles(secondOwner)).toContainEqual([adaId(), 'member']);
    const connect = { json: { returnUrl: 'https://example.com' } };
    // Each with the role that they have there.
    const inSecond = await getMe(idToken, second);
    expect(inSecond.organizationId).toBe(second);
    expect(inSecond.permissions).not.toContain('listAuditEvents');
    expect((await getMe(idToken, first)).permissions).toContain('listAuditEvents');
    expect((await send(idToken, 'GET', '/audit-events', { to: first })).status).toBe(200);
    expect(await readCode(send(idToken, 'GET', '/audit-events', { to: second }))).toBe('insufficient_role');
    expect(
      await readCode(
        send(idToken, 'POST', '/integrations/google_calendar/authorize', { to: second, ...connect }),
      ),
    ).toBe('insufficient_role');
  });

  it('sees of each organization what is its own', async () => {
    const idToken = await joinBoth();
    const body = { json: { name: 'Grace Hopper', email: 'grace@example.com', role: 'Nurse' } };
    const added = await send(idToken, 'POST', '/employees', { to: first, ...body });
    expect(added.status).toBe(201);
    const { id } = (await added.json()) as { id: string };
    expect((await send(idToken, 'GET', `/employees/${id}`)).status).toBe(200);
    expect(await readCode(send(idToken, 'GET', `/employees/${id}`, { to: second }))).toBe(
      'employee_not_found',
    );
  });

  it.each(['none-of-theirs', '__x__', '../first', ''])(
    'is refused for %j, which they do not belong to, as for one that does not exist',
    async (to) => {
      const idToken = await joinBoth();
      expect(await readCode(send(idToken, 'GET', '/integrations', { to }))).toBe('organization_missing');
      // Who they are, they may know.
      expect(await getMe(idToken, to)).toMatchObject({
        organizationId: null,
        organizations: [{ id: first }, { id: second }],
      });
    },
  );

  it('cannot name an organization of others', async () => {
    const idToken = await seen(adaId(), first, 'owner');
    expect(await readCode(send(idToken, 'GET', '/integrations', { to: second }))).toBe(
      'organization_missing',
    );
    // Nor can a backend, whose key is of one organization.
    const { secret } = await api.services.apiKeysService.createKey(
      first,
      { name: 'Payroll', scopes: ['integrations:read'] },
      { userId: 'ada', actor: { type: 'system', name: 'test' } },
    );
    expect((await send(secret, 'GET', '/integrations', { to: first })).status).toBe(200);
    expect(await readCode(send(secret, 'GET', '/integrations', { to: second }))).toBe('organization_missing');
  });

  it('loses nothing of one organization by what another one does', async () => {
    await joinBoth();
    const path = `/organization/members/${adaId()}`;
    expect((await send(secondOwner, 'PATCH', path, { json: { role: 'owner' } })).status).toBe(200);
    expect((await getMe(ada(2), second)).permissions).toContain('createApiKey');
    expect((await send(secondOwner, 'DELETE', path)).status).toBe(204);
    // Not even the session: it is theirs in the first one, too.
    const idToken = ada(3);
    expect((await getMe(idToken)).organizations).toMatchObject([{ id: first, role: 'administrator' }]);
    expect(await readCode(send(idToken, 'GET', '/integrations', { to: second }))).toBe(
      'organization_missing',
    );
  });

  it('goes on in the other one when the first has removed them, once a request says so', async () => {
    await joinBoth();
    expect((await send(firstOwner, 'DELETE', `/organization/members/${adaId()}`)).status).toBe(204);
    // Not signed out: the session is theirs in the second one, too.
    const idToken = ada(2);
    // A page or a script of the first one must not go on in the second, with whatever token.
    expect(await readCode(send(idToken, 'GET', '/integrations'))).toBe('organization_unnamed');
    const newer = signUp(adaId(), { otherOrganizations: { [second]: 'member' } }, { signedInAgain: true });
    expect(await readCode(send(newer, 'GET', '/integrations'))).toBe('organization_unnamed');
    expect((await send(idToken, 'GET', '/integrations', { to: second })).status).toBe(200);
    expect(await getMe(idToken, first)).toMatchObject({
      organizationId: null,
      organizations: [{ id: second, role: 'member' }],
    });
    expect(await getMe(newer)).toMatchObject({ organizationId: null, organizations: [{ id: second }] });
  });

  it('leaves one of them, but never as its last owner', async () => {
    const idToken = await joinBoth();
    const leave = (token: string, id: string) => send(token, 'DELETE', `/me/organizations/${id}`);
    expect((await leave(idToken, second)).status).toBe(204);
    expect(await listRoles(secondOwner)).not.toContainEqual([adaId(), 'member']);
    expect((await getMe(ada(2))).organizations).toMatchObject([{ id: first }]);
    const unknown = ['none-of-theirs', second, '__x__'].map((id) => readCode(leave(ada(2), id)));
    expect(await Promise.all(unknown)).toEqual(Array(3).fill('membership_not_found'));
    expect(await readCode(leave(secondOwner, second))).toBe('last_owner');
    // Nor when the API has not seen them before.
    const unseen = signUp(`${second}-unseen`, { organizationId: `${second}-unseen`, role: 'owner' });
    expect(await readCode(leave(unseen, `${second}-unseen`))).toBe('last_owner');
  });

  it('is told before anything changes that an account holds no more', async () => {
    const otherOrganizations = Object.fromEntries(
      Array.from({ length: 14 }, (_, index) => [`of-a-group-${String(index).padStart(40, '0')}`, 'member']),
    );
    const full = signUp(`${adaId()}-full`, { organizationId: first, role: 'member', otherOrganizations });
    const token = await invite();
    expect(await readCode(accept(full, token))).toBe('too_many_organizations');
    expect(await listRoles(secondOwner)).toEqual([[`${second}-owner`, 'owner']]);
    // The link still works for somebody else.
    expect((await accept(ada(), token)).status).toBe(200);
  });

  it('is served once the lock of somebody who died has ended, and refused until then', async () => {
    await seen(adaId(), first, 'administrator');
    const { claimsLockRepository, firestore } = api.services;
    expect(await claimsLockRepository.acquire(adaId(), 'died')).toBe(true);
    const token = await invite();
    let waitedMs = 0;
    const waiting = setInterval(() => {
      waitedMs += 10_000;
      api.services.advance(10_000);
    }, 50);
    const problem = await readProblem(await accept(ada(), token));
    clearInterval(waiting);
    expect(problem).toMatchObject({ code: 'identity_unavailable', remedy: 'retry' });
    // The record is there, the claims are not: the same request again completes it.
    expect(await listRoles(secondOwner)).toContainEqual([adaId(), 'member']);
    expect((await getMe(ada(1))).organizations).toHaveLength(1);
    api.services.advance(121_000);
    expect((await accept(ada(1), token)).status).toBe(200);
    expect((await getMe(ada(2))).organizations).toHaveLength(2);
    expect((await firestore().collection(collections.claimsLocks.name).get()).size).toBe(0);
    api.services.advance(-121_000 - waitedMs);
  });

  it('gets all that is given and loses all that is taken at the same moment', async () => {
    await joinBoth();
    const third = `several-${started}-third`;
    const thirdOwner = await seen(`${third}-owner`, third, 'owner');
    const created = await send(thirdOwner, 'POST', '/organization/invitations', { json: { role: 'member' } });
    const { token } = issuedInvitationSchema.parse(await created.json());
    const idToken = ada(1);
    const path = `/organization/members/${adaId()}`;
    const answers = await Promise.all([
      accept(idToken, token),
      send(firstOwner, 'PATCH', path, { json: { role: 'member' } }),
      send(secondOwner, 'DELETE', path),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 204]);
    // Where they had lost the second one before their role in the first, they have to sign in again.
    const again = signUp(adaId(), { organizationId: first, role: 'member' }, { signedInAgain: true });
    expect((await getMe(again)).organizations).toMatchObject([
      { id: first, role: 'member' },
      { id: third, role: 'member' },
    ]);
  });
});
