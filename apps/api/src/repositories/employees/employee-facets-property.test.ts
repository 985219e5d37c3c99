import type { EmployeeFacets } from '@klayim/shared/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ada, adaOfSource, newOrganization } from '../../../test/repositories/employee-fixtures.ts';
import { useProxiedFirestore } from '../../../test/repositories/proxied-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { systemActor } from '../audit/audit-event.document.ts';
import type { EmployeeRepository } from './employee.repository.ts';

const origin = { actor: systemActor('test') };
const department = fc.constantFrom('', 'Sales', 'Research', 'Support');
const role = fc.constantFrom('', 'Lead', 'Engineer');
const sourceId = fc.constantFrom('1', '2', '3', '4');
const place = fc.record({ department, role });

/** One thing that somebody does to the directory; what it finds depends on who else is at work. */
const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), place }),
  fc.record({ do: fc.constant('update' as const), index: fc.nat(9), place }),
  fc.record({ do: fc.constant('delete' as const), index: fc.nat(9) }),
  fc.record({ do: fc.constant('upsert' as const), sourceId, place }),
  fc.record({ do: fc.constant('deleteBySource' as const), sourceId }),
  fc.record({
    do: fc.constant('records' as const),
    records: fc.uniqueArray(fc.record({ sourceId, place }), { selector: (each) => each.sourceId }),
  }),
  fc.record({ do: fc.constant('deleteMissing' as const), kept: fc.nat(1) }),
  fc.record({ do: fc.constant('compact' as const) }),
  fc.record({ do: fc.constant('repair' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What happens to one commit on the wire. */
const fate = fc.record({
  delayMs: fc.nat(6),
  fails: fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant('request' as const) },
    { weight: 1, arbitrary: fc.constant('response' as const) },
  ),
});

describe('the counters of departments and roles', () => {
  const { firestore, secondClient, proxy } = useProxiedFirestore();
  const clients = [firestore, secondClient].map(
    (client) => testRepositories({ firestore: client, clock: () => Date.now() }).employeeRepository,
  );

  async function take(employees: EmployeeRepository, organization: string, each: Step): Promise<unknown> {
    switch (each.do) {
      case 'create':
        return employees.create(organization, { ...ada, ...each.place });
      case 'update':
      case 'delete': {
        const all = await employees.findByOrganization(organization);
        const id = all[each.index % Math.max(all.length, 1)]?.id ?? 'nobody';
        if (each.do === 'delete') {
          return employees.delete(organization, id);
        }
        // Somebody may have deleted the employee meanwhile.
        return employees.update(organization, id, each.place).catch(() => null);
      }
      case 'upsert':
        return employees.upsertBySourceId(organization, 'csv', each.sourceId, {
          ...adaOfSource,
          ...each.place,
        });
      case 'deleteBySource':
        return employees.deleteBySourceId(organization, 'csv', each.sourceId);
      case 'records': {
        const records = each.records.map((record) => ({
          sourceId: record.sourceId,
          fields: { ...adaOfSource, ...record.place },
        }));
        return employees.upsertRecords(organization, 'csv', records, origin);
      }
      case 'compact':
        return employees.compactFacets(organization);
      case 'repair':
        return employees.repairFacets(organization);
      case 'deleteMissing': {
        const isKept = (id: string) => id.charCodeAt(3) % 2 === each.kept;
        return employees.deleteMissing(
          organization,
          'csv',
          { isKept, sinceMs: Date.now() + 1_000, after: null },
          origin,
        );
      }
    }
  }

  async function counted(employees: EmployeeRepository, organization: string): Promise<EmployeeFacets> {
    const all = await employees.findByOrganization(organization);
    const countBy = (field: 'department' | 'role') =>
      [...Map.groupBy(all, (employee) => employee[field])]
        .filter(([value]) => value !== '')
        .map(([value, having]) => ({ value, count: having.length }))
        .sort((one, other) => one.value.localeCompare(other.value, 'en'));
    return { total: all.length, departments: countBy('department'), roles: countBy('role') };
  }

  it('are exact after any writes in any order, also when answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        fc.array(fate, { minLength: 5, maxLength: 40 }),
        async (writers, fates) => {
          const organization = newOrganization();
          let commits = 0;
          const drop = proxy().intercept(async ({ rpc, phase }) => {
            if (rpc !== 'Commit') {
              return;
            }
            if (phase === 'request') {
              commits += 1;
            }
            const { delayMs, fails } = fates[commits % fates.length] ?? { delayMs: 0, fails: null };
            await new Promise((resolve) => setTimeout(resolve, delayMs));
            if (fails === phase) {
              throw Object.assign(new Error('lost'), { code: 14, details: 'lost' });
            }
          });
          try {
            await Promise.all(
              writers.map(async (steps, index) => {
                const employees = clients[index % clients.length];
                if (!employees) {
                  throw new Error('no client');
                }
                for (const each of steps) {
                  await take(employees, organization, each);
                }
              }),
            );
          } finally {
            drop();
          }
          const [employees] = clients;
          if (!employees) {
            throw new Error('no client');
          }
          expect(await employees.getFacets(organization)).toEqual(await counted(employees, organization));
        },
      ),
      { numRuns: 15, seed: 20261125, endOnFailure: true },
    );
  });
});
