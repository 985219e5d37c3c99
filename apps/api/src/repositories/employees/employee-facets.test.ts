import { describe, expect, it } from 'vitest';
import {
  ada,
  adaOfSource,
  catchCode,
  newOrganization,
} from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { minuteMs } from '../../lib/duration.ts';
import { systemActor } from '../audit/audit-event.document.ts';
import { facetsReference } from './employee-facets.ts';
import { maxChanges } from './employee-writer.ts';

const { firestore, secondClient } = useTestFirestore();
const employees = testRepositories({ firestore, clock: () => Date.now() }).employeeRepository;
const elsewhere = testRepositories({ firestore: secondClient, clock: () => Date.now() }).employeeRepository;
const origin = { actor: systemActor('test') };

/** One record in a department of its own. */
const recordIn = (sourceId: string, department: string, role = '') => ({
  sourceId,
  fields: { ...adaOfSource, department, role },
});

describe('the counters of departments and roles', () => {
  it('follow every kind of write', async () => {
    const organization = newOrganization();
    const facets = () => employees.getFacets(organization);
    const { id } = await employees.create(organization, ada);
    await employees.upsertBySourceId(organization, 'csv', '1', { ...adaOfSource, role: 'Lead' });
    expect(await facets()).toEqual({
      total: 2,
      departments: [{ value: 'Research', count: 2 }],
      roles: [
        { value: 'Engineer', count: 1 },
        { value: 'Lead', count: 1 },
      ],
    });
    await employees.update(organization, id, { department: 'Sales', role: '' });
    await employees.upsertBySourceId(organization, 'csv', '1', { ...adaOfSource, department: 'Sales' });
    expect(await facets()).toEqual({
      total: 2,
      departments: [{ value: 'Sales', count: 2 }],
      roles: [{ value: 'Engineer', count: 1 }],
    });
    await employees.deleteBySourceId(organization, 'csv', '1');
    await employees.delete(organization, id);
    expect(await facets()).toEqual({ total: 0, departments: [], roles: [] });
  });

  it('are not written when neither department nor role changes', async () => {
    const organization = newOrganization();
    const { id } = await employees.create(organization, ada);
    const before = await facetsReference(firestore(), organization).get();
    await employees.update(organization, id, { name: 'Ada King', hourlyRateCents: null });
    const after = await facetsReference(firestore(), organization).get();
    expect(after.updateTime).toEqual(before.updateTime);
  });

  it.each([
    '__name__',
    '__proto__',
    'constructor',
    'a.b',
    'a`b\\c',
    '.',
    '~*/[]',
    'Ärzte & Co. 研究 🏥',
    '𝒳'.repeat(100),
  ])('count a department that is called %j', async (department) => {
    const organization = newOrganization();
    const { id } = await employees.create(organization, { ...ada, department, role: department });
    const counted = [{ value: department, count: 1 }];
    expect(await employees.getFacets(organization)).toEqual({
      total: 1,
      departments: counted,
      roles: counted,
    });
    await employees.delete(organization, id);
    expect(await employees.getFacets(organization)).toEqual({ total: 0, departments: [], roles: [] });
  });

  it('count one department for both of the forms that Unicode has for its name', async () => {
    const organization = newOrganization();
    await employees.create(organization, { ...ada, department: 'Caf\u00e9' });
    await employees.create(organization, { ...ada, department: 'Cafe\u0301' });
    const { departments } = await employees.getFacets(organization);
    expect(departments).toEqual([{ value: 'Café', count: 2 }]);
  });

  it('are exact after many writers at once', async () => {
    const organization = newOrganization();
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? employees : elsewhere).create(organization, {
          ...ada,
          department: `Department ${index % 4}`,
        }),
      ),
    );
    const { total, departments } = await employees.getFacets(organization);
    expect([total, departments.map(({ count }) => count)]).toEqual([40, [10, 10, 10, 10]]);
  });

  it('accept a full commit in which everybody moves between departments and roles of their own', async () => {
    const organization = newOrganization();
    const move = (prefix: string) =>
      employees.upsertRecords(
        organization,
        'csv',
        Array.from({ length: maxChanges }, (_, index) =>
          recordIn(String(index), `${prefix} ${index}`, `${prefix} role ${index}`),
        ),
        origin,
      );
    expect(await move('Old')).toEqual({ created: maxChanges, updated: 0, unchanged: 0 });
    expect(await move('New')).toEqual({ created: 0, updated: maxChanges, unchanged: 0 });
    expect(await move('New')).toEqual({ created: 0, updated: 0, unchanged: maxChanges });
    const { departments, roles } = await employees.getFacets(organization);
    expect(departments.every(({ value, count }) => value.startsWith('New') && count === 1)).toBe(true);
    expect([departments.length, roles.length]).toEqual([maxChanges, maxChanges]);
  });

  it('make room when they are full of unused values, and otherwise refuse', async () => {
    const organization = newOrganization();
    // 600 bytes each: a document holds some 1,700 of them.
    const longName = (index: number) => `${index}`.padEnd(200, '漢');
    const fill = async (from: number) => {
      const records = Array.from({ length: maxChanges }, (_, index) =>
        recordIn(String(from + index), longName(from + index)),
      );
      return employees.upsertRecords(organization, 'csv', records, origin);
    };
    let filled = 0;
    const code = await catchCode(
      (async () => {
        for (; filled < 3_000; filled += maxChanges) {
          await fill(filled);
        }
      })(),
    );
    expect(code).toBe('too_many_facets');
    expect(filled).toBeGreaterThan(1_200);
    const { total, departments } = await employees.getFacets(organization);
    expect([total, departments.length]).toEqual([filled, filled]);

    const keepHalf = (id: string) => id.charCodeAt(5) % 2 === 0;
    const selection = { isKept: keepHalf, sinceMs: Date.now() + minuteMs };
    let after: string | null = null;
    do {
      ({ next: after } = await employees.deleteMissing(organization, 'csv', { ...selection, after }, origin));
    } while (after !== null);
    expect(await fill(filled)).toEqual({ created: maxChanges, updated: 0, unchanged: 0 });
    const stored = (await facetsReference(firestore(), organization).get()).data();
    expect(Object.values(stored?.['departments'] ?? {})).not.toContain(0);
  });
});
