import { randomUUID } from 'node:crypto';
import type { EmployeePatch, EmployeeSourceType } from '@klayim/shared/types';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import {
  ada,
  adaOfSource,
  catchCode,
  newOrganization,
} from '../../../test/repositories/employee-fixtures.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { sourcedEmployeeId } from './employee-id.ts';

const { firestore, secondClient } = useTestFirestore();

const startMs = Date.parse('2026-11-23T10:15:00.000Z');
let nowMs = startMs;
const employees = testRepositories({ firestore, clock: () => nowMs }).employeeRepository;

/** At the given time; the clock moves only so. */
async function at<Result>(iso: string, action: () => Promise<Result>): Promise<Result> {
  nowMs = Date.parse(iso);
  try {
    return await action();
  } finally {
    nowMs = startMs;
  }
}

async function documentCount(organizationId: string): Promise<number> {
  const { docs } = await firestore()
    .collection('employees')
    .where('organizationId', '==', organizationId)
    .get();
  return docs.length;
}

describe('creating', () => {
  it('gives an employee made by hand a random id and ISO 8601 times', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, ada);
    expect(created).toEqual({
      ...ada,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      organizationId: organization,
      createdAt: '2026-11-23T10:15:00.000Z',
      updatedAt: '2026-11-23T10:15:00.000Z',
      version: expect.stringMatching(/\.1$/),
    });
    expect(await employees.findById(organization, created.id)).toEqual(created);
  });

  it('under a given id adds one employee, however many callers repeat it at once', async () => {
    const organization = newOrganization();
    const second = testRepositories({ firestore: secondClient, clock: () => nowMs }).employeeRepository;
    const sendings = [employees, second, employees, second].map((repository) =>
      repository.create(organization, ada, undefined, `k-${organization}`),
    );
    const [first, ...others] = await Promise.all(sendings);
    for (const other of others) {
      expect(other).toEqual(first);
    }
    expect(await documentCount(organization)).toBe(1);
    expect(await catchCode(employees.create(newOrganization(), ada, undefined, `k-${organization}`))).toMatch(
      /id of a record of another organization/,
    );
  });

  it('stores Firestore timestamps', async () => {
    const { id } = await employees.create(newOrganization(), ada);
    const stored = await firestore().collection('employees').doc(id).get();
    expect(stored.get('createdAt')).toEqual(Timestamp.fromMillis(startMs));
    expect(stored.get('updatedAt')).toBeInstanceOf(Timestamp);
    expect(stored.data()).not.toHaveProperty('id');
  });

  it('refuses an existing record of a source, and leaves it unchanged', async () => {
    const organization = newOrganization();
    const first = await employees.create(organization, { ...ada, sourceType: 'csv', sourceId: '7' });
    const again = employees.create(organization, { ...ada, name: 'X', sourceType: 'csv', sourceId: '7' });
    expect(await catchCode(again)).toBe('employee_exists');
    expect(await employees.findById(organization, first.id)).toEqual(first);
  });

  it.each<[string, object, string]>([
    ['an unknown field', { salary: 1 }, ''],
    ['an id of the caller', { id: 'mine' }, ''],
    ['another organization in the body', { organizationId: 'other' }, ''],
    ['a rate with fractions', { hourlyRateCents: 12.5 }, '/hourlyRateCents'],
    ['a negative rate', { hourlyRateCents: -1 }, '/hourlyRateCents'],
    ['an email that is none', { email: 'ada' }, '/email'],
    ['an empty name', { name: '   ' }, '/name'],
    ['an unknown employment status', { employmentStatus: 'retired' }, '/employmentStatus'],
    ['an unknown source', { sourceType: 'workday' }, '/sourceType'],
  ])('refuses %s and writes nothing', async (_what, fault, pointer) => {
    const organization = newOrganization();
    const refused = await employees
      .create(organization, { ...ada, ...fault })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'invalid_request', faults: [{ in: 'body', pointer }] });
    expect(await documentCount(organization)).toBe(0);
  });

  it('refuses an organization id that cannot be one', async () => {
    expect(await catchCode(employees.create('a/b', ada))).toBe('invalid_request');
  });
});

