import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StoredUser, startIdentityToolkit } from '../../test/cli/identity-toolkit.ts';
import { useTestFirestore } from '../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../test/test-repositories.ts';
import { createAccountClaims } from '../services/identity/account-claims.ts';
import { createMemberClaims } from '../services/identity/member-claims.ts';
import { type GrantRequest, readGrantArguments } from './grant-arguments.ts';
import { createMemberships } from './memberships.ts';

const requestOf = (line: string): GrantRequest => {
  const request = readGrantArguments(line.split(' '));
  if (!request) {
    throw new Error('that is a request for help');
  }
  return request;
};

describe('roles, through the Admin SDK', () => {
  const { firestore, projectId } = useTestFirestore();
  const users: StoredUser[] = [];
  const said: string[] = [];
  let toolkit: Awaited<ReturnType<typeof startIdentityToolkit>>;
  const app = initializeApp({ projectId }, 'memberships');
  const repositories = testRepositories({ firestore, clock: Date.now });
  const { auditEventRepository } = repositories;
  let memberships: ReturnType<typeof createMemberships>;

  beforeAll(async () => {
    toolkit = await startIdentityToolkit(users);
    vi.stubEnv('FIREBASE_AUTH_EMULATOR_HOST', toolkit.host);
    // The SDK looks for the emulator when it is asked for first.
    const auth = getAuth(app);
    memberships = createMemberships({
      ...repositories,
      auth,
      memberClaims: createMemberClaims({
        ...repositories,
        accountClaims: createAccountClaims({ auth: () => auth }),
        clock: Date.now,
        sleep: () => Promise.resolve(),
      }),
      say: (sentence) => void said.push(sentence),
    });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await toolkit.close();
    await deleteApp(app);
  });
  beforeEach(async () => {
    said.length = 0;
    users.splice(0, users.length, { localId: 'uid-ada', email: 'ada@example.com', emailVerified: true });
    for (const name of ['organizations', 'auditEvents']) {
      const { docs } = await firestore().collection(name).get();
      for (const { ref } of docs) {
        await ref.delete();
      }
    }
    await firestore().doc('organizations/northwind').create({ name: 'Northwind', notificationEmails: [] });
  });

  const grant = (line: string) => memberships.grant(requestOf(line));
  const claims = () => JSON.parse(users[0]?.customAttributes ?? '{}') as Record<string, unknown>;
  const events = async (organizationId: string) =>
    (await auditEventRepository.findPage(organizationId, { limit: 100 })).items.map(
      ({ type, subject, details }) => [type, subject.id, details.role],
    );

  it('gives a role, and records it in the organization’s trail', async () => {
    const given = await grant('ada@example.com --organization northwind --role owner');
    expect(given).toEqual({
      userId: 'uid-ada',
      email: 'ada@example.com',
      memberships: [{ organizationId: 'northwind', role: 'owner' }],
      platformOperator: false,
    });
    expect(claims()).toEqual({ organizationId: 'northwind', role: 'owner' });
    await expect(events('northwind')).resolves.toEqual([['member.granted', 'uid-ada', 'owner']]);
    // A first role takes nothing away: no session ends.
    expect(users[0]?.validSince).toBeUndefined();
    await expect(memberships.show('ada@example.com')).resolves.toEqual(given);
  });

  it('needs no option that it can find out: the present organization, the only one, the present role', async () => {
    await grant('ada@example.com --role member');
    expect(claims()).toEqual({ organizationId: 'northwind', role: 'member' });
    await firestore().doc('organizations/fabrikam').create({ name: 'Fabrikam' });
    await grant('ada@example.com --role administrator');
    expect(claims()).toEqual({ organizationId: 'northwind', role: 'administrator' });
    await grant('ada@example.com --organization northwind');
    expect(claims()).toEqual({ organizationId: 'northwind', role: 'administrator' });
    await expect(events('northwind')).resolves.toHaveLength(2);
  });

  it.each([
    ['two organizations and none named', 'ada@example.com --role owner', 'Name the organization'],
    ['an organization and no role', 'ada@example.com --organization northwind', 'Name the role in northwind'],
    [
      'an unknown organization',
      'ada@example.com --organization acme --role owner',
      'There is no organization "acme"',
    ],
    ['an unknown user', 'eve@example.com --role owner', 'There is no user eve@example.com'],
  ])('refuses %s, and changes nothing', async (_what, line, sentence) => {
    await firestore().doc('organizations/fabrikam').create({ name: 'Fabrikam' });
    await expect(grant(line)).rejects.toThrow(sentence);
    expect(claims()).toEqual({});
  });

  it('creates an organization when told to, and leaves an existing one unchanged', async () => {
    const line = 'ada@example.com --organization acme --role owner --create-organization Acme';
    await grant(line);
    await grant(line.replace('Acme', 'Other'));
    expect((await firestore().doc('organizations/acme').get()).data()).toEqual({
      organizationId: 'acme',
      name: 'Acme',
      notificationEmails: [],
    });
    expect(said).toEqual(['Created the organization acme.']);
  });

  it('refuses an address that is not verified, unless told otherwise', async () => {
    Object.assign(users[0] ?? {}, { emailVerified: false });
    await expect(grant('ada@example.com --role owner')).rejects.toThrow('has not been verified');
    expect(claims()).toEqual({});
    await grant('ada@example.com --role owner --accept-unverified');
    expect(claims()).toMatchObject({ role: 'owner' });
  });

  it('keeps claims of other systems', async () => {
    Object.assign(users[0] ?? {}, { customAttributes: '{"beta":true,"role":"nonsense"}' });
    await grant('ada@example.com --role owner --platform-operator');
    const operator = { beta: true, platformOperator: true };
    expect(claims()).toEqual({ ...operator, organizationId: 'northwind', role: 'owner' });
    await memberships.revoke(requestOf('ada@example.com --revoke'));
    expect(claims()).toEqual(operator);
    await memberships.revoke(requestOf('ada@example.com --revoke --platform-operator'));
    expect(claims()).toEqual({ beta: true });
  });

  it('makes somebody without an organization a platform operator', async () => {
    await grant('ada@example.com --platform-operator');
    expect(claims()).toEqual({ platformOperator: true });
    await expect(events('northwind')).resolves.toEqual([]);
  });

  it('ends the sessions of a person who loses or changes a role', async () => {
    await grant('ada@example.com --role owner');
    await grant('ada@example.com --role member');
    expect(Number(users[0]?.validSince)).toBeGreaterThan(1_700_000_000);
    delete users[0]?.validSince;
    await memberships.revoke(requestOf('ada@example.com --revoke'));
    expect(claims()).toEqual({});
    expect(Number(users[0]?.validSince)).toBeGreaterThan(1_700_000_000);
    expect(said.at(-1)).toContain('within a minute');
    await expect(events('northwind')).resolves.toEqual([
      ['member.revoked', 'uid-ada', 'member'],
      ['member.granted', 'uid-ada', 'member'],
      ['member.granted', 'uid-ada', 'owner'],
    ]);
  });

  it('gives a role in another organization beside the first, and takes the one that is named', async () => {
    await firestore().doc('organizations/fabrikam').create({ name: 'Fabrikam' });
    await grant('ada@example.com --organization northwind --role owner');
    const both = await grant('ada@example.com --organization fabrikam --role member');
    expect(both.memberships).toEqual([
      { organizationId: 'northwind', role: 'owner' },
      { organizationId: 'fabrikam', role: 'member' },
    ]);
    expect(claims()).toEqual({
      organizationId: 'northwind',
      role: 'owner',
      otherOrganizations: { fabrikam: 'member' },
    });
    await expect(events('fabrikam')).resolves.toEqual([['member.granted', 'uid-ada', 'member']]);
    await expect(memberships.revoke(requestOf('ada@example.com --revoke'))).rejects.toThrow(
      'ada@example.com belongs to northwind, fabrikam. Name the organization',
    );
    await expect(grant('ada@example.com --role member')).rejects.toThrow('Name the organization');
    await memberships.revoke(requestOf('ada@example.com --revoke --organization northwind'));
    // No other one takes the place of the first.
    expect(claims()).toEqual({ otherOrganizations: { fabrikam: 'member' } });
    // Claims that were lost: the record can be taken all the same, and the trail says so.
    Object.assign(users[0] ?? {}, { customAttributes: '{}' });
    await memberships.revoke(requestOf('ada@example.com --revoke --organization fabrikam'));
    await expect(events('fabrikam')).resolves.toEqual([
      ['member.revoked', 'uid-ada', 'member'],
      ['member.granted', 'uid-ada', 'member'],
    ]);
    const typo = memberships.revoke(requestOf('ada@example.com --revoke --organization fabrikan'));
    await expect(typo).rejects.toThrow('ada@example.com does not belong to fabrikan');
    await expect(events('northwind')).resolves.toEqual([
      ['member.revoked', 'uid-ada', 'owner'],
      ['member.granted', 'uid-ada', 'owner'],
    ]);
  });

  it('gives no organization more than an account holds', async () => {
    const long = (index: number) => `organization-${String(index).padStart(40, '0')}`;
    const otherOrganizations = Object.fromEntries(
      Array.from({ length: 13 }, (_, index) => [long(index), 'member']),
    );
    const full = { organizationId: 'northwind', role: 'member', otherOrganizations };
    Object.assign(users[0] ?? {}, { customAttributes: JSON.stringify(full) });
    await firestore().doc('organizations/fabrikam').create({ name: 'Fabrikam' });
    await expect(grant('ada@example.com --organization fabrikam --role owner')).rejects.toThrow(
      'as many organizations as an account holds',
    );
    expect(claims()).toEqual(full);
    // A role that is longer still fits.
    await grant('ada@example.com --organization northwind --role administrator');
    expect(claims()).toMatchObject({ role: 'administrator' });
  });

  it('warns about a disabled user', async () => {
    Object.assign(users[0] ?? {}, { disabled: true });
    await grant('ada@example.com --role owner');
    expect(said).toEqual(['The user ada@example.com is disabled and cannot sign in.']);
  });
});
