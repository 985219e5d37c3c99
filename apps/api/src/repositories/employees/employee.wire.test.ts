import { describe, expect, it } from 'vitest';
import { ada, adaOfSource, newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { systemActor } from '../audit/audit-event.document.ts';
import { maxUnwantedMs } from '../webhooks/webhook-subscriptions.ts';
import { maxChanges } from './employee-writer.ts';

describe('Firestore operations of the directory, counted on the wire', () => {
  const { firestore, proxy } = useProxiedFirestore();
  let nowMs = Date.now();
  const employees = testRepositories({ firestore, clock: () => nowMs }).employeeRepository;
  const origin = { actor: systemActor('test') };

  async function counted(action: () => Promise<unknown>) {
    proxy().reset();
    await action();
    const { documentsRead, documentsWritten, documentsDeleted, queries } = proxy().counts();
    return { reads: documentsRead, writes: documentsWritten, deletes: documentsDeleted, queries };
  }

  const records = (count: number, role: string) =>
    Array.from({ length: count }, (_, index) => ({
      sourceId: String(index),
      fields: { ...adaOfSource, role, name: `Person ${index}` },
    }));

  it('one employee costs its reads, itself, its event and the counters', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, ada);
    await expect(counted(() => employees.findById(organization, created.id))).resolves.toEqual({
      reads: 1,
      writes: 0,
      deletes: 0,
      queries: 0,
    });
    // The second: whether the organization has been deleted.
    await expect(counted(() => employees.create(organization, ada))).resolves.toMatchObject({
      reads: 2,
      writes: 3,
    });
    const rename = () => employees.update(organization, created.id, { name: 'Ada King' });
    await expect(counted(rename)).resolves.toMatchObject({ reads: 1, writes: 2 });
    await expect(counted(rename)).resolves.toMatchObject({ reads: 1, writes: 0 });
    const remove = () => employees.delete(organization, created.id);
    await expect(counted(remove)).resolves.toMatchObject({ reads: 1, writes: 2, deletes: 1 });
  });

  it('departments and roles with their counts cost one read, whatever the size of the directory', async () => {
    const organization = newOrganization();
    await employees.upsertRecords(organization, 'csv', records(maxChanges, 'Engineer'), origin);
    const once = { reads: 1, writes: 0, deletes: 0, queries: 0 };
    await expect(counted(() => employees.getFacets(organization))).resolves.toEqual(once);
    await expect(counted(() => employees.getUniqueDepartments(organization))).resolves.toEqual(once);
    await expect(counted(() => employees.getUniqueRoles(organization))).resolves.toEqual(once);
  });

  it('an unchanged record of a source costs its reads and no write', async () => {
    const organization = newOrganization();
    const sync = (role: string) => () =>
      employees.upsertRecords(organization, 'csv', records(50, role), origin);
    // One more for what is new: whether the organization has been deleted.
    await expect(counted(sync('Engineer'))).resolves.toMatchObject({ reads: 51, writes: 101 });
    await expect(counted(sync('Engineer'))).resolves.toMatchObject({ reads: 50, writes: 0 });
    await expect(counted(sync('Lead'))).resolves.toMatchObject({ reads: 50, writes: 101 });
  });

  it('commits of one organization look once in some seconds for webhooks that nobody wants', async () => {
    const organization = newOrganization();
    const sync = (role: string) => () =>
      employees.upsertRecords(organization, 'csv', records(maxChanges, role), origin);
    const costs = [];
    for (const role of ['Engineer', 'Lead', 'Principal']) {
      costs.push((await counted(sync(role))).queries);
    }
    expect(costs).toEqual([1, 0, 0]);
    nowMs += maxUnwantedMs;
    await expect(counted(sync('Fellow'))).resolves.toMatchObject({ queries: 1 });
    await expect(counted(sync('Director'))).resolves.toMatchObject({ queries: 0 });
  });

  it('a page of 20 costs 21 reads, whatever the order, the filters and the place', async () => {
    const organization = newOrganization();
    await employees.upsertRecords(organization, 'csv', records(60, 'Engineer'), origin);
    const first = await employees.findPage(organization, { sort: 'name', limit: 20 });
    for (const selection of [
      { sort: 'name', cursor: first.nextCursor ?? '' },
      { sort: 'email', order: 'desc' },
      { sort: 'name', role: 'Engineer', department: ada.department, status: 'fullTime' },
      { namePrefix: 'person' },
    ] as const) {
      await expect(
        counted(() => employees.findPage(organization, { ...selection, limit: 20 })),
      ).resolves.toEqual({
        reads: 21,
        writes: 0,
        deletes: 0,
        queries: 1,
      });
    }
  });
});