describe('finding', () => {
  it.each(['', '.', '..', 'a/b', '__reserved__', 'é', 'x'.repeat(129), randomUUID()])(
    'finds nobody under the id %j',
    async (id) => {
      expect(await employees.findById(newOrganization(), id)).toBeNull();
    },
  );

  it('finds an email in whatever case it was written or is asked for', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, { ...ada, email: 'Ada.LOVELACE@Example.com' });
    expect(created.email).toBe('ada.lovelace@example.com');
    expect(await employees.findByEmail(organization, ' ADA.lovelace@example.COM ')).toEqual(created);
    expect(await employees.findByEmail(organization, 'grace@example.com')).toBeNull();
  });

  it('finds a record of a source by its id there', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, { ...ada, sourceType: 'finch', sourceId: ' f-1 ' });
    expect(created.sourceId).toBe('f-1');
    expect(await employees.findBySourceId(organization, 'finch', 'f-1')).toEqual(created);
    expect(await employees.findBySourceId(organization, 'csv', 'f-1')).toBeNull();
    expect(await employees.findBySourceId(organization, 'finch', 'f-2')).toBeNull();
  });

  it('refuses an invalid source', async () => {
    expect(await catchCode(employees.findBySourceId(newOrganization(), 'finch', ''))).toBe('invalid_request');
    expect(await catchCode(employees.findBySourceId(newOrganization(), 'x' as EmployeeSourceType, '1'))).toBe(
      'invalid_request',
    );
  });

  it('lists everyone newest first, as a whole and in pages', async () => {
    const organization = newOrganization();
    for (const hour of ['08', '09', '10', '11', '12']) {
      await at(`2026-11-23T${hour}:00:00.000Z`, () =>
        employees.create(organization, { ...ada, name: `Hired at ${hour}` }),
      );
    }
    const all = await employees.findByOrganization(organization);
    expect(all.map(({ name }) => name)).toEqual(['12', '11', '10', '09', '08'].map((h) => `Hired at ${h}`));

    const paged: typeof all = [];
    const sizes: number[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await employees.findPage(organization, { limit: 2, cursor });
      paged.push(...page.items);
      sizes.push(page.items.length);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('refuses a cursor that no page gave', async () => {
    const page = employees.findPage(newOrganization(), { limit: 2, cursor: 'made-up' });
    expect(await catchCode(page)).toBe('invalid_cursor');
  });

  it('reads a document with fields of a later version, and refuses one that is not an employee', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, ada);
    const reference = firestore().collection('employees').doc(created.id);
    await reference.update({ pronouns: 'she/her' });
    expect(await employees.findById(organization, created.id)).toEqual(created);
    await reference.update({ hourlyRateCents: 'plenty' });
    expect(await catchCode(employees.findById(organization, created.id))).toBe('record_unreadable');
  });
});

