import { describe, expect, it } from 'vitest';
import { type Aftermath, useImportFixture } from '../../../test/import-fixture.ts';
import { newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { minuteMs } from '../../lib/duration.ts';

describe('an import of 5,000 rows', () => {
  const fixture = useImportFixture();

  it(
    'ends the same when it is killed halfway and continued',
    async () => {
      const aftermaths: Aftermath[] = [];
      for (const isKilled of [false, true]) {
        const organizationId = newOrganization();
        const { id } = await fixture.upload(organizationId, { rows: 5_000, faultEvery: 50 });
        if (isKilled) {
          await fixture.killAt({ organizationId, importId: id }, 20, 'response');
        }
        await fixture.finish(organizationId, id);
        aftermaths.push(await fixture.aftermath(organizationId, id));
      }
      const [undisturbed, resumed] = aftermaths;
      expect(undisturbed?.counts).toMatchObject({ status: 'completed', created: 4_900, rejectedRows: 100 });
      expect(resumed).toEqual(undisturbed);
    },
    5 * minuteMs,
  );
});

describe('several imports of one organization at once', () => {
  const fixture = useImportFixture();

  it('end with exact counters, whichever wrote last', async () => {
    const organizationId = newOrganization();
    const files = [
      { rows: 1_000, departments: 7 },
      { rows: 1_000, departments: 11, mark: 'b' },
      { rows: 600, departments: 3, mark: 'c' },
    ];
    const imports: string[] = [];
    for (const each of files) {
      imports.push((await fixture.upload(organizationId, each)).id);
    }
    await Promise.all(imports.map((id) => fixture.finish(organizationId, id)));
    const [first = ''] = imports;
    const { employees, facets, events } = await fixture.aftermath(organizationId, first);
    const departments = Map.groupBy(employees as { department: string }[], ({ department }) => department);
    expect(facets.total).toBe(1_000);
    expect(Object.fromEntries(facets.departments.map(({ value, count }) => [value, count]))).toEqual(
      Object.fromEntries([...departments].map(([name, people]) => [name, people.length])),
    );
    expect(events['employee.created']).toBe(1_000);
    for (const id of imports) {
      const { status, created, updated, unchanged, rows } = await fixture.employeeImportService.getImport(
        organizationId,
        id,
      );
      expect([status, created + updated + unchanged]).toEqual(['completed', rows]);
    }
  });
});
