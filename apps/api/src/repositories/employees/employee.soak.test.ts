import { beforeAll, describe, expect, it } from 'vitest';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { systemActor } from '../audit/audit-event.document.ts';
import { maxChanges } from './employee-writer.ts';

const timeoutMs = 20 * minuteMs;
const perSource = 50_000;

describe('a directory of 100,000', () => {
  const organization = newOrganization();

  const { firestore, proxy } = useProxiedFirestore();
  const employees = testRepositories({ firestore }).employeeRepository;
  const origin = { actor: systemActor('test') };

  beforeAll(async () => {
    for (const sourceType of ['bamboohr', 'finch'] as const) {
      for (let from = 0; from < perSource; from += maxChanges) {
        const count = Math.min(maxChanges, perSource - from);
        const records = Array.from({ length: count }, (_, index) => ({
          sourceId: String(from + index),
          fields: {
            name: `Person ${from + index} of ${sourceType}`,
            email: `${sourceType}${from + index}@example.com`,
            role: `Role ${index % 9}`,
            department: `Department ${index % 31}`,
          },
        }));
        await employees.upsertRecords(organization, sourceType, records, origin);
      }
    }
  }, timeoutMs);

  it('lists 20 of them by 21 reads, whatever the order, the filters and the place', async () => {
    const { nextCursor } = await employees.findPage(organization, { sort: 'name', limit: 20 });
    for (const selection of [
      { sort: 'name' },
      { sort: 'name', cursor: nextCursor ?? '' },
      { sort: 'updatedAt', order: 'desc' },
      { emailPrefix: 'finch4' },
      { namePrefix: 'person 4', sourceType: 'finch' },
      { sort: 'name', department: 'Department 7', role: 'Role 7' },
    ] as const) {
      proxy().reset();
      const { items } = await employees.findPage(organization, { ...selection, limit: 20 });
      const { documentsRead, queries } = proxy().counts();
      expect([items.length, documentsRead, queries]).toEqual([20, 21, 1]);
    }
  });

  it('knows its departments and roles by one read', async () => {
    proxy().reset();
    const { total, departments, roles } = await employees.getFacets(organization);
    expect([total, departments.length, roles.length]).toEqual([2 * perSource, 31, 9]);
    expect(proxy().counts()).toMatchObject({ documentsRead: 1, queries: 0 });
  });
});