describe('updating', () => {
  it('changes the named fields and updatedAt, and nothing else', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, ada);
    const updated = await at('2026-11-23T11:00:00.500Z', () =>
      employees.update(organization, created.id, { email: 'ADA@byron.example', department: '' }),
    );
    expect(updated).toEqual({
      ...created,
      email: 'ada@byron.example',
      department: '',
      updatedAt: '2026-11-23T11:00:00.500Z',
      version: expect.stringMatching(/\.2$/),
    });
    expect(await employees.findById(organization, created.id)).toEqual(updated);
  });

  it.each<[string, object]>([
    ['an unknown field', { salary: 1 }],
    ['the organization', { organizationId: 'other' }],
    ['the id', { id: 'other' }],
    ['the source', { sourceType: 'csv' }],
    ["the source's id", { sourceId: '9' }],
    ['the time of creation', { createdAt: '2020-01-01T00:00:00.000Z' }],
    ['a wrong type', { name: 7 }],
  ])('refuses to change %s and leaves the employee alone', async (_what, patch) => {
    const organization = newOrganization();
    const created = await employees.create(organization, ada);
    const update = employees.update(organization, created.id, { name: 'Changed', ...patch } as EmployeePatch);
    expect(await catchCode(update)).toBe('invalid_request');
    expect(await employees.findById(organization, created.id)).toEqual(created);
  });

  it('writes nothing when nothing changes', async () => {
    const organization = newOrganization();
    const created = await employees.create(organization, ada);
    const updated = await at('2026-11-23T11:00:00.000Z', () =>
      employees.update(organization, created.id, { name: ada.name, role: ada.role }),
    );
    expect(updated).toEqual(created);
  });

  it('refuses an outdated version, also for one of two changes at once', async () => {
    const organization = newOrganization();
    const { id, version } = await employees.create(organization, ada);
    const isExpected = (current: string | null) => current === version;
    const names = ['Ada King', 'Ada Byron'];
    const outcomes = await Promise.allSettled(
      names.map((name) => employees.update(organization, id, { name }, { isExpected })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = employees.update(organization, id, { role: 'Countess' }, { isExpected });
    expect(await catchCode(late)).toBe('precondition_failed');
    expect(await catchCode(employees.delete(organization, id, { isExpected }))).toBe('precondition_failed');
    expect(await employees.findById(organization, id)).toMatchObject({ role: ada.role });
  });

  it('gives a record that was deleted and made again another version', async () => {
    const organization = newOrganization();
    const sourced = { ...ada, sourceType: 'csv', sourceId: '1' } as const;
    const first = await employees.create(organization, sourced);
    await employees.delete(organization, first.id);
    const second = await at('2026-11-23T11:00:00.000Z', () => employees.create(organization, sourced));
    expect(second.id).toBe(first.id);
    expect(second.version).not.toBe(first.version);
  });

  it('keeps both of two changes that two clients make at once', async () => {
    const organization = newOrganization();
    const second = testRepositories({ firestore: secondClient, clock: () => nowMs }).employeeRepository;
    const { id } = await employees.create(organization, ada);
    await Promise.all([
      employees.update(organization, id, { name: 'Ada King' }),
      second.update(organization, id, { role: 'Countess' }),
    ]);
    expect(await employees.findById(organization, id)).toMatchObject({ name: 'Ada King', role: 'Countess' });
  });

  it.each(['', 'a/b', '__reserved__', randomUUID()])('knows nobody under the id %j', async (id) => {
    expect(await catchCode(employees.update(newOrganization(), id, { name: 'X' }))).toBe(
      'employee_not_found',
    );
  });
});

