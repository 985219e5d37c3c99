import { describe, expect, it } from 'vitest';
import { ada, adaOfSource, newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { systemActor } from '../audit/audit-event.document.ts';
import { collections } from '../collections.ts';
import { facetsReference } from './employee-facets.ts';

const { firestore, secondClient, proxy } = useProxiedFirestore();
const employees = testRepositories({ firestore, clock: () => Date.now() }).employeeRepository;
const elsewhere = testRepositories({ firestore: secondClient, clock: () => Date.now() }).employeeRepository;
const origin = { actor: systemActor('test') };

const place = (role: string) => [{ sourceId: '1', fields: { ...adaOfSource, department: 'Sales', role } }];
const stored = (organization: string) => facetsReference(firestore(), organization);
const wrong = { total: 7, departments: { '=Sales': -2, '=Gone': 4 }, roles: {} };
const right = {
  total: 1,
  departments: [{ value: 'Sales', count: 1 }],
  roles: [{ value: 'Lead', count: 1 }],
};

/** An organization with one employee and counts that are wrong in five places. */
async function damagedOrganization(): Promise<string> {
  const organization = newOrganization();
  await employees.upsertRecords(organization, 'csv', place('Lead'), origin);
  await stored(organization).set({ organizationId: organization, ...wrong });
  return organization;
}

describe('compacting the counts', () => {
  it.each([
    ['a role retires', { department: 'Sales', role: 'Engineer' }],
    ['a department retires', { department: 'Research', role: 'Lead' }],
    ['both retire', { department: 'Research', role: 'Engineer' }],
  ])('keeps every count that is not zero when %s', async (_what, next) => {
    const organization = newOrganization();
    await employees.upsertRecords(organization, 'csv', place('Lead'), origin);
    await employees.upsertRecords(
      organization,
      'csv',
      [{ sourceId: '1', fields: { ...adaOfSource, ...next } }],
      origin,
    );
    expect(await employees.compactFacets(organization)).toEqual({ corrected: 0 });
    expect((await stored(organization).get()).data()).toEqual({
      organizationId: organization,
      total: 1,
      departments: { [`=${next.department}`]: 1 },
      roles: { [`=${next.role}`]: 1 },
    });
  });

  it('repairs counts that no directory can have', async () => {
    const organization = await damagedOrganization();
    expect(await employees.compactFacets(organization)).toMatchObject({ corrected: 4 });
    expect(await employees.getFacets(organization)).toEqual(right);
  });

  it('has nothing to do where there are no counts', async () => {
    expect(await employees.compactFacets(newOrganization())).toEqual({ corrected: 0 });
  });
});

describe('repairing the counts', () => {
  it('makes them equal to a recount, and writes nothing the second time', async () => {
    const organization = await damagedOrganization();
    expect(await employees.repairFacets(organization)).toEqual({ corrected: 4, employees: 1 });
    expect(await employees.getFacets(organization)).toEqual(right);
    const { updateTime } = await stored(organization).get();
    expect(await employees.repairFacets(organization)).toEqual({ corrected: 0, employees: 1 });
    expect((await stored(organization).get()).updateTime).toEqual(updateTime);
  });

  it('creates them where there are none', async () => {
    const organization = await damagedOrganization();
    await stored(organization).delete();
    expect(await employees.repairFacets(organization)).toEqual({ corrected: 3, employees: 1 });
    expect(await employees.getFacets(organization)).toEqual(right);
  });

  it('counts every page of a large directory', async () => {
    const organization = newOrganization();
    const { id } = await employees.create(organization, { ...ada, department: 'Sales', role: 'Lead' });
    const one = (await firestore().collection(collections.employees.name).doc(id).get()).data() ?? {};
    for (let start = 1; start < 2_040; start += 500) {
      const batch = firestore().batch();
      for (let index = start; index < Math.min(start + 500, 2_040); index += 1) {
        batch.set(firestore().collection(collections.employees.name).doc(`${organization}-${index}`), one);
      }
      await batch.commit();
    }
    await stored(organization).update({ total: 1 });
    expect(await employees.repairFacets(organization)).toEqual({ corrected: 3, employees: 2_040 });
    expect(await employees.getFacets(organization)).toEqual({
      total: 2_040,
      departments: [{ value: 'Sales', count: 2_040 }],
      roles: [{ value: 'Lead', count: 2_040 }],
    });
  });

  it('is exact while others write and another repair runs', async () => {
    const organization = await damagedOrganization();
    const writes = Array.from({ length: 20 }, (_, index) =>
      elsewhere.create(organization, { ...ada, department: `Team ${index % 2}`, role: 'Lead' }),
    );
    await Promise.all([
      ...writes,
      employees.repairFacets(organization),
      elsewhere.repairFacets(organization),
    ]);
    expect(await employees.getFacets(organization)).toEqual({
      total: 21,
      departments: [
        { value: 'Sales', count: 1 },
        { value: 'Team 0', count: 10 },
        { value: 'Team 1', count: 10 },
      ],
      roles: [{ value: 'Lead', count: 21 }],
    });
  });

  it('is done once, even when the answer to its commit is lost', async () => {
    const organization = await damagedOrganization();
    let losses = 1;
    const drop = proxy().intercept(({ rpc, phase }) => {
      if (rpc !== 'Commit' || phase !== 'response' || losses === 0) {
        return;
      }
      losses -= 1;
      throw Object.assign(new Error('lost'), { code: 14, details: 'lost' });
    });
    try {
      await employees.repairFacets(organization);
    } finally {
      drop();
    }
    expect(losses).toBe(0);
    expect(await employees.getFacets(organization)).toEqual(right);
  });
});
