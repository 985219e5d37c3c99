import { describe, expect, it } from 'vitest';
import { ada, catchCode } from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { collections } from '../../repositories/collections.ts';
import { organizationCollections } from '../../repositories/cross-tenant/organization-data.repository.ts';
import { createApiKeyIdentity } from '../identity/api-key-identity.ts';
import { createOrganizationDeletion } from './organization-deletion.service.ts';

const { firestore } = useTestFirestore();
const services = useTestServices(firestore);
const actor = { type: 'system', name: 'test' } as const;

function newDeletion(
  organizationDataRepository = testRepositories({ firestore }).organizationDataRepository,
) {
  return createOrganizationDeletion({
    ...services,
    organizationDataRepository,
    members: { takeAccessFrom: () => Promise.resolve(2) },
  });
}

const employees = services.employeeRepository;

/** An organization with something in every collection. */
async function furnish(organizationId: string) {
  const db = firestore();
  await db.collection(collections.organizations.name).doc(organizationId).set({ name: organizationId });
  await employees.create(organizationId, ada, actor);
  for (const collection of organizationCollections) {
    await db.collection(collection).add({ organizationId });
  }
}

async function findRemains(organizationId: string): Promise<string[]> {
  const found: string[] = [];
  for (const collection of await firestore().listCollections()) {
    for (const document of (await collection.get()).docs) {
      const names = JSON.stringify([document.id, document.data()]);
      if (names.includes(organizationId)) {
        found.push(`${collection.id}/${document.id}`);
      }
    }
  }
  return found;
}