describe('upserting by source', () => {
  it('creates, then overwrites everything but the time of creation', async () => {
    const organization = newOrganization();
    const created = await employees.upsertBySourceId(organization, 'bamboohr', '42', adaOfSource);
    expect(created).toEqual({
      ...adaOfSource,
      id: sourcedEmployeeId(organization, 'bamboohr', '42'),
      organizationId: organization,
      sourceType: 'bamboohr',
      sourceId: '42',
      createdAt: '2026-11-23T10:15:00.000Z',
      updatedAt: '2026-11-23T10:15:00.000Z',
      lastSyncedAt: '2026-11-23T10:15:00.000Z',
      version: expect.stringMatching(/\.1$/),
    });
    await employees.update(organization, created.id, { name: 'Changed by hand', department: 'Nowhere' });

    const synced = await at('2026-11-24T10:15:00.000Z', () =>
      employees.upsertBySourceId(organization, 'bamboohr', '42', { ...adaOfSource, role: 'Lead' }),
    );
    expect(synced).toEqual({
      ...created,
      role: 'Lead',
      updatedAt: '2026-11-24T10:15:00.000Z',
      lastSyncedAt: '2026-11-24T10:15:00.000Z',
      version: expect.stringMatching(/\.3$/),
    });
    expect(await employees.findBySourceId(organization, 'bamboohr', '42')).toEqual(synced);
    expect(await documentCount(organization)).toBe(1);
  });

  it('ends with one document when 20 upserts from two clients race', async () => {
    const organization = newOrganization();
    const second = testRepositories({ firestore: secondClient, clock: () => nowMs }).employeeRepository;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? employees : second).upsertBySourceId(organization, 'finch', 'same', {
          ...adaOfSource,
          hourlyRateCents: index,
        }),
      ),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(await documentCount(organization)).toBe(1);
  });

  it('ends with the record or with nothing when upserts race with deletes', async () => {
    const organization = newOrganization();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 === 0
          ? employees.upsertBySourceId(organization, 'csv', 'flicker', adaOfSource)
          : employees.deleteBySourceId(organization, 'csv', 'flicker'),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    await employees.upsertBySourceId(organization, 'csv', 'flicker', adaOfSource);
    expect(await documentCount(organization)).toBe(1);
  });

  it('distinguishes two records whose parts are equal when joined', async () => {
    const organization = newOrganization();
    const neighbour = `${organization}a`;
    await employees.upsertBySourceId(organization, 'csv', 'ab', adaOfSource);
    await employees.upsertBySourceId(neighbour, 'csv', 'b', adaOfSource);
    expect(await documentCount(organization)).toBe(1);
    expect(await documentCount(neighbour)).toBe(1);
  });

  it('refuses a field that only the service writes', async () => {
    const organization = newOrganization();
    const forged = { ...adaOfSource, lastSyncedAt: '2020-01-01T00:00:00.000Z' };
    expect(await catchCode(employees.upsertBySourceId(organization, 'csv', '1', forged))).toBe(
      'invalid_request',
    );
    expect(await documentCount(organization)).toBe(0);
  });
});

describe('deleting', () => {
  it('removes an employee once', async () => {
    const organization = newOrganization();
    const { id } = await employees.create(organization, ada);
    expect(await employees.delete(organization, id)).toBe(true);
    expect(await employees.findById(organization, id)).toBeNull();
    expect(await employees.delete(organization, id)).toBe(false);
  });

  it('removes the record of a source once, and only that one', async () => {
    const organization = newOrganization();
    await employees.upsertBySourceId(organization, 'csv', '1', adaOfSource);
    await employees.upsertBySourceId(organization, 'finch', '1', adaOfSource);
    expect(await employees.deleteBySourceId(organization, 'csv', '1')).toBe(true);
    expect(await employees.deleteBySourceId(organization, 'csv', '1')).toBe(false);
    expect(await employees.findBySourceId(organization, 'finch', '1')).not.toBeNull();
  });

  it.each(['', 'a/b', '__reserved__'])('has no effect for the id %j', async (id) => {
    expect(await employees.delete(newOrganization(), id)).toBe(false);
  });
});

describe('unique departments and roles', () => {
  it('are sorted, without duplicates and without an empty one', async () => {
    const organization = newOrganization();
    const people: [department: string, role: string][] = [
      ['Sales', 'Manager'],
      ['Research', 'Engineer'],
      ['', 'engineer'],
      ['Research', ''],
      ['Ärzte', 'Engineer'],
    ];
    for (const [department, role] of people) {
      await employees.create(organization, { ...ada, department, role });
    }
    expect(await employees.getUniqueDepartments(organization)).toEqual(['Ärzte', 'Research', 'Sales']);
    expect(await employees.getUniqueRoles(organization)).toEqual(['engineer', 'Engineer', 'Manager']);
  });

  it('are none for an organization without employees', async () => {
    expect(await employees.getUniqueDepartments(newOrganization())).toEqual([]);
    expect(await employees.getUniqueRoles(newOrganization())).toEqual([]);
  });
});