describe('deleting an organization', () => {
  it('leaves nothing of it but the tombstone, revokes its grants, and touches no other organization', async () => {
    await furnish('closing');
    await furnish('staying');
    const google = await services.connect(
      'google_calendar',
      'closing',
      services.server('google').accounts[2]?.email,
    );
    await services.connect('microsoft_calendar', 'closing');
    const neighbour = await services.connect('microsoft_calendar', 'staying');
    const before = await findRemains('staying');

    const progress: string[] = [];
    const report = await newDeletion().delete('closing', {
      orderedBy: 'ticket 7',
      onProgress: (what, done) => progress.push(`${what} ${done}`),
    });

    expect(report).toMatchObject({ members: 2, left: {}, grants: { revoked: 1, local_only: 1 } });
    expect(await findRemains('closing')).toEqual([`${collections.deletedOrganizations.name}/closing`]);
    expect(await findRemains('staying')).toEqual(before);
    expect(report.tombstone).toMatchObject({
      organizationId: 'closing',
      orderedBy: 'ticket 7',
      deleted: { integrations: 2, employees: 2, oauthStates: 3 },
    });
    expect(report.tombstone.finishedAt).not.toBeNull();
    expect(progress).toEqual(expect.arrayContaining(['integrations 2', 'employees 2']));
    expect(google.status).toBe('connected');
    expect((await services.integrationRepository.findById('staying', neighbour.id))?.status).toBe(
      'connected',
    );
  });

  it('erases its API keys, which are refused from then on', async () => {
    const { apiKeysService: keys } = services;
    const create = (organizationId: string) =>
      keys.createKey(organizationId, { name: 'Payroll', scopes: ['tokens:read'] }, { userId: 'ada', actor });
    const [closing, staying] = [await create('without-keys'), await create('with-keys')];
    await keys.rotateKey('without-keys', closing.apiKey.id, { overlapSeconds: 3_600, actor });
    await newDeletion().delete('without-keys', { orderedBy: 'me' });

    const authenticate = createApiKeyIdentity(services);
    expect(await catchCode(authenticate(closing.secret, null))).toBe('api_key_invalid');
    expect((await authenticate(staying.secret, null)).membership?.organizationId).toBe('with-keys');
    expect(await keys.listKeys('without-keys')).toEqual([]);
    expect(await catchCode(create('without-keys'))).toBe('organization_deleted');
  });

  it('counts without changing anything', async () => {
    await furnish('counted');
    await services.connect('google_calendar', 'counted');
    const before = await findRemains('counted');
    expect(await newDeletion().count('counted')).toMatchObject({
      integrations: 1,
      employees: 2,
      oauthStates: 2,
      employeeFacets: 1,
      organizations: 1,
    });
    expect(await findRemains('counted')).toEqual(before);
    expect(await newDeletion().findTombstone('counted')).toBeNull();
  });

  it('continues where an interrupted run stopped, and keeps who ordered it and the counts', async () => {
    await furnish('interrupted');
    const { server } = services;
    await services.connect('google_calendar', 'interrupted', server('google').accounts[1]?.email);
    const stopped = newDeletion().delete('interrupted', {
      orderedBy: 'first',
      onProgress: (what) => {
        if (what === 'employees') {
          throw new Error('the power went');
        }
      },
    });
    await expect(stopped).rejects.toThrow('the power went');
    expect((await newDeletion().findTombstone('interrupted'))?.finishedAt).toBeNull();

    const { tombstone } = await newDeletion().delete('interrupted', { orderedBy: 'second' });
    expect(tombstone.orderedBy).toBe('first');
    expect(tombstone.finishedAt).not.toBeNull();
    expect(await findRemains('interrupted')).toEqual([
      `${collections.deletedOrganizations.name}/interrupted`,
    ]);
  });

  it('lets nothing new be created for it from the first moment', async () => {
    const authorization = await services.authorize({
      provider: 'microsoft_calendar',
      organizationId: 'closed',
    });
    await newDeletion().delete('closed', { orderedBy: 'me' });

    expect(await catchCode(employees.create('closed', ada, actor))).toBe('organization_deleted');
    expect(await catchCode(services.connect('google_calendar', 'closed'))).toBe('organization_deleted');
    // The state of an authorization under way is gone with the rest.
    expect(await catchCode(services.integrationService.completeAuthorization(authorization))).toBe(
      'oauth_state_unknown',
    );
  });

  it('removes what a request under way wrote after it was gone, and says so until then', async () => {
    const data = testRepositories({ firestore }).organizationDataRepository;
    const overtaken = newDeletion({
      ...data,
      async deleteOwnDocuments(organizationId) {
        // By somebody who had looked for the tombstone before it was there.
        await firestore().collection('employees').add({ organizationId });
        await data.deleteOwnDocuments(organizationId);
      },
    });
    await furnish('late');
    const { left, tombstone } = await overtaken.delete('late', { orderedBy: 'me' });
    expect(left).toEqual({ employees: 1 });
    expect(tombstone.finishedAt).toBeNull();
    const again = await newDeletion().delete('late', { orderedBy: 'me' });
    expect(again.left).toEqual({});
    expect(again.tombstone.finishedAt).not.toBeNull();
  });

  it('keeps the audit trail when it is told to, with the ends of the connections in it', async () => {
    await furnish('audited');
    await services.connect('google_calendar', 'audited');
    const { left } = await newDeletion().delete('audited', { orderedBy: 'me', keepAuditTrail: true });
    expect(left).toEqual({});
    const { docs } = await firestore()
      .collection('auditEvents')
      .where('organizationId', '==', 'audited')
      .get();
    expect(docs.map((event) => event.get('type'))).toEqual(
      expect.arrayContaining(['integration.deleted', 'integration.grant_revoked']),
    );
  });

  it('leaves documents only in collections that hold no data of an organization, or are kept on purpose', () => {
    const untouched = Object.values(collections).filter(
      ({ erasure }) => erasure === 'kept' || erasure === 'expires' || erasure === 'none',
    );
    expect(untouched.filter(({ tenancy }) => tenancy === 'organization').map(({ name }) => name)).toEqual([
      'deletedOrganizations',
    ]);
    expect(organizationCollections.at(-1)).toBe('auditEvents');
  });
});
